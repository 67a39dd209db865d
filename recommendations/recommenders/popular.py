"""What most people know and rate well: for whoever we know nothing about, and said to be that."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from catalog.models import Title
from catalog.ratings import PRIOR_MEAN
from catalog.title_filters import filter_titles
from recommendations.explanations import PRIORS, Reason
from recommendations.features import Floats, Ints
from recommendations.recommenders.personal import Grounds, PersonalQuery, Scored

#: Most voted titles among which the best are looked for.
POOL = 500
#: How much it counts to be known and to be rated well: both are between 0 and 1.
KNOWN, WELL_RATED = 0.5, 0.5
#: Votes that nothing has more of.
MOST_VOTES = 5_000_000


class PopularRecommender:
    """Half how many voted, in orders of magnitude, half the weighted rating."""

    is_personal = False

    def rank(self, query: PersonalQuery) -> Scored:
        """Score the ``POOL`` titles with the most votes that pass. 1 query, 2 at most."""
        without = query.taste.left_out
        titles = filter_titles({**query.filters, "sort": "votes"})
        columns = titles.filter(status=Title.Status.RELEASED).values_list(
            "pk", "num_votes", "weighted_rating"
        )
        rows = [row for row in columns[: POOL + len(without)] if row[0] not in without]
        parts = {pk: _parts(votes, rating) for pk, votes, rating in rows}
        scores = np.array([sum(each.values()) for each in parts.values()], np.float64)

        def grounds_of(title_ids: Ints, _: Floats) -> list[Grounds]:
            return [_grounds(parts[pk]) for pk in title_ids.tolist()]

        return Scored(
            np.array(list(parts), np.int64), scores, grounds_of, is_whole=len(rows) < POOL
        )


def fame(votes: int) -> float:
    """Return from 0 to 1 how widely known a title with so many votes is."""
    return min(math.log1p(votes) / math.log1p(MOST_VOTES), 1)


def _parts(votes: int, rating: float | None) -> Mapping[str, float]:
    quality = PRIOR_MEAN if rating is None else rating
    return {"popularity": KNOWN * fame(votes), "rating": WELL_RATED * quality / 10}


def _grounds(parts: Mapping[str, float]) -> Grounds:
    reasons = tuple(Reason(name, PRIORS[name], weight) for name, weight in parts.items())
    return Grounds(beside=reasons, kinds=reasons)
