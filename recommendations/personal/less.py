"""Less of what a person has had enough of: at once, and told as a reason like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from recommendations.explanations import LESS, Item, Reason
from recommendations.features import Floats, Ints
from recommendations.recommenders.candidates import passing
from recommendations.recommenders.personal import Grounds, Scored
from recommendations.steering import TermRef
from recommendations.term_names import names_of

#: What a title keeps of its score for each thing of which there should be less.
KEPT = 0.5
#: Filters that take several values.
SEVERAL = ("genre",)


def as_filter(name: str, value: str) -> dict[str, Any]:
    """Return one value of a filter as ``cleaned_data`` of the browse page's form has it."""
    return {name: [value] if name in SEVERAL else value}


def with_less(scored: Scored, less_of: Sequence[tuple[str, str]]) -> Scored:
    """Take half of its score from each title for each of these values of filters that it has.

    Queries as ``passing``. Scores that are not above 0 stay as they are.
    """
    if not less_of or not len(scored):
        return scored
    filters = [as_filter(*pair) for pair in less_of]
    having = dict(zip(less_of, passing(filters, scored.title_ids), strict=True))
    kept = KEPT ** np.sum(list(having.values()), axis=0)
    scores = np.where(scored.scores > 0, scored.scores * kept, scored.scores)
    owners = {pair: frozenset(scored.title_ids[mask].tolist()) for pair, mask in having.items()}

    def grounds_of(title_ids: Ints, scores: Floats) -> list[Grounds]:
        against = [
            [pair for pair, ids in owners.items() if pk in ids] if score > 0 else []
            for pk, score in zip(title_ids.tolist(), scores.tolist(), strict=True)
        ]
        before = scores / np.array([KEPT ** len(pairs) for pairs in against])
        refs = {TermRef(*pair) for pairs in against for pair in pairs}
        names = names_of(tuple(sorted(refs)))
        grounds = scored.grounds_of(title_ids, before)
        return [
            _against(each, score, [(pair, names[TermRef(*pair)]) for pair in pairs])
            for each, score, pairs in zip(grounds, before.tolist(), against, strict=True)
        ]

    return replace(scored, scores=scores, grounds_of=grounds_of)


def _against(
    grounds: Grounds, score: float, named: Sequence[tuple[tuple[str, str], str]]
) -> Grounds:
    """Add to the grounds of ``score`` what each thing takes away from it, one after the other."""
    reasons = []
    for (parameter, value), name in named:
        weight = score * (KEPT - 1)
        reasons.append(Reason("less", LESS, weight, 0.0, (Item(name, weight, parameter, value),)))
        score += weight
    return replace(grounds, beside=(*grounds.beside, *reasons), kinds=(*grounds.kinds, *reasons))
