"""What a page shows for a question: similar titles, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.index_store import IndexMissing
from catalog.models import Title
from recommendations.recommend import SimilarTitle, blend
from recommendations.recommenders.base import TooFewFacts

PREPARING, TOO_FEW_FACTS, NOTHING_ALIKE = "preparing", "too-few-facts", "nothing-alike"


@dataclass(frozen=True)
class Answer:
    """``found``, or if that is empty the ``problem``: one of the constants above."""

    found: list[SimilarTitle]
    problem: str = ""


def answer(liked: Sequence[Title], disliked: Sequence[Title] = (), n: int = 20) -> Answer:
    """Return what is like ``liked`` and unlike ``disliked``; never raises for want of an index."""
    try:
        found = blend(liked, disliked, n)
    except IndexMissing:  # the store has logged why, once
        return Answer([], PREPARING)
    except TooFewFacts:
        return Answer([], TOO_FEW_FACTS)
    return Answer(found, "" if found else NOTHING_ALIKE)
