"""What a recommender is: a query in, recommendations with their reasons out.

To add one: a module beside this one, and a line in ``settings.RECOMMENDERS``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from catalog.models import Title
from recommendations.diversity import TradeOff
from recommendations.explanations import Explanation
from recommendations.steering import Steering, TermRef


class TooFewFacts(Exception):  # noqa: N818  (a state of a title, not a mistake)
    """Too little is known of the titles in the query to compare them with others."""


@dataclass(frozen=True)
class Query:
    """What to look for: titles like ``liked`` and unlike ``disliked`` (title ids, any order).

    ``filters`` are those of the browse page (``cleaned_data`` of a TitleFilterForm), ``without``
    titles that are not wanted again.
    """

    liked: tuple[int, ...]
    disliked: tuple[int, ...] = ()
    steering: Steering = field(default_factory=Steering)
    filters: Mapping[str, Any] = field(default_factory=dict)
    without: frozenset[int] = frozenset()

    @property
    def left_out(self) -> frozenset[int]:
        """Return the ids that must not be recommended: the query's own, and what is not wanted."""
        return self.without.union(self.liked, self.disliked)


@dataclass(frozen=True)
class Recommendation:
    """A recommended title; ``explanation`` sums to ``score``, the recommender's own number."""

    title_id: int
    score: float
    explanation: Explanation


class Ranking(list[Recommendation]):
    """Recommendations, best first.

    ``trade_off`` says what diversity cost, if it was asked for; ``unknown`` are terms asked for
    that no title has; ``cards`` are the titles by id, if they had to be loaded to know that they
    may be shown.
    """

    def __init__(
        self,
        recommendations: Iterable[Recommendation] = (),
        trade_off: TradeOff | None = None,
        unknown: Iterable[TermRef] = (),
        cards: Mapping[int, Title] = MappingProxyType({}),
    ) -> None:
        super().__init__(recommendations)
        self.trade_off, self.unknown, self.cards = trade_off, tuple(unknown), cards


class Recommender(Protocol):
    """Anything that recommends."""

    def recommend(self, query: Query, n: int) -> Ranking:
        """Return the ``n`` best titles that may be shown, best first; fewer if there are fewer.

        Raises IndexMissing if it is not ready, TooFewFacts if the query says too little.
        """
        ...


@cache
def recommender(name: str) -> Recommender:
    """Return the recommender that settings call ``name``."""
    return cast(Recommender, import_string(settings.RECOMMENDERS[name])())
