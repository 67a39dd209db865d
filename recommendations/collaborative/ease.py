"""What liking one title says of others: a linear model in closed form. [pure]

EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"): of all matrices B with
zeros in the diagonal the one that best tells the likes X of people from their other likes, by
‖X - XB‖² + λ ‖B‖². With P = (XᵀX + λ I)⁻¹ it is B[j, i] = -P[j, i] / P[i, i].
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.linalg import lapack

from recommendations.collaborative.products import ROWS_AT_ONCE, products

Ints = NDArray[np.integer[Any]]

#: Bytes that an entry of the matrix takes while it is worked out, and when it is stored.
BYTES = 4 + 2


def most_titles(memory_mb: int) -> int:
    """Return how many titles can be weighed against each other in so much memory."""
    return int((memory_mb * 2**20 / BYTES) ** 0.5)


def weighed_titles(counts: Ints, fewest: int, most: int) -> NDArray[np.int64]:
    """Return the columns with at least ``fewest`` ratings, rising; the ``most`` rated of them."""
    enough = np.flatnonzero(counts >= fewest)
    by_count = enough[np.lexsort((enough, -counts[enough]))]
    return np.sort(by_count[:most])


def gram(likes: sp.csr_array) -> NDArray[np.float32]:
    """Return for every two columns how many people like both."""
    product = np.empty((likes.shape[1], likes.shape[1]), np.float32)
    for rows, some in products(likes):
        product[rows] = some
    return product


def ease(likes: sp.csr_array, ridge: float) -> NDArray[np.float16]:
    """Return in row j what liking column j says of each column; the diagonal is 0."""
    inverse = gram(likes)
    inverse[np.diag_indices_from(inverse)] += ridge
    _invert(inverse)
    scale = -1 / np.diag(inverse)
    weights = np.empty(inverse.shape, np.float16)
    for first in range(0, len(inverse), ROWS_AT_ONCE):
        rows = slice(first, first + ROWS_AT_ONCE)
        weights[rows] = inverse[rows] * scale
    np.fill_diagonal(weights, 0)
    return weights


def _invert(matrix: NDArray[np.float32]) -> None:
    """Invert a symmetric, positive definite matrix in its own memory, by Cholesky."""
    if not len(matrix):
        return
    # LAPACK counts along columns: of a symmetric matrix the transpose, which costs no copy.
    factor, failed = lapack.spotrf(matrix.T, lower=1, clean=0, overwrite_a=1)
    if not failed:
        _, failed = lapack.spotri(factor, lower=1, overwrite_c=1)
    if failed or not np.shares_memory(factor, matrix):
        raise ValueError("the likes cannot be weighed: the matrix is not positive definite")
    # The lower half of the transpose is the upper one of ours.
    for first in range(0, len(matrix), ROWS_AT_ONCE):
        last = min(first + ROWS_AT_ONCE, len(matrix))
        block = matrix[first:last, first:last]
        block[:] = np.triu(block) + np.triu(block, 1).T
        matrix[last:, first:last] = matrix[first:last, last:].T
