"""What a page shows for a question: similar titles, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.index_store import IndexMissing
from recommendations.diversity import TradeOff
from recommendations.recommend import SimilarTitle, ask
from recommendations.recommenders.base import Query, TooFewFacts
from recommendations.steering import TermRef

PREPARING, TOO_FEW_FACTS, NOTHING_ALIKE = "preparing", "too-few-facts", "nothing-alike"


@dataclass(frozen=True)
class Answer:
    """``found``, or if that is empty the ``problem``: one of the constants above.

    ``trade_off`` and ``unknown`` as in ``SimilarTitles``.
    """

    found: list[SimilarTitle]
    problem: str = ""
    trade_off: TradeOff | None = None
    unknown: tuple[TermRef, ...] = ()


def answer(query: Query, n: int = 20) -> Answer:
    """Return the ``n`` titles that fit ``query``; never raises for want of an index."""
    try:
        similar = ask(query, n)
    except IndexMissing:  # the store has logged why, once
        return Answer([], PREPARING)
    except TooFewFacts:
        return Answer([], TOO_FEW_FACTS)
    problem = "" if similar.titles else NOTHING_ALIKE
    return Answer(similar.titles, problem, similar.trade_off, similar.unknown)
