"""Names that are found by parts of them, typos and all: letter trigrams in postings. [pure]

A *key* is a spelling of a name (``catalog.search_query.spellings``), its *bearers* are the titles
or people that are called so. Keys are numbered by the popularity of their best known bearer, so
that ties go to what most people mean. Namesakes are one row: however many films are called
"home", they take the place of one among what is compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.inverted_index import InvertedIndex, open_array

#: Postings read for one query. The commonest trigrams ("ing", "the") tell least and cost most:
#: they are left out once the rarer ones have used this up.
POSTING_BUDGET = 400_000
#: Trigrams that are always read, however common; and most that a byte can count.
FEWEST_GRAMS, MOST_GRAMS = 4, 255
#: Share of the trigrams looked for that a candidate has, if enough names do.
SHARE = 0.34
#: Names that are weighed as candidates, at most: those that share most trigrams, of equal ones the
#: most popular.
MOST_WEIGHED = 10_000
#: How much more a name weighs among the candidates for each factor e in its popularity.
FAME = 0.01
#: Letters of a word of which one swap leaves too little to find it by.
SHORT = 5
#: Keys whose trigrams are sorted at a time.
CHUNK = 65_536

SPACE = ord(" ")
#: First and last letters of scripts that have no spaces between words: Thai and Lao, Burmese,
#: Khmer; and whose words may have one or two letters: kana, Han, Hangul.
UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF),
    (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
#: The columns that names are built from.
SCHEMA = {"id": pl.Int64, "key": pl.String, "year": pl.Int16, "popularity": pl.Int64}
ARRAYS = (
    "grams", "sizes", "fame", "letters", "ends", "checks", "checked",
    "firsts", "ids", "years", "popularity",
)  # fmt: skip

Ints = NDArray[np.int64]


class Name(NamedTuple):
    """One spelling of one title or person; ``popularity`` is a count of votes, 0 if unknown."""

    id: int
    key: str
    year: int | None = None
    popularity: int = 0


@dataclass(frozen=True, eq=False)
class NameIndex:
    """Keys, the postings of their trigrams, and who bears them; row numbers are keys."""

    postings: InvertedIndex
    grams: Ints  # rising; the position of a trigram is its term
    sizes: NDArray[np.uint8]  # of how many different trigrams a key consists, 255 for more
    fame: NDArray[np.float32]  # ln(1 + popularity) of the best known bearer
    letters: NDArray[np.uint8]  # all keys in UTF-8, behind each other
    ends: Ints  # (n_keys + 1,): key ``row`` is letters[ends[row]:ends[row + 1]]
    checks: NDArray[np.uint32]  # the CRC-32 of each key, rising
    checked: NDArray[np.int32]  # and the row of each
    firsts: Ints  # (n_keys + 1,): its bearers are firsts[row]:firsts[row + 1] of what follows
    ids: Ints
    years: NDArray[np.int16]  # 0: unknown
    popularity: Ints  # falling among the bearers of a key

    @classmethod
    def build(cls, names: pl.DataFrame) -> NameIndex:
        """Build from names in any order, in the columns of ``SCHEMA``; repeats count once."""
        best = pl.col("popularity").max().over("key")
        names = names.unique(["key", "id"]).sort(
            best, "key", "popularity", "id", descending=[True, False, True, False]
        )
        firsts = (names["key"] != names["key"].shift()).fill_null(True).arg_true()
        popularity, n_keys = names["popularity"].to_numpy(), len(firsts)
        letters, ends, postings, grams = _postings(names["key"][firsts])
        checks = np.fromiter(map(_check, names["key"][firsts]), np.uint32, n_keys)
        checked = np.argsort(checks, kind="stable")
        return cls(
            postings=postings,
            grams=grams,
            sizes=np.bincount(postings.rows, minlength=n_keys).clip(max=255).astype(np.uint8),
            fame=np.log1p(popularity[firsts.to_numpy()]).astype(np.float32),
            letters=letters,
            ends=ends,
            checks=checks[checked],
            checked=checked.astype(np.int32),
            firsts=np.append(firsts.to_numpy(), len(names)).astype(np.int64),
            ids=names["id"].to_numpy(),
            years=names["year"].fill_null(0).to_numpy(),
            popularity=popularity,
        )

    def save(self, folder: Path) -> None:
        """Write the arrays into ``folder``, which is created if need be."""
        self.postings.save(folder / "postings")
        for array in ARRAYS:
            np.save(folder / f"{array}.npy", getattr(self, array), allow_pickle=False)

    @classmethod
    def open(cls, folder: Path) -> NameIndex:
        """Map the index saved in ``folder`` into memory. Raises OSError or ValueError."""
        arrays: dict[str, Any] = {name: open_array(folder / f"{name}.npy") for name in ARRAYS}
        return cls(postings=InvertedIndex.open(folder / "postings"), **arrays)

    def __len__(self) -> int:
        """Return how many spellings of how many titles or people there are."""
        return len(self.ids)

    def keys(self, rows: Iterable[int]) -> list[str]:
        """Return the keys in ``rows``."""
        letters = memoryview(self.letters.data)
        return [str(letters[self.ends[row] : self.ends[row + 1]], "utf-8") for row in rows]

    def bearers(self, rows: Iterable[int], n: int, year: int | None = None) -> Iterator[Name]:
        """Yield the ``n`` best known bearers of each key, those of ``year`` or nearly first."""
        for row, key in zip(rows, self.keys(rows), strict=True):
            those = np.arange(self.firsts[row], self.firsts[row + 1])
            if year is not None and len(those) > n:
                gaps = np.abs(self.years[those].astype(np.int64) - year)
                those = those[np.argsort(np.minimum(gaps, 2), kind="stable")]
            for one in those[:n].tolist():
                found = int(self.years[one]) or None
                yield Name(int(self.ids[one]), key, found, int(self.popularity[one]))

    def candidates(self, key: str, n: int) -> Ints:
        """Return the rows of about ``n`` keys that share most with ``key``, rising.

        Half of them are most like it on the whole (Jaccard's measure of shared trigrams), half
        have most of what it has, whatever else they have: somebody may still be typing. Ties go
        to the more popular. A short word is also taken for one with two letters swapped. The key
        itself is always among them, even if it is one of a hundred thousand that have "the".
        """
        first, stop = np.searchsorted(self.checks, [_check(key), _check(key) + 1])
        rows = [self.checked[first:stop].astype(np.int64), self._sharing(trigrams([key])[0], n)]
        if swapped := _swapped(key):
            rows.append(self._sharing(trigrams(swapped)[0], n))
        return np.unique(np.concatenate(rows))

    def _sharing(self, grams: Ints, n: int) -> Ints:
        """Return the rows of up to ``n`` keys that share most trigrams with ``grams``."""
        terms = self._terms(grams)
        if not len(terms):
            return np.zeros(0, np.int64)
        counts = self.postings.counts(terms)
        rows = _most_shared(counts, max(1, int(len(terms) * SHARE)), 2 * n)
        if len(rows) <= n:
            return rows
        shared, sizes = counts[rows].astype(np.float32), self.sizes[rows].astype(np.float32)
        fame = 1 + FAME * self.fame[rows]
        alike = shared / (len(terms) + sizes - shared) * fame
        within = shared * fame - sizes / MOST_GRAMS
        best = [np.argpartition(-measure, n // 2)[: n // 2] for measure in (alike, within)]
        return rows[np.unique(np.concatenate(best))]

    def _terms(self, grams: Ints) -> Ints:
        """Return the terms of ``grams`` that the index knows, rarest first, within the budget."""
        wanted = np.unique(grams)
        terms = np.searchsorted(self.grams, wanted)
        known = terms < len(self.grams)
        known[known] = self.grams[terms[known]] == wanted[known]
        terms = terms[known]
        lengths = self.postings.offsets[terms + 1] - self.postings.offsets[terms]
        order = np.argsort(lengths, kind="stable")
        affordable = np.cumsum(lengths[order]) <= POSTING_BUDGET
        affordable[:FEWEST_GRAMS] = True
        return terms[order][affordable][:MOST_GRAMS]


def _check(key: str) -> int:
    return crc32(key.encode())


def _swapped(key: str) -> list[str]:
    """Return a short word with each two neighbours swapped: "ulcy" and "lucy" share one trigram."""
    if len(key) > SHORT or " " in key:
        return []
    return [key[:i] + key[i + 1] + key[i] + key[i + 2 :] for i in range(len(key) - 1)]


def _most_shared(counts: NDArray[np.uint8], least: int, n: int) -> Ints:
    """Return the rows that count ``least``, with less if they are fewer than ``n``; rising.

    If they are more than are weighed, those that count most, of equal ones the first.
    """
    found = int(np.count_nonzero(counts >= least))
    while found < n and least > 1:
        least -= 1
        found = int(np.count_nonzero(counts >= least))
    more = 0
    while found > MOST_WEIGHED:
        more = int(np.count_nonzero(counts > least))
        if more <= MOST_WEIGHED:
            break
        least, found = least + 1, more
    rows = np.flatnonzero(counts >= least)
    if len(rows) <= MOST_WEIGHED:
        return rows
    above = counts[rows] > least
    return np.sort(np.concatenate([rows[above], rows[~above][: MOST_WEIGHED - more]]))


def trigrams(keys: list[str]) -> tuple[Ints, Ints]:
    """Return the trigrams of all keys, as one number each, and the row of each; with repeats.

    A word has two spaces before it and one behind it: "up" gives "  u", " up" and "up ". So a
    beginning counts more than an end. In scripts without spaces between words, pairs of letters
    count as well.
    """
    padded = ["  " + key.replace(" ", "  ") for key in keys]
    letters = np.frombuffer(("".join(padded) + " ").encode("utf-32-le"), np.uint32).astype(np.int64)
    rows = np.repeat(np.arange(len(keys)), [len(text) for text in padded])
    first, second, third = letters[:-2], letters[1:-1], letters[2:]
    # "x  " reaches over the end of a word, or of a key, into the next.
    inside = ~((second == SPACE) & (third == SPACE))
    codes = ((first << 42) | (second << 21) | third)[inside]
    in_pair = _unspaced(second) & _unspaced(third)
    if in_pair.any():
        codes = np.concatenate([codes, ((second << 21) | third)[in_pair]])
        return codes, np.concatenate([rows[: len(first)][inside], rows[: len(first)][in_pair]])
    return codes, rows[: len(first)][inside]


def _unspaced(letters: Ints) -> NDArray[np.bool_]:
    found = np.zeros(len(letters), np.bool_)
    if letters.size and letters.max() >= UNSPACED[0][0]:
        for first, last in UNSPACED:
            found |= (letters >= first) & (letters <= last)
    return found


def _postings(keys: pl.Series) -> tuple[NDArray[np.uint8], Ints, InvertedIndex, Ints]:
    """Return all letters, where each key ends, the postings, and the trigrams, rising.

    Postings are made CHUNK keys at a time and laid behind each other without sorting them again:
    a million names take seconds and little more memory than the result.
    """
    letters, chunks = [], []
    for first in range(0, len(keys), CHUNK):
        texts = keys[first : first + CHUNK].to_list()
        letters.append(np.frombuffer("".join(texts).encode(), np.uint8))
        chunks.append(_chunk(texts, first))
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
    postings = InvertedIndex(offsets, rows, np.zeros(0, np.float32), len(keys))
    lengths = keys.str.len_bytes().to_numpy()
    all_letters = np.concatenate(letters or [np.zeros(0, np.uint8)])
    return all_letters, np.append(0, np.cumsum(lengths, dtype=np.int64)), postings, vocabulary


def _chunk(keys: list[str], first: int) -> tuple[Ints, Ints, NDArray[np.int32]]:
    """Return the trigrams of CHUNK keys, how many keys have each, and the rows of those keys."""
    codes, rows = trigrams(keys)
    vocabulary, terms = np.unique(codes, return_inverse=True)
    pairs = np.sort(terms * CHUNK + rows)  # np.unique takes ten times as long
    terms, rows = np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], CHUNK)
    counts = np.bincount(terms, minlength=len(vocabulary))
    return vocabulary, counts, (rows + first).astype(np.int32)
