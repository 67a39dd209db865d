"""Similar titles, and blends of several: what pages, the API and commands ask for."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Title
from recommendations.diversity import TradeOff
from recommendations.explanations import Explanation
from recommendations.recommenders.base import Query, recommender
from recommendations.steering import TermRef

CONTENT = "content"


@dataclass(frozen=True)
class SimilarTitle:
    """A title, how well it fits, and why: the reasons sum to the score.

    The score is between 0 and 1, unless there are terms that there should be more of.
    """

    title: Title
    score: float
    explanation: Explanation


@dataclass(frozen=True)
class SimilarTitles:
    """What was found, best first; see ``recommenders.base.Ranking``."""

    titles: list[SimilarTitle]
    trade_off: TradeOff | None = None
    unknown: tuple[TermRef, ...] = ()


def similar_titles(title: Title, n: int = 10) -> list[SimilarTitle]:
    """Return the ``n`` titles most like ``title``, best first. 3 queries for any n.

    Raises IndexMissing, or TooFewFacts if too little is known of ``title``.
    """
    return ask(Query((title.pk,)), n).titles


def ask(query: Query, n: int = 20) -> SimilarTitles:
    """Return the ``n`` titles that fit ``query`` best.

    The order of its titles does not matter; a query of one is ``similar_titles``. As many queries
    as ``ContentRecommender.recommend``, and 2 where lists must differ. Raises IndexMissing, or
    TooFewFacts if too little is known of all that is liked.
    """
    ranking = recommender(CONTENT).recommend(query, n)
    ids = [each.title_id for each in ranking]
    titles = ranking.cards or Title.objects.for_cards().in_bulk(ids)
    found = [
        SimilarTitle(titles[each.title_id], each.score, each.explanation)
        for each in ranking
        if each.title_id in titles
    ]
    return SimilarTitles(found, ranking.trade_off, ranking.unknown)
