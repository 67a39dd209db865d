"""What others find with: the same vectors, as a sparse matrix, in other people's hands.

scikit-learn and faiss are for this bench only (requirements-bench.txt); without them their
figures are left out.
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from time import perf_counter
from typing import Any

import numpy as np

#: Dimensions that a dense index is given, as is usual.
DIMENSIONS = 128

#: rows -> the rows found for each, best first.
Finder = Callable[[Sequence[int]], list[list[int]]]


def missing_peers() -> list[str]:
    """Return the packages that are not installed."""
    return [name for name in ("sklearn", "faiss") if find_spec(name) is None]


def make_finders(vectors: Any, n_terms: int, n: int) -> dict[str, Finder]:
    """Return the peers by name, ready to be asked for ``n`` neighbours beside the row itself."""
    if "sklearn" in missing_peers():
        return {}
    from scipy.sparse import csr_matrix
    from sklearn.neighbors import NearestNeighbors
    from sklearn.preprocessing import normalize

    shape = (len(vectors.offsets) - 1, n_terms)
    matrix = normalize(csr_matrix((vectors.values, vectors.rows, vectors.offsets), shape))
    brute = NearestNeighbors(n_neighbors=n + 1, metric="cosine", algorithm="brute").fit(matrix)
    transposed = matrix.T.tocsr()

    def sklearn(rows: Sequence[int]) -> list[list[int]]:
        return [brute.kneighbors(matrix[row], return_distance=False)[0].tolist() for row in rows]

    def scipy(rows: Sequence[int]) -> list[list[int]]:
        return [_best((matrix[row] @ transposed).toarray()[0], n + 1) for row in rows]

    finders: dict[str, Finder] = {"scikit-learn brute": sklearn, "scipy product": scipy}
    if "faiss" not in missing_peers():
        finders[f"SVD-{DIMENSIONS} + faiss flat"] = _faiss(matrix, n)
    return finders


def time_each(finder: Finder, rows: Sequence[int]) -> tuple[list[float], list[list[int]]]:
    """Return the milliseconds that each row took, and what was found for it, without itself."""
    taken, found = [], []
    for row in rows:
        started = perf_counter()
        answers = finder([row])[0]
        taken.append((perf_counter() - started) * 1000)
        found.append([each for each in answers if each != row])
    return taken, found


def _faiss(matrix: Any, n: int) -> Finder:
    import faiss
    from sklearn.decomposition import TruncatedSVD

    faiss.omp_set_num_threads(1)
    dense = TruncatedSVD(DIMENSIONS, n_iter=2, random_state=0).fit_transform(matrix)
    dense = np.ascontiguousarray(dense, np.float32)
    faiss.normalize_L2(dense)
    index = faiss.IndexFlatIP(DIMENSIONS)
    index.add(dense)

    def find(rows: Sequence[int]) -> list[list[int]]:
        found: list[list[int]] = index.search(dense[list(rows)], n + 1)[1].tolist()
        return found

    return find


def _best(scores: Any, n: int) -> list[int]:
    best = np.argpartition(-scores, n)[:n]
    return [int(row) for row in best[np.lexsort((best, -scores[best]))]]
