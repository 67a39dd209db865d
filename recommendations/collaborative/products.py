"""XᵀX of a sparse matrix, some rows at a time, by whichever way is the cheaper. [pure]"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

#: Rows of a product that are made at a time.
ROWS_AT_ONCE = 512
#: Products of dense numbers that take as long as one of sparse ones.
DENSE_PER_SPARSE = 400
#: Bytes that a matrix may take when it is unfolded.
MOST_BYTES = 64 * 2**20


def products(matrix: sp.csr_array) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """Yield (rows, those rows of XᵀX as float32), from the first to the last."""
    n = matrix.shape[1]
    dense = matrix.toarray().astype(np.float32) if is_dense_cheaper(matrix) else None
    across = None if dense is not None else matrix.T.tocsr()
    for first in range(0, n, ROWS_AT_ONCE):
        rows = slice(first, min(first + ROWS_AT_ONCE, n))
        if dense is not None:
            yield rows, dense[:, rows].T @ dense
        elif across is not None:
            yield rows, (across[rows] @ matrix).toarray()


def is_dense_cheaper(matrix: sp.csr_array) -> bool:
    """Tell whether to unfold the matrix costs less than to multiply what is in it."""
    n_rows, n = matrix.shape
    pairs = float(np.square(np.diff(matrix.indptr).astype(np.float64)).sum())
    fits = n_rows * n * 4 <= MOST_BYTES
    cheaper: bool = fits and n_rows * float(n) ** 2 < DENSE_PER_SPARSE * pairs
    return cheaper
