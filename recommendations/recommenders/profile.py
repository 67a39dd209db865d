"""What is like the titles a person rated well, and unlike those it rated badly.

It needs no ratings by others: only the index of similar titles.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from recommendations.features import Floats, Ints
from recommendations.live_index import Found, LiveIndex, live_index
from recommendations.ranking import Profile, explained, profile_of
from recommendations.recommenders.base import Query, TooFewFacts
from recommendations.recommenders.personal import Grounds, PersonalQuery, Scored
from recommendations.similarity import DISLIKE

#: Best titles that are looked at; a rank beyond them is not told.
POOL = 1000
#: Rated titles that a profile is made of: the best rated, and the worst.
MOST_LIKED, MOST_DISLIKED = 40, 10
PRIORS = ("popularity", "rating")


class ProfileRecommender:
    """The engine of similar titles, with a person's ratings as titles to be like and unlike."""

    is_personal = True

    def rank(self, query: PersonalQuery) -> Scored:
        """Score the ``POOL`` titles that are most like what the person likes."""
        live, seeds = live_index(), _seeds(query)
        profile = profile_of(live, seeds)
        found = live.neighbours(profile.whole, POOL, query.filters, query.taste.left_out)
        return Scored(
            np.array([each.title_id for each in found], np.int64),
            np.array([each.score for each in found], np.float64),
            partial(_grounds, live, seeds, profile),
            is_whole=len(found) < POOL,
        )


def _grounds(
    live: LiveIndex, seeds: Query, profile: Profile, title_ids: Ints, scores: Floats
) -> list[Grounds]:
    """Tell for each title what each own title adds, and what they have in common."""
    found = live.found(title_ids, scores)
    own = _own(live, seeds, found)
    kinds = [each.explanation.reasons for each in explained(live, profile, found)]
    return [
        Grounds(
            {pk: float(weights[place]) for pk, weights in own.items() if weights[place]},
            beside=tuple(reason for reason in reasons if reason.kind in PRIORS),
            kinds=reasons,
        )
        for place, reasons in enumerate(kinds)
    ]


def _seeds(query: PersonalQuery) -> Query:
    """Return what to be like and unlike. Raises TooFewFacts."""
    taste = query.taste
    if not taste.liked:
        raise TooFewFacts("nothing is known to be liked")
    return Query(taste.liked[:MOST_LIKED], taste.disliked[:MOST_DISLIKED])


def _own(live: LiveIndex, seeds: Query, found: list[Found]) -> dict[int, Floats]:
    """Return what each seed adds to the score of each title: its share of the cosine."""
    own: dict[int, Floats] = {}
    for ids, sign in ((seeds.liked, 1.0), (seeds.disliked, -DISLIKE)):
        vectors = {pk: live.vector(pk) for pk in ids}
        known = {pk: vector for pk, vector in vectors.items() if vector is not None}
        alike = live.likeness([*known.values()], found)
        own |= {pk: sign / len(known) * row for pk, row in zip(known, alike, strict=True)}
    return own
