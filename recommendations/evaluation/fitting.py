"""Which weights bring what the same people like to the top: coordinate search over a grid. [pure]

The similarity of two titles is a weighted sum of the cosines of their blocks (see
``recommendations.similarity``), so those are worked out once, and every weighting is a sum of
matrices. The optimum is flat and the truths are noisy: a step is taken only if it gains enough, and
in both folds of the fitting half.

Whatever lets the prior count for more gains, because well-known titles are liked together; a large
weight for something that is hardly ever known does so by the back door. Therefore the prior's share
is not searched for, the grid ends at four times the present weight, and coverage must not suffer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from recommendations.evaluation import metrics
from recommendations.evaluation.candidates import Bools, Ints
from recommendations.evaluation.measuring import SHORT

Matrix = NDArray[np.float32]

#: The grid: what the weights and the parts of the prior to start from are multiplied by.
GRID = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
UNKNOWNS = (0.25, 0.5, 0.75, 1.0)
SHARES = (0.0, 0.1, 0.15, 0.175, 0.2, 0.25, 0.3, 0.4)
#: A step that gains less, relatively, is noise.
LEAST_GAIN = 0.002
#: What all steps together may cost in coverage.
COVERAGE_COST = 0.01
ROUNDS = 6
#: The square of a length if all weights are 0, so that nothing is divided by 0.
LEAST_SQUARE = 1e-6


@dataclass(frozen=True, eq=False)
class Blocks:
    """Titles compared family by family.

    ``cosines`` are of shape (n, n), ``known`` says which of n titles have the family at all;
    ``parts`` are those of the prior, rows asking and columns answering.
    """

    cosines: Mapping[str, Matrix]
    known: Mapping[str, Bools]
    parts: Mapping[str, Matrix]


@dataclass(frozen=True)
class Setting:
    """The numbers that are fitted."""

    weights: Mapping[str, float]
    unknown: float
    share: float
    parts: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Task:
    """Titles of one source that ask: ``rows`` are its candidates as positions in the blocks.

    ``queries`` are positions in ``rows``; ``relevant`` has by truth a row for each query.
    """

    rows: Ints
    queries: Ints
    relevant: Mapping[str, Bools]


class Reached(NamedTuple):
    """What a setting brings: means over truths, and over sources."""

    ndcg: float
    coverage: float


class Objective:
    """Measures settings by the queries of some tasks."""

    def __init__(self, blocks: Blocks, tasks: Sequence[Task]) -> None:
        self._known = {family: known.astype(np.float64) for family, known in blocks.known.items()}
        self._tasks = [(task, self._cut(blocks, task)) for task in tasks]

    def __call__(self, setting: Setting) -> Reached:
        gains, covered = [], []
        for task, lists in self._lists(setting):
            covered.append(metrics.coverage(lists, len(task.rows)))
            for relevant in task.relevant.values():
                found = metrics.hits(lists, relevant)
                gains.append(metrics.mean(metrics.ndcg(found, relevant.sum(axis=1))))
        return Reached(float(np.mean(gains)), float(np.mean(covered)))

    def _lists(self, setting: Setting) -> Iterator[tuple[Task, Ints]]:
        """Yield each task and its lists of SHORT candidates, best first, ties by position."""
        known, total = np.zeros(1), sum(setting.weights.values())
        for family, weight in setting.weights.items():
            known = known + weight * self._known[family]
        squares = np.maximum(known + setting.unknown * (total - known), LEAST_SQUARE)
        inverse = (1 / np.sqrt(squares)).astype(np.float32)
        for task, (cosines, parts) in self._tasks:
            scores = _sum(cosines, setting.weights)
            scores *= inverse[task.rows[task.queries], None]
            scores *= (1 - setting.share) * inverse[task.rows][None, :]
            unit = setting.share / (sum(setting.parts.values()) or 1)
            scores += _sum(parts, {name: unit * part for name, part in setting.parts.items()})
            scores[np.arange(len(task.queries)), task.queries] = -np.inf
            yield task, _best(scores)

    @staticmethod
    def _cut(blocks: Blocks, task: Task) -> tuple[dict[str, Matrix], dict[str, Matrix]]:
        """Return the parts of the matrices that a task needs."""
        where = np.ix_(task.rows[task.queries], task.rows)
        cosines = {family: each[where] for family, each in blocks.cosines.items()}
        return cosines, {name: each[where] for name, each in blocks.parts.items()}


def search(
    objectives: Sequence[Objective],
    start: Setting,
    on_round: Callable[[Setting], object] = lambda setting: None,
) -> Setting:
    """Return the setting of the grid around ``start`` that no single step improves.

    A step must gain with every objective. ``on_round`` is called after each round.
    """
    setting = start
    best = first = [objective(start) for objective in objectives]
    for _ in range(ROUNDS):
        before = setting
        for step in _steps(start):
            tried = step(setting)
            reached = [objective(tried) for objective in objectives]
            if _is_better(reached, best, first):
                setting, best = tried, reached
        on_round(setting)
        if setting == before:
            break
    return setting


def shares(objective: Objective, setting: Setting) -> Iterator[tuple[float, Reached]]:
    """Yield what each of SHARES brings."""
    for share in SHARES:
        yield share, objective(replace(setting, share=share))


def _is_better(
    reached: Sequence[Reached], best: Sequence[Reached], first: Sequence[Reached]
) -> bool:
    gains = [new.ndcg - old.ndcg for new, old in zip(reached, best, strict=True)]
    costs = [old.coverage - new.coverage for new, old in zip(reached, first, strict=True)]
    enough = LEAST_GAIN * sum(each.ndcg for each in best)
    return sum(gains) > enough and min(gains) >= 0 and max(costs) <= COVERAGE_COST


def _steps(start: Setting) -> Iterator[Callable[[Setting], Setting]]:
    """Yield the steps: one number is set, the others stay as they are then."""
    for field in ("weights", "parts"):
        for name, value in getattr(start, field).items():
            for factor in GRID:
                yield partial(_set, field, name, value * factor)
    for value in UNKNOWNS:
        yield partial(_set_unknown, value)


def _set(field: str, name: str, value: float, setting: Setting) -> Setting:
    changed: dict[str, Any] = {field: {**getattr(setting, field), name: value}}
    return replace(setting, **changed)


def _set_unknown(value: float, setting: Setting) -> Setting:
    return replace(setting, unknown=value)


def _sum(matrices: Mapping[str, Matrix], weights: Mapping[str, float]) -> Matrix:
    total = np.zeros_like(next(iter(matrices.values())))
    for name, weight in weights.items():
        if weight:
            total += np.float32(weight) * matrices[name]
    return total


def _best(scores: Matrix) -> Ints:
    """Return the positions of the SHORT best of each row, best first, ties by position."""
    n = min(SHORT, scores.shape[1] - 1)
    some = np.sort(np.argpartition(-scores, n - 1, axis=1)[:, :n], axis=1)
    order = np.argsort(-np.take_along_axis(scores, some, axis=1), axis=1, kind="stable")
    best: Ints = np.take_along_axis(some, order, axis=1)
    return best
