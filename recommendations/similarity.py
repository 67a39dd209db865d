"""The arithmetic of similarity: arrays in, arrays out. [pure]

A title is a vector of unit length over terms, in blocks, one per family. A block has length 1
before it is multiplied by the square root of its family's weight, so that

    cosine(a, b) = Σ over families of  weight x cosine of the two blocks / (length(a) length(b)).

``length`` is √(weight of the families that are known + UNKNOWN x weight of the others): what is
not known of a title is as if it were known and shared with nobody, at UNKNOWN of its weight. So
missing facts neither punish (1 would) nor make a title of two facts the twin of another (0 would).

The score that ranks is (1 - PRIOR_SHARE) x cosine + PRIOR_SHARE x prior. Everything adds up: the
contributions of the shared terms and the parts of the prior sum to the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.inverted_index import InvertedIndex, top

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]

UNKNOWN = 0.5

#: How much the prior counts in the score, and its four parts; fitted with ``features.WEIGHTS``.
PRIOR_SHARE = 0.15
PRIORS = {"popularity": 0.625, "rating": 0.375, "as_popular": 0.375, "as_rated": 0.375}

#: More than additions in float32 can be wrong by.
ROUNDING = 1e-5

#: A disliked title takes away this much of what a liked one brings.
DISLIKE = 0.5

#: The rarity of a term that every title has: enough to keep a block of such terms alive.
LEAST_RARITY = 0.05


@dataclass(frozen=True, eq=False)
class Vector:
    """A title as unit vector: its ``terms``, rising, and their ``weights``.

    ``popularity`` is 0 (no votes) to 1 (most votes of all); ``rating`` is NaN if unknown.
    """

    terms: Ints
    weights: Floats
    popularity: float = 0.0
    rating: float = np.nan


@dataclass(frozen=True, eq=False)
class Columns:
    """What is known of every row apart from its terms; both of shape (n_rows,)."""

    popularity: Floats
    rating: Floats

    def __getitem__(self, rows: Ints) -> Columns:
        return Columns(self.popularity[rows], self.rating[rows])


def rarity(document_counts: Ints, n_rows: int) -> NDArray[np.float32]:
    """Return the inverse document frequency ln((N + 1) / (df + 1)) of every term."""
    idf = np.log((n_rows + 1) / (document_counts + 1.0))
    return np.maximum(idf, LEAST_RARITY).astype(np.float32)


def unit_weights(
    rows: Ints, families: Ints, raw: Floats, family_weights: Floats, n_rows: int
) -> NDArray[np.float32]:
    """Return the weights of terms such that every row is a vector as described above.

    ``rows``, ``families`` and ``raw`` (count x rarity) have one entry per (row, term) pair;
    ``family_weights`` one per family.
    """
    n_families = len(family_weights)
    block = rows * n_families + families
    squares = np.bincount(block, np.square(raw, dtype=np.float64), n_rows * n_families)
    known = (squares.reshape(n_rows, n_families) > 0) @ family_weights
    length = np.sqrt(known + UNKNOWN * (family_weights.sum() - known))
    weights = raw / np.sqrt(squares)[block] * np.sqrt(family_weights)[families] / length[rows]
    return np.asarray(weights, np.float32)


def blend(liked: Sequence[Vector], disliked: Sequence[Vector] = ()) -> Vector:
    """Return the mean of what is liked, less DISLIKE x the mean of what is not.

    A cosine with the blend is the mean of the cosines with the liked titles, and so on. The
    blend of one title is that title.
    """
    parts = [(vector, 1 / len(liked)) for vector in liked]
    parts += [(vector, -DISLIKE / len(disliked)) for vector in disliked]
    terms = np.concatenate([vector.terms for vector, _ in parts])
    weights = np.concatenate([share * np.asarray(vector.weights, float) for vector, share in parts])
    unique, position = np.unique(terms, return_inverse=True)
    popularity = float(np.mean([vector.popularity for vector in liked]))
    ratings = [vector.rating for vector in liked if not np.isnan(vector.rating)]
    rating = float(np.mean(ratings)) if ratings else np.nan
    summed = np.bincount(position, weights).astype(np.float64)
    return Vector(unique, summed, popularity, rating)


def prior(query: Vector, columns: Columns) -> dict[str, Floats]:
    """Return what popularity and rating add to the score of every row.

    Each has two parts: how popular (well rated) a row is, and how near it is to the query.
    Unknown counts 0. All parts together are between 0 and PRIOR_SHARE.
    """
    popularity, rating = columns.popularity, columns.rating
    as_popular = np.clip(1 - 2 * np.abs(popularity - query.popularity), 0, 1)
    as_popular = as_popular * (popularity > 0) * (query.popularity > 0)
    as_rated = np.nan_to_num(np.clip(1 - np.abs(rating - query.rating) / 2, 0, 1))
    good = np.nan_to_num(np.clip((rating - 5) / 3, 0, 1))
    unit = PRIOR_SHARE / sum(PRIORS.values())
    part = {name: unit * weight for name, weight in PRIORS.items()}
    return {
        "popularity": part["popularity"] * popularity + part["as_popular"] * as_popular,
        "rating": part["rating"] * good + part["as_rated"] * as_rated,
    }


def neighbours(
    query: Vector, postings: InvertedIndex, columns: Columns, n: int, exclude: Sequence[int] = ()
) -> tuple[Ints, NDArray[np.float32]]:
    """Return the ``n`` rows that score best, best first, ties by row, and their scores.

    Exact: the prior adds at most PRIOR_SHARE, so a row whose terms score that much less than the
    full score of the n-th row cannot be among the best, and its prior need not be known. Rows
    that share nothing with the query are never returned.
    """
    scores = postings.scores(query.terms, query.weights * (1 - PRIOR_SHARE))
    nearest, _ = top(scores, n, exclude)
    if not len(nearest):
        return nearest, scores[nearest]
    least = _with_prior(query, scores, columns, nearest).min() if len(nearest) == n else 0.0
    rows = np.flatnonzero((scores > 0) & (scores >= least - PRIOR_SHARE - ROUNDING))
    rows = rows[~np.isin(rows, exclude)]
    best, best_scores = top(_with_prior(query, scores, columns, rows), n)
    return rows[best], best_scores


def _with_prior(
    query: Vector, scores: NDArray[np.float32], columns: Columns, rows: Ints
) -> NDArray[np.float32]:
    """Return the full scores of ``rows``, of which ``scores`` has the part that terms bring."""
    parts = prior(query, columns[rows]).values()
    return np.asarray(scores[rows] + sum(parts), np.float32)


def contributions(query: Vector, terms: Ints, weights: Floats) -> tuple[Ints, Floats]:
    """Return the terms that a row shares with the query, and what each adds to the score.

    ``terms`` (rising) and ``weights`` are the row's. With the parts of ``prior`` these sum to
    the score.
    """
    shared, mine, theirs = np.intersect1d(
        query.terms, terms, assume_unique=True, return_indices=True
    )
    products = np.asarray(query.weights[mine], float) * weights[theirs]
    return shared, (1 - PRIOR_SHARE) * products
