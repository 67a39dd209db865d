"""The best known and best rated that an actor or a director did, and a person does not know."""

from __future__ import annotations

import numpy as np

from catalog.models import Credit
from recommendations.recommenders.base import TooFewFacts
from recommendations.recommenders.personal import PersonalQuery, Scored
from recommendations.recommenders.popular import PopularRecommender

#: Role -> categories of credits.
ROLES = {
    "actor": (Credit.Category.ACTOR,),
    "director": (Credit.Category.DIRECTOR, Credit.Category.CREATOR),
}


class ByPersonRecommender:
    """Popular titles of one person, named by the filter "person"; ``role`` says what it did."""

    is_personal = False

    def rank(self, query: PersonalQuery) -> Scored:
        """Score what the person did. 2 queries, 1 more for a role."""
        slug = query.filters.get("person")
        if not slug:
            raise TooFewFacts("nobody is named")
        scored = PopularRecommender().rank(query)
        if query.role not in ROLES:
            return scored
        theirs = Credit.objects.filter(person__slug=slug, category__in=ROLES[query.role])
        made = np.fromiter(theirs.order_by().values_list("title_id", flat=True), np.int64)
        return scored.only(np.flatnonzero(np.isin(scored.title_ids, made)))
