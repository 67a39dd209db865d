"""Which titles are alike by what is told about them, many at once. [pure]

The cosine of ``recommendations.similarity`` without its prior. One title asks an inverted index;
thousands are multiplied in blocks, which takes a fifth of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from catalog.inverted_index import InvertedIndex
from recommendations.features import CODED, WEIGHTS, Floats, Ints
from recommendations.similarity import TitleRows, alikeness

#: Neighbours of a title that say anything of it, and of one that nobody has rated.
NEAREST, NEAREST_OF_NEW = 50, 100
#: The sum of cubes of cosines at which what a new title is like counts half.
VAGUE = 0.3
#: Titles that are compared with all others at a time.
ROWS_AT_ONCE = 256
#: A term that a larger share of titles has is multiplied as a column, not as a list.
COMMON = 0.02

Matrix = NDArray[np.float32]


class Near(NamedTuple):
    """Pairs of titles: position of one, position of the other, their cosine (0-1)."""

    owners: Ints
    others: Ints
    cosines: Floats

    def leads(self, n_owners: int, n_others: int) -> InvertedIndex:
        """Return what leads from an owner to its others."""
        return InvertedIndex.build(self.others, self.owners, self.cosines, n_others, n_owners)


NOTHING = Near(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))


@dataclass(frozen=True, eq=False)
class Described:
    """What is told of titles: ids, rising, vectors, and the cosine of a code with itself."""

    title_ids: Ints
    rows: TitleRows
    self_cosines: Mapping[str, Floats]

    def near(self, owners: Ints, others: Ints, n: int = NEAREST) -> Near:
        """Return the ``n`` of ``others`` that are most like each of ``owners`` (title ids).

        Never a title itself; nothing for titles of which too little is told.
        """
        mine, theirs = _here(self.title_ids, owners), _here(self.title_ids, others)
        if not len(mine.rows) or not len(theirs.rows):
            return NOTHING
        blocks = _Blocks(self, theirs.rows)
        found = [
            blocks.nearest(mine.rows[first : first + ROWS_AT_ONCE], n, first)
            for first in range(0, len(mine.rows), ROWS_AT_ONCE)
        ]
        rows, places, cosines = (np.concatenate(part) for part in zip(*found, strict=True))
        return Near(mine.places[rows], theirs.places[places], cosines)


class _Here(NamedTuple):
    """Those of some titles that are described: their places among them, and their rows."""

    places: Ints
    rows: Ints


def _here(title_ids: Ints, wanted: Ints) -> _Here:
    rows = np.minimum(np.searchsorted(title_ids, wanted), max(len(title_ids) - 1, 0))
    is_here = title_ids[rows] == wanted if len(title_ids) else np.zeros(len(wanted), bool)
    return _Here(np.flatnonzero(is_here), rows[is_here])


class _Blocks:
    """Some titles as matrices that others are multiplied with."""

    def __init__(self, described: Described, rows: Ints) -> None:
        self._described, self._rows = described, rows
        vectors, columns = described.rows.vectors, described.rows.columns
        counts = np.bincount(vectors.postings_of(rows)[1], minlength=1)
        self._common = np.flatnonzero(counts > COMMON * len(rows))
        self._dense, self._sparse = self._matrices(rows, len(counts))
        self._across = self._sparse.T.tocsr()
        self._profiles, self._profile = np.unique(columns.profile[rows], return_inverse=True)
        self._inverse = columns.inverse_length[rows].astype(np.float32)
        self._tables = [
            np.stack([alikeness(family, code, cosines) for code in range(len(cosines))])
            for family, cosines in ((name, described.self_cosines[name]) for name in CODED)
        ]

    def _matrices(self, rows: Ints, n_terms: int) -> tuple[Matrix, sp.csr_array]:
        """Return the common terms of titles as columns, and the others as lists."""
        owners, terms, weights = self._described.rows.vectors.postings_of(rows)
        known = terms < n_terms
        owners, terms, weights = owners[known], terms[known], weights[known]
        place = np.full(n_terms, -1)
        place[self._common] = np.arange(len(self._common))
        is_common = place[terms] >= 0
        dense = np.zeros((len(rows), len(self._common)), np.float32)
        dense[owners[is_common], place[terms[is_common]]] = weights[is_common]
        rare = (weights[~is_common], (owners[~is_common], terms[~is_common]))
        return dense, sp.csr_array(rare, shape=(len(rows), n_terms), dtype=np.float32)

    def nearest(self, rows: Ints, n: int, first: int) -> tuple[Ints, Ints, Floats]:
        """Return (position from ``first``, position in ``others``, cosine) of the best."""
        dense, sparse = self._matrices(rows, self._sparse.shape[1])
        cosines = dense @ self._dense.T
        cosines += (sparse @ self._across).toarray()
        cosines += self._codes(rows)
        selves = np.minimum(np.searchsorted(self._rows, rows), len(self._rows) - 1)
        is_there = np.flatnonzero(self._rows[selves] == rows)
        cosines[is_there, selves[is_there]] = 0
        # Twice as fast as to ask numpy for rows and columns.
        found = np.flatnonzero(cosines >= _least(cosines, n)[:, None])
        owners, places = np.divmod(found, cosines.shape[1])
        best = cosines.ravel()[found]
        order = np.lexsort((places, -best, owners))
        rank = np.arange(len(order)) - np.searchsorted(owners, np.arange(len(rows)))[owners[order]]
        kept = order[(rank < n) & (best[order] > 0)]
        return owners[kept] + first, places[kept], best[kept]

    def _codes(self, rows: Ints) -> Matrix:
        """Return what codes (language, era, kind) add to the cosines."""
        columns = self._described.rows.columns
        profiles = columns.profiles
        inverse = columns.inverse_length[rows].astype(np.float32)
        mine, place = np.unique(columns.profile[rows], return_inverse=True)
        worth = np.zeros((len(mine), len(self._profiles)))
        for column, (family, table) in enumerate(zip(CODED, self._tables, strict=True)):
            pairs = np.ix_(profiles[mine, column], profiles[self._profiles, column])
            worth += WEIGHTS[family] * table[pairs]
        added = worth.astype(np.float32)[place].take(self._profile, axis=1)
        added *= self._inverse
        added *= inverse[:, None]
        return added


def _least(cosines: Matrix, n: int) -> Floats:
    """Return for each row a bound that its ``n`` best reach, and few others."""
    width = cosines.shape[1]
    if width <= n:
        return np.zeros(len(cosines), np.float32)
    size = max(1, min(32, width // (2 * n)))
    groups = width // size
    # The best of columns that lie ``groups`` apart: long rows are compared, not short ones.
    maxima = cosines[:, : groups * size].reshape(len(cosines), size, groups).max(axis=1)
    return np.asarray(np.partition(maxima, -n, axis=1)[:, -n])


def bridges(near: Near, n_new: int, n_weighed: int) -> InvertedIndex:
    """Return what leads from a new title to the rated ones it is like; shares sum to less than 1.

    Shares are in proportion to the cube of the cosine, so that the nearest few decide. What is like
    nothing very much comes out low: its shares sum to little.
    """
    cubes = np.power(near.cosines, 3, dtype=np.float64)
    sums = np.bincount(near.owners, cubes, n_new)[near.owners]
    return Near(near.owners, near.others, cubes / (sums + VAGUE)).leads(n_new, n_weighed)
