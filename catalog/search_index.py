"""Names that are found by parts of them, typos and all: letter trigrams in postings. [pure]

A *name* here is one spelling of a title or a person (``catalog.search_query.spellings``). Names
are numbered by popularity, most popular first, so that ties go to what most people mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.inverted_index import InvertedIndex, open_array, top

#: Postings read for one query. The commonest trigrams ("ing", "the") tell least and cost most:
#: they are left out once the rarer ones have used this up.
POSTING_BUDGET = 400_000
#: Trigrams that are always read, however common.
FEWEST_TRIGRAMS = 4
#: How much more a name weighs among the candidates for each factor e in its popularity.
FAME = 0.02
#: Names whose trigrams are sorted at a time.
CHUNK = 65_536

SPACE = ord(" ")


class Name(NamedTuple):
    """One spelling of one title or person; ``popularity`` is a count of votes, 0 if unknown."""

    id: int
    key: str
    year: int | None
    popularity: int


@dataclass(frozen=True, eq=False)
class NameIndex:
    """Names and the postings of their trigrams; row numbers are positions in the name arrays."""

    postings: InvertedIndex
    trigrams: NDArray[np.int64]  # rising; the position of a trigram is its term
    ids: NDArray[np.int64]
    years: NDArray[np.int16]  # 0: unknown
    popularity: NDArray[np.int64]
    letters: NDArray[np.uint8]  # all keys in UTF-8, behind each other
    ends: NDArray[np.int64]  # (n_names + 1,): key ``row`` is letters[ends[row]:ends[row + 1]]

    @classmethod
    def build(cls, names: Iterable[Name]) -> NameIndex:
        """Build from names in any order."""
        ranked = sorted(names, key=lambda name: (-name.popularity, name.id, name.key))
        encoded = [name.key.encode() for name in ranked]
        popularity = np.array([name.popularity for name in ranked], np.int64)
        postings, trigrams = _postings([name.key for name in ranked], popularity)
        return cls(
            postings=postings,
            trigrams=trigrams,
            ids=np.array([name.id for name in ranked], np.int64),
            years=np.array([name.year or 0 for name in ranked], np.int16),
            popularity=popularity,
            letters=np.frombuffer(b"".join(encoded), np.uint8),
            ends=np.cumsum([0, *map(len, encoded)], dtype=np.int64),
        )

    def save(self, folder: Path) -> None:
        """Write the arrays into ``folder``, which is created if need be."""
        self.postings.save(folder / "postings")
        for array in ("trigrams", "ids", "years", "popularity", "letters", "ends"):
            np.save(folder / f"{array}.npy", getattr(self, array), allow_pickle=False)

    @classmethod
    def open(cls, folder: Path) -> NameIndex:
        """Map the index saved in ``folder`` into memory. Raises OSError or ValueError."""
        arrays = {
            array: open_array(folder / f"{array}.npy")
            for array in ("trigrams", "ids", "years", "popularity", "letters", "ends")
        }
        return cls(postings=InvertedIndex.open(folder / "postings"), **arrays)

    def __len__(self) -> int:
        return len(self.ids)

    def name(self, row: int) -> Name:
        """Return the name in ``row``."""
        key = self.letters[self.ends[row] : self.ends[row + 1]].tobytes().decode()
        year = int(self.years[row]) or None
        return Name(int(self.ids[row]), key, year, int(self.popularity[row]))

    def candidates(self, key: str, n: int) -> list[Name]:
        """Return the ``n`` names that share most with ``key``, best first.

        Shared trigrams count the more, the rarer they are and the shorter the name is; ties go
        to the more popular name.
        """
        terms = self._terms(key)
        if not len(terms):
            return []
        counts = self.postings.document_counts()[terms]
        weights = np.log1p(len(self) / counts)
        rows, _ = top(self.postings.scores(terms, weights), n)
        return [self.name(int(row)) for row in rows]

    def _terms(self, key: str) -> NDArray[np.int64]:
        """Return the terms of ``key`` that the index knows, rarest first, within the budget."""
        wanted = np.unique(trigrams([key])[0])
        terms = np.searchsorted(self.trigrams, wanted)
        known = terms < len(self.trigrams)
        known[known] = self.trigrams[terms[known]] == wanted[known]
        terms = terms[known]
        lengths = self.postings.document_counts()[terms]
        order = np.argsort(lengths, kind="stable")
        affordable = np.cumsum(lengths[order]) <= POSTING_BUDGET
        affordable[:FEWEST_TRIGRAMS] = True
        return terms[order][affordable]


def trigrams(keys: list[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the trigrams of all keys, as one number each, and the row of each; with repeats.

    A word has two spaces before it and one behind it: "up" gives "  u", " up" and "up ". So a
    beginning counts more than an end.
    """
    padded = ["  " + key.replace(" ", "  ") for key in keys]
    letters = np.frombuffer(("".join(padded) + " ").encode("utf-32-le"), np.uint32).astype(np.int64)
    rows = np.repeat(np.arange(len(keys)), [len(text) for text in padded])
    first, second, third = letters[:-2], letters[1:-1], letters[2:]
    # "x  " reaches over the end of a word, or of a key, into the next.
    inside = ~((second == SPACE) & (third == SPACE))
    return ((first << 42) | (second << 21) | third)[inside], rows[: len(first)][inside]


def _postings(
    keys: list[str], popularity: NDArray[np.int64]
) -> tuple[InvertedIndex, NDArray[np.int64]]:
    """Return the postings of the keys' trigrams, and the trigrams, rising.

    A posting's value makes a name count the less, the longer it is, and the more, the better it
    is known. Postings are made CHUNK keys at a time and laid behind each other without sorting
    them again: a million names take seconds and little more memory than the result.
    """
    chunks = [_chunk(keys, first) for first in range(0, len(keys), CHUNK)]
    empty = np.zeros(0, np.int64)
    vocabulary = np.unique(np.concatenate([codes for codes, _, _ in chunks] or [empty]))
    offsets = np.zeros(len(vocabulary) + 1, np.int64)
    for codes, counts, _ in chunks:
        offsets[1 + np.searchsorted(vocabulary, codes)] += counts
    np.cumsum(offsets, out=offsets)
    rows, ends = np.empty(offsets[-1], np.int32), offsets[:-1].copy()
    for codes, counts, chunk_rows in chunks:
        terms = np.searchsorted(vocabulary, codes)
        shifts = ends[terms] - (np.cumsum(counts) - counts)
        rows[np.repeat(shifts, counts) + np.arange(len(chunk_rows))] = chunk_rows
        ends[terms] += counts
    sizes = np.bincount(rows, minlength=len(keys))
    weights = (1 + FAME * np.log1p(popularity)) / np.sqrt(8 + sizes)
    values = weights.astype(np.float32)[rows]
    return InvertedIndex(offsets, rows, values, len(keys)), vocabulary


def _chunk(
    keys: list[str], first: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    """Return the trigrams of CHUNK keys, how many keys have each, and the rows of those keys."""
    codes, rows = trigrams(keys[first : first + CHUNK])
    vocabulary, terms = np.unique(codes, return_inverse=True)
    pairs = np.unique(terms * CHUNK + rows)
    terms, rows = np.divmod(pairs, CHUNK)
    counts = np.bincount(terms, minlength=len(vocabulary))
    return vocabulary, counts, (rows + first).astype(np.int32)
