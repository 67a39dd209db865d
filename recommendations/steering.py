"""How a person steers a ranking: what counts more, what there should be more or less of. [pure]"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from recommendations.features import CODED, FAMILIES, WEIGHTS, Ints
from recommendations.similarity import PRIOR_SHARE, PRIORS, Vector

#: What one slider moves: families, or parts of the prior.
SLIDERS: dict[str, tuple[str, ...]] = {
    "genre": ("genre",),
    "theme": ("keyword", "theme"),
    "plot": ("plot",),
    "director": ("director",),
    "cast": ("cast",),
    "writer": ("writer",),
    "collection": ("collection", "name"),
    "company": ("company",),
    "origin": ("country", "language"),
    "era": ("era",),
    "kind": ("kind",),
    "popularity": ("popularity",),
    "rating": ("rating",),
}
_OF_TERMS = (1 - PRIOR_SHARE) / sum(WEIGHTS.values())
_OF_PRIOR = PRIOR_SHARE / sum(PRIORS.values())
#: How much of a score each family, and each part of the prior, can be at most.
SHARES = {family: _OF_TERMS * weight for family, weight in WEIGHTS.items()} | {
    "popularity": _OF_PRIOR * (PRIORS["popularity"] + PRIORS["as_popular"]),
    "rating": _OF_PRIOR * (PRIORS["rating"] + PRIORS["as_rated"]),
}
#: A slider goes from 0 (does not count) by way of 1 (as fitted) to MOST.
MOST = 3.0
#: A person is looked for in each of these.
PEOPLE = ("director", "writer", "cast")
#: Families of which there can be more or less.
ASKABLE = (
    "genre",
    "keyword",
    "person",
    *PEOPLE,
    "company",
    "collection",
    "country",
    "language",
    "kind",
)
#: One question can ask for more of so many terms, and for less of so many.
MOST_TERMS = 10


class TermRef(NamedTuple):
    """A term by its family and slug, as in ``keyword:heist``; "person" is of any of PEOPLE."""

    family: str
    slug: str

    @classmethod
    def parse(cls, text: str) -> TermRef | None:
        """Read ``family:slug``; None if it is none that can be asked for."""
        family, _, slug = (part.strip() for part in text.partition(":"))
        slug = slug.upper() if family == "country" else slug.lower() if family in CODED else slug
        return cls(family, slug) if family in ASKABLE and slug else None

    def __str__(self) -> str:
        return f"{self.family}:{self.slug}"

    @property
    def families(self) -> tuple[str, ...]:
        return PEOPLE if self.family == "person" else (self.family,)


@dataclass(frozen=True)
class Steering:
    """All that a person can turn; nothing turned is the ranking as fitted.

    ``sliders`` maps names of SLIDERS to factors in [0, MOST]. ``diversity`` in [0, 1] trades
    likeness to what is asked for against unlikeness of the answers to each other.
    """

    sliders: Mapping[str, float] = field(default_factory=dict)
    more: tuple[TermRef, ...] = ()
    less: tuple[TermRef, ...] = ()
    diversity: float = 0.0
    one_per_collection: bool = False

    @property
    def factors(self) -> dict[str, float]:
        """Return the factor of every family and part of the prior that is not as fitted."""
        return {
            part: factor
            for slider, factor in self.sliders.items()
            for part in SLIDERS[slider]
            if factor != 1
        }


def steer(query: Vector, families: Ints, factors: Mapping[str, float]) -> Vector:
    """Return ``query`` with each family, and part of the prior, multiplied by its factor.

    0 takes it out. ``families`` are the positions in FAMILIES of the query's terms. All is divided
    by the mean factor, weighted by SHARES, so that scores stay comparable: turning everything up
    alike changes nothing.
    """
    if not factors:
        return query
    mean = sum(share * factors.get(part, 1.0) for part, share in SHARES.items())
    relative = {part: factors.get(part, 1.0) / mean if mean else 0.0 for part in SHARES}
    weights = query.weights * np.array([relative[family] for family in FAMILIES])[families]
    kept = weights != 0
    return replace(
        query,
        terms=query.terms[kept],
        weights=weights[kept],
        tables={family: query.tables[family] * relative[family] for family in CODED},
        factors=relative,
    )
