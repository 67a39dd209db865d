"""Words of plots and keywords in an inverted index: the exact best titles for some words. [pure]

Rows are titles that say anything, by rising id; terms are stems, by their digests; values are
what ``catalog.text_scoring`` says.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from catalog.inverted_index import InvertedIndex, PostingsWriter, open_array
from catalog.text_scoring import (
    Floats,
    Ints,
    Occurrences,
    Texts,
    occurrences,
    rarity,
    values_of,
)
from catalog.words import WordBook, searchable

Rows = NDArray[np.int32]


@dataclass(frozen=True)
class Found:
    """Titles that a search found, best first, ties by id, and how many there are in all."""

    title_ids: Ints
    scores: Floats
    total: int


class TextIndexWriter:
    """Takes texts in, by rising id, and writes the files of an index into ``folder``.

    Memory holds the words and one stretch of titles: pairs lie on disk until it is known how rare
    each word is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._spill = folder, folder / "spill"
        self._spill.mkdir(parents=True)
        self._book = WordBook(searchable)
        self._counts = np.zeros(0, np.int64)
        self._title_ids: list[Ints] = []
        self._n_words = 0

    def add(self, texts: Texts) -> None:
        """Take in a stretch of titles."""
        said = occurrences(texts, self._book)
        self._counts = np.pad(self._counts, (0, len(self._book.stems) - len(self._counts)))
        self._counts += np.bincount(said.stems, minlength=len(self._counts))
        np.savez(self._spill / f"{len(self._title_ids)}.npz", **vars(said))
        self._title_ids.append(said.title_ids)
        self._n_words += int(said.lengths.sum())

    def finish(self) -> tuple[int, int]:
        """Write the index; return how many titles and how many different words it has."""
        title_ids = np.concatenate([np.zeros(0, np.int64), *self._title_ids])
        n_titles = len(title_ids)
        mean_length = self._n_words / max(1, n_titles)
        vocabulary, term_of = _numbered(self._book.stems)
        rarities = rarity(self._counts, n_titles)
        counts = np.bincount(term_of, self._counts, len(vocabulary)).astype(np.int64)
        postings = PostingsWriter(self._folder / "postings", counts, n_titles)
        for first, said in self._stretches():
            values = values_of(said, rarities[said.stems], mean_length)
            postings.add(said.rows + np.int32(first), term_of[said.stems], values)
        postings.close()
        for name, array in (("vocabulary", vocabulary), ("title_ids", title_ids)):
            np.save(self._folder / f"{name}.npy", array, allow_pickle=False)
        np.save(self._folder / "mean_length.npy", np.array(mean_length), allow_pickle=False)
        shutil.rmtree(self._spill)
        return n_titles, len(vocabulary)

    def _stretches(self) -> Iterator[tuple[int, Occurrences]]:
        """Yield (first row, what it says) of each stretch that was taken in."""
        first = 0
        for number, title_ids in enumerate(self._title_ids):
            with np.load(self._spill / f"{number}.npz", allow_pickle=False) as arrays:
                yield first, Occurrences(**arrays)
            first += len(title_ids)


@dataclass(frozen=True, eq=False)
class TextIndex:
    """Row r is the title ``title_ids[r]``, term t the stem with digest ``vocabulary[t]``.

    Both arrays rise. Lengths of texts were measured by ``mean_length``.
    """

    postings: InvertedIndex
    vocabulary: NDArray[np.uint64]
    title_ids: Ints
    mean_length: float

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Map an index into memory. Raises OSError or ValueError."""
        return cls(
            postings=InvertedIndex.open(folder / "postings"),
            vocabulary=open_array(folder / "vocabulary.npy"),
            title_ids=open_array(folder / "title_ids.npy"),
            mean_length=float(open_array(folder / "mean_length.npy")),
        )

    def index_like_this(self, texts: Texts) -> TextIndex:
        """Return an index of other texts, in memory, whose scores compare with those of this one.

        Words are as rare there as they are here.
        """
        book = WordBook(searchable)
        said = occurrences(texts, book)
        vocabulary, term_of = _numbered(book.stems)
        counts = np.array([len(self._posting(stem)[0]) for stem in book.stems], np.int64)
        rarities = rarity(counts, len(self.title_ids))
        values = values_of(said, rarities[said.stems], self.mean_length or 1.0)
        terms = term_of[said.stems]
        n_rows, n_terms = len(said.title_ids), len(vocabulary)
        postings = InvertedIndex.build(said.rows, terms, values, n_rows, n_terms)
        return TextIndex(postings, vocabulary, said.title_ids, self.mean_length)

    def with_all(
        self, words: Sequence[str], n: int, without: Sequence[str] = (), but: Ints | None = None
    ) -> Found:
        """Return the best ``n`` titles that have all ``words``, which are stems.

        Left out are titles with a word of ``without``, and those whose ids are in ``but``.
        """
        postings = sorted(map(self._posting, words), key=lambda posting: len(posting[0]))
        if not postings:
            return self._best(np.zeros(0, np.int32), np.zeros(0, np.float32), n)
        rows, scores = postings[0]
        for others, values in postings[1:]:
            places, known = _places(rows, others)
            rows, scores = rows[known], scores[known] + values[places[known]]
        kept = self._kept(rows, without, but)
        return self._best(rows[kept], scores[kept], n)

    def with_most(
        self, words: Sequence[str], n: int, without: Sequence[str] = (), but: Ints | None = None
    ) -> Found:
        """Return the best ``n`` titles that have more than half of ``words``; as ``with_all``."""
        scores = np.zeros(self.postings.n_rows, np.float32)
        counts = np.zeros(self.postings.n_rows, np.int16)
        for rows, values in map(self._posting, words):
            np.add.at(scores, rows, values)
            np.add.at(counts, rows, np.int16(1))
        rows = np.flatnonzero(counts > len(words) // 2).astype(np.int32)
        rows = rows[self._kept(rows, without, but)]
        return self._best(rows, scores[rows], n)

    def _posting(self, stem: str) -> tuple[Rows, Floats]:
        """Return the rows of the titles with this stem, and what it adds to the score of each."""
        digest = _digest(stem)
        term = int(np.searchsorted(self.vocabulary, digest))
        if term == len(self.vocabulary) or self.vocabulary[term] != digest:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        return self.postings.posting(term)

    def _kept(self, rows: Rows, without: Sequence[str], but: Ints | None) -> Any:
        """Tell which rows stay that should have none of some words and be none of some titles."""
        kept = np.ones(len(rows), bool)
        for stem in without:
            kept &= ~_places(rows, self._posting(stem)[0])[1]
        if but is not None and len(but):
            kept &= ~np.isin(self.title_ids[rows], but)
        return kept

    def _best(self, rows: Rows, scores: Floats, n: int) -> Found:
        total = len(rows)
        if 0 < n < total:
            enough = scores >= np.partition(scores, -n)[-n]
            rows, scores = rows[enough], scores[enough]
        best = np.lexsort((rows, -scores))[:n]
        return Found(self.title_ids[rows[best]], scores[best], total)


def _digest(stem: str) -> np.uint64:
    digest = blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def _numbered(stems: Sequence[str]) -> tuple[NDArray[np.uint64], Ints]:
    """Return the digests of some stems, rising, and for each stem the place of its digest.

    Of 64 bits, those of ten million stems differ, but for a chance of one in 300,000.
    """
    digests = np.fromiter(map(_digest, stems), np.uint64, len(stems))
    vocabulary, term_of = np.unique(digests, return_inverse=True)
    return vocabulary, term_of.astype(np.int64)


def _places(rows: Rows, among: Rows) -> tuple[Ints, NDArray[np.bool_]]:
    """Return where each row is ``among`` others, which rise, and whether it is there at all."""
    places = np.searchsorted(among, rows)
    if not len(among):
        return places, np.zeros(len(rows), bool)
    places[places == len(among)] = 0
    return places, among[places] == rows
