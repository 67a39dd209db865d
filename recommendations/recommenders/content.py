"""Recommend what resembles the liked titles in what is known about them."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.models import Title
from catalog.querysets import TitleQuerySet
from recommendations.diversity import TradeOff
from recommendations.features import Floats, Ints
from recommendations.live_index import Found, LiveIndex, live_index
from recommendations.ranking import choose, explained, is_choosy, pool_size, profile_of
from recommendations.recommenders.base import Query, Ranking
from recommendations.similarity import Vector

#: Neighbours asked for beyond n where some have been deleted since the index was built.
SPARE = 20

#: Titles as cards show them, by id.
Cards = Mapping[int, Title]


class ContentRecommender:
    """Cosine over weighted facts, plus a prior; the index does the work."""

    def recommend(self, query: Query, n: int) -> Ranking:
        """Return the ``n`` best titles that may be shown.

        3 queries, 13 more after titles have changed, 1 or 2 for a filter by person or company.
        """
        live = live_index()
        profile = profile_of(live, query)
        found, trade_off, cards = _best(live, profile.whole, query, n)
        return Ranking(explained(live, profile, found), trade_off, profile.unknown, cards)

    def scores_of(self, query: Query, title_ids: Ints) -> Floats:
        """Return the scores of these titles, whatever the filters; 0 if too little is known.

        Raises IndexMissing, or TooFewFacts.
        """
        live = live_index()
        return live.scores(profile_of(live, query).whole, title_ids)


def _best(
    live: LiveIndex, profile: Vector, query: Query, n: int
) -> tuple[list[Found], TradeOff | None, Cards]:
    """Return the ``n`` titles that fit best, and differ from each other as ``query`` asks."""
    if not is_choosy(query.steering):
        found, cards = _existing(live, profile, query, n, Title.objects.for_cards())
        return found, None, cards
    size = pool_size(query.steering, n)
    while True:
        pool, _ = _existing(live, profile, query, size, Title.objects.only("pk"))
        chosen, trade_off = choose(live, pool, query.steering, n)
        if len(chosen) == n or len(pool) < size:
            return chosen, trade_off, {}
        size *= 4  # all of the pool are of few collections


def _existing(
    live: LiveIndex, profile: Vector, query: Query, n: int, titles: TitleQuerySet
) -> tuple[list[Found], Cards]:
    """Return the ``n`` best titles that may be shown now, however many have been deleted."""
    wanted = n
    while True:
        found = live.neighbours(profile, wanted, query.filters, query.left_out)
        shown = titles.recommendable().in_bulk([each.title_id for each in found])
        existing = [each for each in found if each.title_id in shown]
        if len(existing) >= n or len(found) < wanted:
            return existing[:n], shown
        wanted = 4 * wanted + SPARE
