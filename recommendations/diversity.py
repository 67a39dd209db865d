"""Lists whose titles differ from each other: maximal marginal relevance. [pure]

Carbonell and Goldstein, "The use of MMR, diversity-based reranking" (SIGIR 1998).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommendations.features import CODED, WEIGHTS, Floats, Ints
from recommendations.similarity import ERA_YEARS, TitleRows

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class TradeOff:
    """What diversity costs and brings: means of the list with it, and without it.

    ``score`` is likeness to what was asked for, ``unlikeness`` 1 - cosine between two titles of
    the list; both in [0, 1].
    """

    score: float
    plain_score: float
    unlikeness: float
    plain_unlikeness: float


def cosines(parts: Sequence[tuple[TitleRows, Ints]], self_cosines: Mapping[str, Floats]) -> Matrix:
    """Return the cosine of every two of the given rows, which may be of several sets of titles.

    ``self_cosines`` as in ``similarity``.
    """
    gathered = [titles.vectors.postings_of(rows) for titles, rows in parts]
    sizes = np.cumsum([0, *(len(rows) for _, rows in parts)])
    positions = np.concatenate(
        [found[0] + size for found, size in zip(gathered, sizes, strict=False)]
    )
    terms, columns = np.unique(
        np.concatenate([found[1] for found in gathered]), return_inverse=True
    )
    matrix = np.zeros((int(sizes[-1]), len(terms)), np.float32)
    matrix[positions, columns] = np.concatenate([found[2] for found in gathered])
    return (matrix @ matrix.T).astype(np.float64) + _coded_cosines(parts, self_cosines)


def _coded_cosines(
    parts: Sequence[tuple[TitleRows, Ints]], self_cosines: Mapping[str, Floats]
) -> Matrix:
    """Return what the coded families add to the cosines."""
    codes = np.concatenate([t.columns.profiles[t.columns.profile[rows]] for t, rows in parts])
    inverse = np.concatenate([t.columns.inverse_length[rows] for t, rows in parts])
    total = np.zeros((len(codes), len(codes)))
    for place, family in enumerate(CODED):
        mine = codes[:, place].astype(np.int64)
        apart = np.abs(mine[:, None] - mine[None, :])
        alike = np.exp(-apart / ERA_YEARS) if family == "era" else apart == 0
        worth = self_cosines[family][mine]
        total += WEIGHTS[family] * alike * np.sqrt(np.outer(worth, worth))
    return total * np.outer(inverse, inverse)


def pick(
    scores: NDArray[np.float64],
    cosines: Matrix,
    n: int,
    diversity: float,
    groups: Sequence[int] = (),
) -> list[int]:
    """Return the positions of ``n`` titles, one after the other the one that adds most.

    A title adds (1 - diversity) x score - diversity x its greatest cosine with one that is picked.
    Of those with the same number above 0 in ``groups`` only the first is taken. Ties by position.
    """
    left = np.ones(len(scores), bool)
    group = np.asarray(groups, np.int64) if len(groups) else np.zeros(len(scores), np.int64)
    nearest = np.zeros(len(scores))
    picked: list[int] = []
    while len(picked) < n and left.any():
        gains = (1 - diversity) * scores - diversity * nearest
        best = int(np.argmax(np.where(left, gains, -np.inf)))
        picked.append(best)
        left[best] = False
        if group[best] > 0:
            left &= group != group[best]
        nearest = np.maximum(nearest, cosines[best])
    return picked


def trade_off(
    scores: NDArray[np.float64], cosines: Matrix, picked: Sequence[int], plain: Sequence[int]
) -> TradeOff:
    """Compare the list that was ``picked`` with the ``plain`` one; both are positions."""

    def unlikeness(chosen: Sequence[int]) -> float:
        if len(chosen) < 2:
            return 0.0
        pairs = cosines[np.ix_(chosen, chosen)][np.triu_indices(len(chosen), 1)]
        return float(1 - pairs.mean())

    return TradeOff(
        score=float(scores[list(picked)].mean()),
        plain_score=float(scores[list(plain)].mean()),
        unlikeness=unlikeness(picked),
        plain_unlikeness=unlikeness(plain),
    )
