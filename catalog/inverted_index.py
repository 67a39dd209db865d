"""An inverted index in plain numpy arrays: exact scores of all rows, and the best n. [pure]

A *row* has some *terms*, each with a value: letter trigrams of a name (``catalog.search``) or the
weighted facts of a title (``recommendations.index``). Rows and terms are numbered from 0; what
they stand for is the caller's business.

The posting of a term is the list of rows that have it, rising, each row once. All postings lie
behind each other in three arrays, so an index on disk is three ``.npy`` files that are mapped
into memory, not read: opening takes milliseconds and all processes share the pages.

>>> index = InvertedIndex.build(rows=[0, 0, 1], terms=[0, 1, 1], values=[1, 2, 3],
...                             n_rows=2, n_terms=2)
>>> scores = index.scores(terms=[0, 1], weights=[10, 1])
>>> scores.tolist()
[12.0, 3.0]
>>> rows, best = top(scores, n=1)
>>> rows.tolist(), best.tolist()
([0], [12.0])
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.int32]
Values = NDArray[np.float32]

#: Rows per block in ``top``: small enough to skip most rows, large enough to have few blocks.
BLOCK = 256


@dataclass(frozen=True, eq=False)
class InvertedIndex:
    """Postings: term ``t`` occurs in ``rows[offsets[t]:offsets[t + 1]]`` with those ``values``.

    ``offsets`` has shape (n_terms + 1,), ``rows`` and ``values`` one entry per (row, term) pair;
    an index that only counts needs no ``values``.
    """

    offsets: NDArray[np.int64]
    rows: Rows
    values: Values
    n_rows: int

    @property
    def n_terms(self) -> int:
        return len(self.offsets) - 1

    @classmethod
    def build(
        cls, rows: ArrayLike, terms: ArrayLike, values: ArrayLike, n_rows: int, n_terms: int
    ) -> Self:
        """Build from (row, term, value) triples in any order.

        Raises ValueError if a row has a term twice: the values would not add up.
        """
        rows, terms = np.asarray(rows, np.int32), np.asarray(terms, np.int64)
        pairs = terms * max(n_rows, 1) + rows
        order = np.argsort(pairs, kind="stable")
        if (np.diff(pairs[order]) == 0).any():
            raise ValueError("a row has the same term twice")
        offsets = np.zeros(n_terms + 1, np.int64)
        np.cumsum(np.bincount(terms, minlength=n_terms), out=offsets[1:])
        return cls(offsets, rows[order], np.asarray(values, np.float32)[order], n_rows)

    def save(self, folder: Path) -> None:
        """Write the arrays into ``folder``, which is created if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "offsets.npy", self.offsets, allow_pickle=False)
        np.save(folder / "rows.npy", self.rows, allow_pickle=False)
        np.save(folder / "values.npy", self.values, allow_pickle=False)
        np.save(folder / "n_rows.npy", np.array(self.n_rows), allow_pickle=False)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Map the index saved in ``folder`` into memory, read-only.

        Raises OSError or ValueError if a file is missing or is not an array. Flipped bits are
        not noticed here: compare digests before.
        """

        return cls(
            offsets=open_array(folder / "offsets.npy"),
            rows=open_array(folder / "rows.npy"),
            values=open_array(folder / "values.npy"),
            n_rows=int(open_array(folder / "n_rows.npy")),
        )

    def posting(self, term: int) -> tuple[Rows, Values]:
        """Return the rows that have ``term``, rising, and their values."""
        start, stop = self.offsets[term], self.offsets[term + 1]
        return self.rows[start:stop], self.values[start:stop]

    def document_counts(self) -> NDArray[np.int64]:
        """Return for each term in how many rows it occurs."""
        return np.diff(self.offsets)

    def scores(self, terms: ArrayLike, weights: ArrayLike) -> Values:
        """Return for every row the sum over ``terms`` of weight x value; shape (n_rows,).

        Costs one slice addition per term; rows without any of the terms score 0.
        Raises IndexError if a term is not in 0 <= term < n_terms.
        """
        terms = np.asarray(terms, np.int64)
        if (terms < 0).any():
            raise IndexError("terms are numbered from 0")
        scores = np.zeros(self.n_rows, np.float32)
        bounds = zip(self.offsets[terms], self.offsets[terms + 1], strict=True)
        for (start, stop), weight in zip(bounds, np.asarray(weights, np.float32), strict=True):
            scores[self.rows[start:stop]] += weight * self.values[start:stop]
        return scores

    def counts(self, terms: ArrayLike) -> NDArray[np.uint8]:
        """Return for every row how many of ``terms``, at most 255, it has; shape (n_rows,).

        A byte for each row: the counters of a million rows stay in the processor's cache.
        """
        terms = np.asarray(terms, np.int64)
        counts = np.zeros(self.n_rows, np.uint8)
        for start, stop in zip(self.offsets[terms], self.offsets[terms + 1], strict=True):
            np.add.at(counts, self.rows[start:stop], np.uint8(1))  # half the time of counts[…] += 1
        return counts


def open_array(path: Path) -> NDArray[Any]:
    """Map a ``.npy`` file into memory, read-only, as a plain array; never unpickles."""
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def top(scores: Values, n: int, exclude: Collection[int] = ()) -> tuple[NDArray[np.int64], Values]:
    """Return the ``n`` best rows with a score above 0, best first, ties by row, and their scores.

    Exact. The n-th largest of the block maxima is a bound that at least n rows reach, so only
    blocks that reach it are looked at. ``exclude`` are rows to leave out.
    """
    wanted = n + len(exclude)
    full = len(scores) // BLOCK * BLOCK
    maxima = scores[:full].reshape(-1, BLOCK).max(axis=1)
    bound = np.partition(maxima, -wanted)[-wanted] if 0 < wanted <= len(maxima) else 0
    blocks = np.flatnonzero(maxima >= bound)
    rows = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
    rows = np.concatenate([rows, np.arange(full, len(scores))])
    rows = rows[(scores[rows] >= bound) & (scores[rows] > 0)]
    best = rows[np.lexsort((rows, -scores[rows]))][:wanted]
    best = best[~np.isin(best, list(exclude))][:n]
    return best, scores[best]
