"""What a recommender is: a query in, recommendations with their reasons out.

To add one: a module beside this one, and a line in ``settings.RECOMMENDERS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from recommendations.explanations import Explanation


class TooFewFacts(Exception):  # noqa: N818  (a state of a title, not a mistake)
    """Too little is known of the titles in the query to compare them with others."""


@dataclass(frozen=True)
class Query:
    """What to look for: titles like ``liked`` and unlike ``disliked`` (title ids, any order)."""

    liked: tuple[int, ...]
    disliked: tuple[int, ...] = ()

    @property
    def left_out(self) -> frozenset[int]:
        """Return the ids that must not be recommended: the query's own."""
        return frozenset(self.liked + self.disliked)


@dataclass(frozen=True)
class Recommendation:
    """A recommended title; ``explanation`` sums to ``score``, the recommender's own number."""

    title_id: int
    score: float
    explanation: Explanation


class Recommender(Protocol):
    """Anything that recommends."""

    def recommend(self, query: Query, n: int) -> list[Recommendation]:
        """Return the ``n`` best titles that may be shown, best first; fewer if there are fewer.

        Raises IndexMissing if it is not ready, TooFewFacts if the query says too little.
        """
        ...


@cache
def recommender(name: str) -> Recommender:
    """Return the recommender that settings call ``name``."""
    return cast(Recommender, import_string(settings.RECOMMENDERS[name])())
