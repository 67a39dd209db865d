"""What words of plots and keywords add to the score of a title: BM25 over fields. [pure]

A *text* here is what one title says of itself: overview, tagline and keywords. How often a word
occurs in it is counted over all three, a keyword ``KEYWORD_WEIGHT`` times (Robertson, Zaragoza and
Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004). What a word adds does not
depend on the other words, so it is worked out when an index is built, and a search adds it up:

    value = rarity x f (K1 + 1) / (f + K1 (1 - B + B length / mean length)) x (1 + FAME fame)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.words import WordBook

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

#: How soon a word that is repeated adds nothing more, and how much a long text counts against it.
K1, B = 1.2, 0.5
#: A word among the keywords counts like so many in the overview.
KEYWORD_WEIGHT = 3.0
#: What the best known title gains over one that nobody knows, everything else being the same.
FAME, MOST_VOTES = 0.8, 3_000_000


@dataclass(frozen=True)
class Texts:
    """What some titles say of themselves, in two frames.

    ``titles`` has title_id, overview, tagline and votes, by rising id; ``keywords`` has title_id
    and keyword, of these titles or others.
    """

    titles: pl.DataFrame
    keywords: pl.DataFrame


@dataclass(frozen=True)
class Occurrences:
    """How often each stem occurs in each text: one entry for each pair, by rising row and stem.

    ``title_ids``, ``lengths`` (in words) and ``fame`` (0 to 1) have an entry for each row.
    """

    rows: NDArray[np.int32]
    stems: NDArray[np.int32]
    frequencies: Floats
    title_ids: Ints
    lengths: Ints
    fame: Floats


def occurrences(texts: Texts, book: WordBook) -> Occurrences:
    """Count the words of those of the titles that say anything."""
    titles, n_titles = texts.titles, len(texts.titles)
    keywords = texts.keywords.join(titles.select("title_id"), on="title_id", how="semi")
    places = np.searchsorted(titles["title_id"].to_numpy(), keywords["title_id"].to_numpy())
    read = [(*book.read(titles[column]), 1.0) for column in ("overview", "tagline")]
    rows, words = book.read(keywords["keyword"])
    read.append((places[rows], words, KEYWORD_WEIGHT))
    rows = np.concatenate([rows for rows, _, _ in read])
    stems = book.stem_of_words()[np.concatenate([words for _, words, _ in read])]
    weights = np.concatenate([np.full(len(rows), weight) for rows, _, weight in read])
    lengths = np.bincount(rows, minlength=n_titles)
    said = np.flatnonzero(lengths)
    rows = (np.cumsum(lengths > 0) - 1)[rows]
    n_stems = max(1, len(book.stems))
    pairs, pair_of = np.unique(rows * n_stems + stems, return_inverse=True)
    votes = titles["votes"].to_numpy()[said]
    return Occurrences(
        rows=(pairs // n_stems).astype(np.int32),
        stems=(pairs % n_stems).astype(np.int32),
        frequencies=np.bincount(pair_of, weights, len(pairs)).astype(np.float32),
        title_ids=titles["title_id"].to_numpy()[said],
        lengths=lengths[said],
        fame=np.minimum(1, np.log1p(votes) / np.log1p(MOST_VOTES)).astype(np.float32),
    )


def rarity(counts: Ints, n_titles: int) -> Floats:
    """Return how much words tell that occur in so many of ``n_titles`` texts; above 0."""
    return np.log1p((n_titles - counts + 0.5) / (counts + 0.5)).astype(np.float32)


def values_of(said: Occurrences, rarities: Floats, mean_length: float) -> Floats:
    """Return what each pair adds to a score; ``rarities`` has an entry for each pair."""
    length = said.lengths[said.rows] / mean_length
    frequencies = said.frequencies
    saturated = frequencies * (K1 + 1) / (frequencies + K1 * (1 - B + B * length))
    values = rarities * saturated * (1 + FAME * said.fame[said.rows])
    return values.astype(np.float32)
