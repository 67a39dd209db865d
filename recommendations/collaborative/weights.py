"""What liking one title says of others, in full or as factors; linear both ways. [pure]

In full it is exact and grows with the square of the titles (``ease``). For tens of millions of
ratings and all their titles there is ALS of the library ``implicit``, an option that has to be
installed (Hu, Koren and Volinsky 2008, "Collaborative filtering for implicit feedback datasets").
Its factors Y of titles alone are used: B = Y (YᵀY + λ I)⁻¹ Yᵀ tells likes from likes for anybody,
needs no factors of people, and adds up title by title, as reasons must.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]

#: Factors, their penalty, the weight of a like, and rounds of ALS; λ of what is made of them.
FACTORS, PENALTY, ALPHA, ROUNDS, SPREAD = 64, 1.0, 1.0, 15, 10.0
#: Rows of weights that are unfolded at a time.
ROWS_AT_ONCE = 64


class MethodMissing(Exception):  # noqa: N818 - what is the matter, not an error of ours
    """What a method needs is not installed; says so in one sentence."""


@dataclass(frozen=True, eq=False)
class Factors:
    """Row j of the weights is ``left[j] @ right.T``."""

    left: NDArray[np.float16]
    right: NDArray[np.float16]


Weights = NDArray[np.float16] | Factors


def summed(weights: Weights, rows: Ints, worth: Floats) -> Floats:
    """Return the sum of some rows, each times its worth."""
    if isinstance(weights, Factors):
        mine = worth @ weights.left[rows].astype(np.float64)
        return np.asarray(weights.right.astype(np.float64) @ mine)
    total = np.zeros(weights.shape[1])
    for first in range(0, len(rows), ROWS_AT_ONCE):
        some = slice(first, first + ROWS_AT_ONCE)
        total += worth[some] @ weights[rows[some]].astype(np.float64)
    return total


def between(weights: Weights, rows: Ints, columns: Ints) -> Floats:
    """Return the weights from ``rows`` to ``columns``, of shape (rows, columns)."""
    if isinstance(weights, Factors):
        left = weights.left[rows].astype(np.float64)
        return np.asarray(left @ weights.right[columns].astype(np.float64).T)
    return np.asarray(weights[np.ix_(rows, columns)], np.float64)


def als(likes: sp.csr_array) -> Factors:
    """Return what ALS makes of likes, always the same. Raises MethodMissing."""
    try:
        library = import_module("implicit.als")
    except ImportError as error:
        raise MethodMissing("ALS needs the package implicit, which is not installed.") from error
    # One thread and a seed: the same ratings make the same model.
    trained = library.AlternatingLeastSquares(
        factors=FACTORS,
        regularization=PENALTY,
        alpha=ALPHA,
        iterations=ROUNDS,
        random_state=0,
        num_threads=1,
    )
    trained.fit(sp.csr_matrix(likes), show_progress=False)
    titles = np.asarray(trained.item_factors, np.float64)
    inverse = np.linalg.inv(titles.T @ titles + SPREAD * np.eye(titles.shape[1]))
    return Factors((titles @ inverse).astype(np.float16), titles.astype(np.float16))
