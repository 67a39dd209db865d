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

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.int32]
Values = NDArray[np.float32]

#: Rows per block in ``top``: small enough to skip most rows, large enough to have few blocks.
BLOCK = 256
#: Terms from which on a table of all terms is made to look them up in.
MANY = 8_192
#: Entries of postings that are added at once: a step for each term costs more than short ones have
#: to add, and to copy long ones costs more than their steps.
TOGETHER = 1 << 15


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

    def postings_of(self, terms: NDArray[Any]) -> tuple[NDArray[np.int64], Rows, Values]:
        """Return the postings of several terms behind each other.

        First is for each entry the position in ``terms`` of the term that it belongs to.
        """
        starts, stops = self.offsets[terms], self.offsets[np.asarray(terms) + 1]
        lengths = stops - starts
        positions = np.repeat(np.arange(len(lengths)), lengths)
        places = np.arange(len(positions)) + np.repeat(stops - np.cumsum(lengths), lengths)
        return positions, self.rows[places], self.values[places]

    def document_counts(self) -> NDArray[np.int64]:
        """Return for each term in how many rows it occurs."""
        return np.diff(self.offsets)

    def scores(self, terms: ArrayLike, weights: ArrayLike) -> Values:
        """Return for every row the sum over ``terms`` of weight x value; shape (n_rows,).

        Costs one addition per pair of a row and a term, in as few steps as ``TOGETHER`` allows;
        rows without any of the terms score 0. Raises IndexError if a term is not in
        0 <= term < n_terms.
        """
        terms = np.asarray(terms, np.int64)
        if (terms < 0).any():
            raise IndexError("terms are numbered from 0")
        scores = np.zeros(self.n_rows, np.float32)
        starts, stops = self.offsets[terms], self.offsets[terms + 1]
        factors = np.asarray(weights, np.float32)
        if len(factors) != len(terms):
            raise ValueError("a weight for each term")
        for first, last in _stretches(stops - starts):
            rows, values = self._postings(starts[first:last].tolist(), stops[first:last].tolist())
            each = np.repeat(factors[first:last], stops[first:last] - starts[first:last])
            # Half the time of ``scores[rows] += …``, which reads, adds and writes separately.
            np.add.at(scores, rows, each * values)
        return scores

    def _postings(self, starts: list[int], stops: list[int]) -> tuple[Rows, Values]:
        """Return what stands between each start and stop, behind each other."""
        if len(starts) == 1:
            return self.rows[starts[0] : stops[0]], self.values[starts[0] : stops[0]]
        bounds = list(zip(starts, stops, strict=True))
        rows = np.concatenate([self.rows[start:stop] for start, stop in bounds])
        return rows, np.concatenate([self.values[start:stop] for start, stop in bounds])

    def counts(self, terms: ArrayLike) -> NDArray[np.uint8]:
        """Return for every row how many of ``terms``, at most 255, it has; shape (n_rows,).

        A byte for each row: the counters of a million rows stay in the processor's cache.
        """
        terms = np.asarray(terms, np.int64)
        counts = np.zeros(self.n_rows, np.uint8)
        for start, stop in zip(self.offsets[terms], self.offsets[terms + 1], strict=True):
            np.add.at(counts, self.rows[start:stop], np.uint8(1))  # half the time of counts[…] += 1
        return counts


class PostingsWriter:
    """Writes an index into a folder, some rows at a time, in memory that does not grow with it.

    ``counts`` tells for each term in how many rows it will have occurred in the end.
    """

    def __init__(self, folder: Path, counts: ArrayLike, n_rows: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        offsets = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
        np.save(folder / "offsets.npy", offsets, allow_pickle=False)
        np.save(folder / "n_rows.npy", np.array(n_rows), allow_pickle=False)
        self._ends = offsets[:-1].copy()
        self._stops = offsets[1:]
        self._rows = _new_array(folder / "rows.npy", np.int32, int(offsets[-1]))
        self._values = _new_array(folder / "values.npy", np.float32, int(offsets[-1]))

    def add(self, rows: NDArray[Any], terms: NDArray[Any], values: NDArray[Any]) -> None:
        """Write pairs of rows that come after all rows written so far, by rising row."""
        order = np.argsort(terms, kind="stable")
        unique, firsts, counts = np.unique(terms[order], return_index=True, return_counts=True)
        places = np.arange(len(order)) + np.repeat(self._ends[unique] - firsts, counts)
        self._rows[places], self._values[places] = rows[order], values[order]
        self._ends[unique] += counts

    def close(self) -> None:
        """Write out what is still in memory. Raises ValueError if anything was not written."""
        if (self._ends != self._stops).any():
            raise ValueError("the counts of the terms were wrong")
        for array in (self._rows, self._values):
            if isinstance(array, np.memmap):
                array.flush()


def _new_array(path: Path, dtype: Any, length: int) -> NDArray[Any]:
    """Return a new ``.npy`` file as an array; an empty one cannot be mapped."""
    if not length:
        np.save(path, np.zeros(0, dtype), allow_pickle=False)
        return np.zeros(0, dtype)
    return np.lib.format.open_memmap(path, "w+", dtype, (length,))


def open_array(path: Path) -> NDArray[Any]:
    """Map a ``.npy`` file into memory, read-only, as a plain array; never unpickles."""
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def places_of(known: NDArray[Any], terms: NDArray[Any]) -> NDArray[Any]:
    """Return for each of ``terms`` its place in ``known``, which rise; -1 if it is not there."""
    if not len(known) or not len(terms):
        return np.full(len(terms), -1)
    if len(terms) < MANY:
        place = np.minimum(np.searchsorted(known, terms), len(known) - 1)
        return np.where(known[place] == terms, place, -1)
    # A table of all terms: for thousands of them quicker than to search for each.
    table = np.zeros(max(int(known[-1]), int(terms.max())) + 1, np.int32)
    table[known] = np.arange(1, len(known) + 1, dtype=np.int32)
    return np.asarray(table[terms] - 1)


def _stretches(lengths: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) of neighbours that are ``TOGETHER`` long at most, or single."""
    ends = np.cumsum(lengths)
    first = 0
    while first < len(lengths):
        before = ends[first - 1] if first else 0
        last = int(np.searchsorted(ends, before + TOGETHER, side="right"))
        yield first, (first := max(last, first + 1))


def top(
    scores: Values, n: int, exclude: Collection[int] = (), margin: float = 0.0
) -> tuple[NDArray[np.int64], Values]:
    """Return the ``n`` best rows with a score above 0, best first, ties by row, and their scores.

    Exact. The n-th largest of the block maxima is a bound that at least n rows reach, so only
    blocks that reach it are looked at; where more are wanted than there are blocks, it is the n-th
    largest of all. ``exclude`` are rows to leave out. With a ``margin`` all rows follow that score
    at most so much less than the n-th.
    """
    wanted = n + len(exclude)
    full = len(scores) // BLOCK * BLOCK
    maxima = scores[:full].reshape(-1, BLOCK).max(axis=1)
    of = maxima if wanted <= len(maxima) else scores
    bound = np.partition(of, -wanted)[-wanted] if 0 < wanted <= len(of) else 0
    blocks = np.flatnonzero(maxima >= bound - margin)
    rows = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
    rows = np.concatenate([rows, np.arange(full, len(scores))])
    rows = rows[(scores[rows] >= bound - margin) & (scores[rows] > 0)]
    best = rows[np.lexsort((rows, -scores[rows]))]
    best = best[~np.isin(best, list(exclude))]
    if margin and 0 < n < len(best):
        n = int(np.count_nonzero(scores[best] >= scores[best[n - 1]] - margin))
    return best[:n], scores[best[:n]]
