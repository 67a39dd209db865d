"""The steps of a ranking that need no database: what is looked for, which to show, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recommendations import diversity, similarity
from recommendations.diversity import TradeOff
from recommendations.explanations import explain
from recommendations.live_index import Found, LiveIndex
from recommendations.recommenders.base import Query, Recommendation, TooFewFacts
from recommendations.similarity import Vector
from recommendations.steering import Steering, TermRef

#: Among how many neighbours a list is chosen whose titles differ: so many for each that is wanted.
POOL = 5
SMALLEST_POOL = 60


@dataclass(frozen=True)
class Profile:
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


def pool_size(steering: Steering, n: int) -> int:
    """Return how many of the nearest titles ``choose`` needs for a list of ``n``."""
    return max(SMALLEST_POOL, POOL * n) if is_choosy(steering) else n


def is_choosy(steering: Steering) -> bool:
    """Tell whether the nearest titles may not simply be the list."""
    return steering.diversity > 0 or steering.one_per_collection


def profile_of(live: LiveIndex, query: Query) -> Profile:
    """Return what ``query`` looks for. Raises TooFewFacts."""
    liked, disliked = _vectors(live, query.liked), _vectors(live, query.disliked)
    if not liked:
        raise TooFewFacts(f"titles {query.liked}")
    steering = query.steering
    refs = [(ref, 1.0) for ref in steering.more] + [(ref, -1.0) for ref in steering.less]
    found = [(ref, live.asked(ref, sign)) for ref, sign in refs]
    asked = [(1.0, vector) for _, vector in found if vector is not None]
    factors = steering.factors
    return Profile(
        likeness=live.steered(similarity.blend(liked, disliked), factors),
        seeds=len(liked),
        asked=live.steered(similarity.combine(asked), factors) if asked else None,
        unknown=tuple(ref for ref, vector in found if vector is None),
    )


def _vectors(live: LiveIndex, title_ids: Sequence[int]) -> list[Vector]:
    """Return the vectors of titles, by id; titles with too few facts are left out."""
    vectors = [live.vector(title_id) for title_id in sorted(set(title_ids))]
    return [vector for vector in vectors if vector is not None]


def choose(
    live: LiveIndex, pool: list[Found], steering: Steering, n: int
) -> tuple[list[Found], TradeOff | None]:
    """Return ``n`` titles of the pool that differ as is asked for, and what that costs."""
    if not pool or not n or not is_choosy(steering):
        return pool[:n], None
    scores = np.array([each.score for each in pool])
    cosines, collections = live.pairwise(pool)
    groups = collections if steering.one_per_collection else ()
    picked = diversity.pick(scores, cosines, n, steering.diversity, groups)
    chosen = [pool[place] for place in picked]
    if not steering.diversity:
        return chosen, None
    plain = diversity.pick(scores, cosines, n, 0.0, groups)
    return chosen, diversity.trade_off(scores, cosines, picked, plain)


def explained(live: LiveIndex, profile: Profile, found: list[Found]) -> Iterator[Recommendation]:
    """Yield what was found with its reasons."""
    shared, prior = live.shared(profile.likeness, found), live.prior(profile.likeness, found)
    asked = live.shared(profile.asked, found, asked=True) if profile.asked else [[]] * len(found)
    for each, terms, more, parts in zip(found, shared, asked, prior, strict=True):
        explanation = explain(terms + more, parts, seeds=profile.seeds)
        yield Recommendation(each.title_id, each.score, explanation)
