"""An opaque blend of the same parts, to learn what it costs that reasons sum to scores. [pure]"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recommendations.evaluation.personal.history import Floats, History, Ints
from recommendations.evaluation.personal.rankers import Ranker

#: Returns what taste, content and popularity say of all items, for each person: three arrays.
PartsOf = Callable[[History, Ints], tuple[Floats, Floats, Floats]]


class Blend(Ranker):
    """Each part in standard deviations within a person's list, then weighted and summed.

    What a title owes to whom can no longer be said; the weights are chosen for each dataset.
    """

    def __init__(self, parts_of: PartsOf, content: float, popularity: float) -> None:
        self._parts_of, self._weights = parts_of, (1.0, content, popularity)

    def scores(self, known: History, people: Ints) -> Floats:
        parts = self._parts_of(known, people)
        scores: Floats = np.sum(
            [
                weight * _standardised(part)
                for weight, part in zip(self._weights, parts, strict=True)
            ],
            axis=0,
        )
        return scores


GRID = tuple(
    {"content": content, "popularity": popularity}
    for content in (0.0, 0.1, 0.2, 0.3, 0.5)
    for popularity in (0.0, 0.05)
)


def _standardised(part: Floats) -> Floats:
    spread = part.std(axis=1, keepdims=True)
    standard: Floats = (part - part.mean(axis=1, keepdims=True)) / np.where(spread, spread, 1)
    return standard
