"""What people like in years, gender and occupation rate well: the nearest group that is enough.

It is here to be compared with, and for whoever told who it is and has rated nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.core.cache import caches
from django.db.models import Avg, Count

from recommendations.explanations import Reason
from recommendations.features import Floats, Ints
from recommendations.models import Rating, Viewer
from recommendations.recommenders.base import TooFewFacts
from recommendations.recommenders.candidates import may_answer
from recommendations.recommenders.personal import Grounds, PersonalQuery, Scored
from recommendations.taste import Taste

#: Years that people of the same age are apart at most.
NEAR_AGE = 5
#: Ratings that a title of a group needs, and titles that a group needs to be asked.
FEWEST_RATINGS, FEWEST_TITLES = 10, 20
#: Ratings of the group's mean that each title is given on top of its own.
SHRINK = 10
#: People of one group that are asked at most: so a request never reads all ratings there are.
MOST_PEOPLE = 400
REMEMBERED_SECONDS = 900


@dataclass(frozen=True)
class Tier:
    """A group of people: filters over ``Viewer``, and in words."""

    filters: Mapping[str, Any]
    words: str

    @property
    def key(self) -> str:
        return f"tier:{urlencode(self.filters)}"


class DemographicRecommender:
    """Shrunken mean ratings of one group."""

    is_personal = True

    def rank(self, query: PersonalQuery) -> Scored:
        """Score what the nearest group rated. At most 3 queries; none for a group just asked."""
        for tier in _tiers(query.taste):
            title_ids, means = _means(tier)
            if len(title_ids) >= FEWEST_TITLES:
                allowed = may_answer(title_ids, query.filters, query.taste.left_out)
                grounds = partial(_grounds_of, tier)
                return Scored(title_ids[allowed], means[allowed], grounds)
        raise TooFewFacts("no group of people like this one has rated enough")


def _tiers(taste: Taste) -> Iterator[Tier]:
    """Yield the groups that a person belongs to, the nearest first."""
    gender = {"gender": taste.gender}
    if taste.gender and taste.age is not None:
        first, last = max(taste.age - NEAR_AGE, 0), taste.age + NEAR_AGE
        near = {"age__range": (first, last), **gender}
        words = f"{taste.gender} and {first}–{last} years old"
        if taste.occupation:
            yield Tier({**near, "occupation": taste.occupation}, f"{words}, {taste.occupation}")
        yield Tier(near, words)
    if taste.gender:
        yield Tier(gender, taste.gender)


def _means(tier: Tier) -> tuple[Ints, Floats]:
    """Return the titles that a group rated often enough, rising, and their shrunken means."""
    known = caches["memory"].get(tier.key)
    if known is None:
        people = Viewer.objects.filter(is_training_data=True, **tier.filters).order_by("pk")
        ids = list(people.values_list("pk", flat=True)[:MOST_PEOPLE])
        rated = Rating.objects.filter(viewer__in=ids).order_by().values_list("title_id")
        known = list(rated.annotate(Avg("value"), n=Count("*")).filter(n__gte=FEWEST_RATINGS))
        caches["memory"].set(tier.key, known, REMEMBERED_SECONDS)
    table = np.array(sorted(known), np.float64).reshape(-1, 3)
    means, counts = table[:, 1], table[:, 2]
    overall = float(means @ counts / counts.sum()) if len(table) else 0.0
    shrunken = (means * counts + SHRINK * overall) / (counts + SHRINK)
    return table[:, 0].astype(np.int64), shrunken / 10


def _grounds_of(tier: Tier, _: Ints, scores: Floats) -> list[Grounds]:
    words = f"rated well by people who are {tier.words}"
    reasons = [(Reason("people", words, score),) for score in scores.tolist()]
    return [Grounds(beside=each, kinds=each) for each in reasons]
