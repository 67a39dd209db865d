"""Similar titles, and blends of several: what pages, the API and commands ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Title
from recommendations.explanations import Explanation
from recommendations.recommenders.base import Query, recommender

CONTENT = "content"


@dataclass(frozen=True)
class SimilarTitle:
    """A title, how well it fits (0 to 1, for ordering), and why: the reasons sum to the score."""

    title: Title
    score: float
    explanation: Explanation


def similar_titles(title: Title, n: int = 10) -> list[SimilarTitle]:
    """Return the ``n`` titles most like ``title``, best first. 4 queries for any n.

    Raises IndexMissing, or TooFewFacts if too little is known of ``title``.
    """
    return blend([title], n=n)


def blend(
    liked: Sequence[Title], disliked: Sequence[Title] = (), n: int = 20
) -> list[SimilarTitle]:
    """Return the ``n`` titles most like all of ``liked`` and least like ``disliked``.

    The order of the titles does not matter; a blend of one is ``similar_titles``. 5 queries.
    Raises IndexMissing, or TooFewFacts if too little is known of all of ``liked``.
    """
    query = Query(tuple(title.pk for title in liked), tuple(title.pk for title in disliked))
    found = recommender(CONTENT).recommend(query, n)
    titles = Title.objects.for_cards().in_bulk([each.title_id for each in found])
    return [
        SimilarTitle(titles[each.title_id], each.score, each.explanation)
        for each in found
        if each.title_id in titles
    ]
