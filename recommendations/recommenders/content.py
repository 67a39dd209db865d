"""Recommend what resembles the liked titles in what is known about them."""

from __future__ import annotations

from catalog.models import Title
from recommendations.diversity import TradeOff
from recommendations.features import Floats, Ints
from recommendations.live_index import Found, LiveIndex, live_index
from recommendations.ranking import choose, explained, pool_size, profile_of
from recommendations.recommenders.base import Query, Ranking
from recommendations.similarity import Vector

#: Neighbours asked for beyond n, because some may have been deleted since the index was built.
SPARE = 20


class ContentRecommender:
    """Cosine over weighted facts, plus a prior; the index does the work."""

    def recommend(self, query: Query, n: int) -> Ranking:
        """Return the ``n`` best titles that may be shown.

        2 queries, 13 more after titles have changed, 1 or 2 for a filter by person or company.
        """
        live = live_index()
        profile = profile_of(live, query)
        found, trade_off = _best(live, profile.whole, query, n)
        return Ranking(explained(live, profile, found), trade_off, profile.unknown)

    def scores_of(self, query: Query, title_ids: Ints) -> Floats:
        """Return the scores of these titles, whatever the filters; 0 if too little is known.

        Raises IndexMissing, or TooFewFacts.
        """
        live = live_index()
        return live.scores(profile_of(live, query).whole, title_ids)


def _best(
    live: LiveIndex, profile: Vector, query: Query, n: int
) -> tuple[list[Found], TradeOff | None]:
    """Return the ``n`` titles that fit best, and differ from each other as ``query`` asks."""
    size = pool_size(query.steering, n)
    while True:
        pool = _existing(live, profile, query, size)
        chosen, trade_off = choose(live, pool, query.steering, n)
        if len(chosen) == n or len(pool) < size:
            return chosen, trade_off
        size *= 4  # all of the pool are of few collections


def _existing(live: LiveIndex, profile: Vector, query: Query, n: int) -> list[Found]:
    """Return the ``n`` best titles that may be shown now, however many have been deleted."""
    wanted = n + SPARE
    while True:
        found = live.neighbours(profile, wanted, query.filters, query.left_out)
        ids = [each.title_id for each in found]
        shown = set(Title.objects.recommendable().filter(pk__in=ids).values_list("pk", flat=True))
        existing = [each for each in found if each.title_id in shown]
        if len(existing) >= n or len(found) < wanted:
            return existing[:n]
        wanted *= 4
