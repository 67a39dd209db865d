"""Grounds of a score as reasons that a person can read, and that sum to it. [pure]"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest

from recommendations.explanations import Explanation, Item, Reason

#: Own titles that an explanation names, and that one line names.
NAMED, IN_A_LINE = 5, 2
#: Kinds of reasons: one own title, all the others together.
OWN, OTHERS = "own", "others"
#: In place of the name of an own title that is gone, or adult.
NOT_SHOWN = "a title that is not shown"


def strongest(own: Mapping[int, float]) -> list[int]:
    """Return the own titles that weigh most, for or against; ties by id."""
    return [pk for _, pk in nsmallest(NAMED, [(-abs(weight), pk) for pk, weight in own.items()])]


def explain(
    own: Mapping[int, float],
    beside: Iterable[Reason],
    named: Sequence[int],
    labels: Mapping[int, tuple[str, str]],
) -> Explanation:
    """Return the reasons, the ``strongest`` own titles, ``named``, first, each by itself.

    ``labels`` has of each of these what the person did ("you rated") and its name.
    """
    reasons = [_own_reason(pk, own[pk], *labels[pk]) for pk in named]
    others = [weight for pk, weight in own.items() if pk not in named]
    if others:
        reasons.append(Reason(OTHERS, f"{len(others)} more of yours", math.fsum(others)))
    return Explanation((*reasons, *beside))


def _own_reason(pk: int, weight: float, did: str, label: str) -> Reason:
    lead = did if weight >= 0 else f"against it: {did}"
    return Reason(OWN, lead, weight, weight, (Item(label, weight, OWN, str(pk)),))


def headline(
    own: Mapping[int, float],
    beside: Iterable[Reason],
    named: Sequence[int],
    labels: Mapping[int, tuple[str, str]],
) -> str:
    """Return the own titles that speak for a title in a line, with their shares of what does.

    "Because you rated Heat ★★★★½ (62 %), Ronin ★★★★ (21 %) and 7 more"; "" without own titles.
    Between a number and its sign no line ends.
    """
    good = [pk for pk in named if own[pk] > 0][:IN_A_LINE]
    if not good:
        return ""
    weights = [*own.values(), *(reason.weight for reason in beside)]
    whole = math.fsum(weight for weight in weights if weight > 0)
    said = ", ".join(f"{labels[pk][1]} ({_percent(own[pk] / whole)})" for pk in good)
    more = sum(weight > 0 for weight in own.values()) - len(good)
    return f"Because {labels[good[0]][0]} {said}" + (f" and {more} more" if more else "")


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%" if share >= 0.01 else "<\u00a01\u00a0%"
