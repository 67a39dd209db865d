"""What is of a genre and rated about as one wishes, the best known first."""

from __future__ import annotations

import numpy as np

from catalog.models import Title
from catalog.title_filters import filter_titles
from recommendations.explanations import Reason
from recommendations.features import Floats, Ints
from recommendations.recommenders.base import TooFewFacts
from recommendations.recommenders.personal import Grounds, PersonalQuery, Scored
from recommendations.recommenders.popular import fame

#: How far a rating (0-10) may be from the one that is wished for.
NEAR = 0.5
POOL = 1000


class ByGenreRecommender:
    """Titles of the genres in the filters whose rating is within ``NEAR`` of ``target``."""

    is_personal = False

    def rank(self, query: PersonalQuery) -> Scored:
        """Score the ``POOL`` titles with the most votes, by these. 1 query, 2 at most."""
        if not query.filters.get("genre") or query.target is None:
            raise TooFewFacts("no genre is named, or no rating")
        without = query.taste.left_out
        titles = filter_titles({**query.filters, "sort": "votes"}).filter(
            status=Title.Status.RELEASED,
            average_rating__range=(query.target - NEAR, query.target + NEAR),
        )
        rows = titles.values_list("pk", "num_votes")[: POOL + len(without)]
        found = [row for row in rows if row[0] not in without]
        return Scored(
            np.array([pk for pk, _ in found], np.int64),
            np.array([fame(votes) for _, votes in found], np.float64),
            _grounds_of,
            is_whole=len(found) < POOL,
        )


def _grounds_of(_: Ints, scores: Floats) -> list[Grounds]:
    votes = [(Reason("popularity", "how many people have rated it", s),) for s in scores.tolist()]
    return [Grounds(beside=each, kinds=each) for each in votes]
