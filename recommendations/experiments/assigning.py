"""Who sees what: the same person always the same, another experiment another draw. [pure]"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b


def assigned(experiment: str, person: int, weights: Mapping[str, int]) -> str:
    """Return the arm of a person; of many people, each arm has its weight's share.

    A digest of the experiment's name and the person's key is where in [0, total) it falls, so
    nothing is stored, and who is in which arm of one experiment says nothing about another.
    """
    digest = blake2b(f"{experiment}:{person}".encode(), digest_size=8).digest()
    place = int.from_bytes(digest, "big") * sum(weights.values()) >> 64
    for arm, weight in weights.items():
        if place < weight:
            return arm
        place -= weight
    raise ValueError(f"the experiment {experiment!r} has no arms")
