"""Recommend what resembles the liked titles in what is known about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from catalog.models import Title
from recommendations import diversity, similarity
from recommendations.diversity import TradeOff
from recommendations.explanations import explain
from recommendations.live_index import Found, LiveIndex, live_index
from recommendations.recommenders.base import Query, Ranking, Recommendation, TooFewFacts
from recommendations.similarity import Vector
from recommendations.steering import TermRef

#: Neighbours asked for beyond n, because some may have been deleted since the index was built.
SPARE = 20
#: Among how many neighbours a list is chosen whose titles differ: so many for each that is wanted.
POOL = 5
SMALLEST_POOL = 60


@dataclass(frozen=True)
class _Profile:
    """What is looked for: like some titles, and with more or less of some terms. They add up."""

    likeness: Vector
    seeds: int
    asked: Vector | None
    unknown: tuple[TermRef, ...]

    @property
    def whole(self) -> Vector:
        if self.asked is None:
            return self.likeness
        summed = similarity.combine([(1.0, self.likeness), (1.0, self.asked)])
        return replace(
            self.likeness, terms=summed.terms, weights=summed.weights, tables=summed.tables
        )


class ContentRecommender:
    """Cosine over weighted facts, plus a prior; the index does the work."""

    def recommend(self, query: Query, n: int) -> Ranking:
        """Return the ``n`` best titles that may be shown.

        2 queries, 13 more after titles have changed, 1 or 2 for a filter by person or company.
        """
        live = live_index()
        profile = _profile(live, query)
        found, trade_off = _best(live, profile.whole, query, n)
        return Ranking(_explained(live, profile, found), trade_off, profile.unknown)


def _profile(live: LiveIndex, query: Query) -> _Profile:
    """Return what ``query`` looks for. Raises TooFewFacts."""
    liked, disliked = _vectors(live, query.liked), _vectors(live, query.disliked)
    if not liked:
        raise TooFewFacts(f"titles {query.liked}")
    steering = query.steering
    refs = [(ref, 1.0) for ref in steering.more] + [(ref, -1.0) for ref in steering.less]
    found = [(ref, live.asked(ref, sign)) for ref, sign in refs]
    asked = [(1.0, vector) for _, vector in found if vector is not None]
    factors = steering.factors
    return _Profile(
        likeness=live.steered(similarity.blend(liked, disliked), factors),
        seeds=len(liked),
        asked=live.steered(similarity.combine(asked), factors) if asked else None,
        unknown=tuple(ref for ref, vector in found if vector is None),
    )


def _vectors(live: LiveIndex, title_ids: Sequence[int]) -> list[Vector]:
    """Return the vectors of titles, by id; titles with too few facts are left out."""
    vectors = [live.vector(title_id) for title_id in sorted(set(title_ids))]
    return [vector for vector in vectors if vector is not None]


def _best(
    live: LiveIndex, profile: Vector, query: Query, n: int
) -> tuple[list[Found], TradeOff | None]:
    """Return the ``n`` titles that fit best, and differ from each other as ``query`` asks."""
    steering = query.steering
    if not (steering.diversity or steering.one_per_collection):
        return _existing(live, profile, query, n), None
    size = max(SMALLEST_POOL, POOL * n)
    while True:
        pool = _existing(live, profile, query, size)
        chosen, trade_off = _choose(live, pool, query, n) if pool and n else ([], None)
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


def _choose(
    live: LiveIndex, pool: list[Found], query: Query, n: int
) -> tuple[list[Found], TradeOff | None]:
    """Return ``n`` titles of the pool that differ as ``query`` asks, and what that costs."""
    steering = query.steering
    scores = np.array([each.score for each in pool])
    cosines, collections = live.pairwise(pool)
    groups = collections if steering.one_per_collection else ()
    picked = diversity.pick(scores, cosines, n, steering.diversity, groups)
    chosen = [pool[place] for place in picked]
    if not steering.diversity:
        return chosen, None
    plain = diversity.pick(scores, cosines, n, 0.0, groups)
    return chosen, diversity.trade_off(scores, cosines, picked, plain)


def _explained(live: LiveIndex, profile: _Profile, found: list[Found]) -> Iterator[Recommendation]:
    """Yield what was found with its reasons."""
    shared, prior = live.shared(profile.likeness, found), live.prior(profile.likeness, found)
    asked = live.shared(profile.asked, found, asked=True) if profile.asked else [[]] * len(found)
    for each, terms, more, parts in zip(found, shared, asked, prior, strict=True):
        explanation = explain(terms + more, parts, seeds=profile.seeds)
        yield Recommendation(each.title_id, each.score, explanation)
