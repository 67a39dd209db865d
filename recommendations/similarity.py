"""The arithmetic of similarity: arrays in, arrays out. [pure]

A title is a vector of unit length in blocks, one per family. A block has length 1 before it is
multiplied by the square root of its family's weight, so that

    cosine(a, b) = Σ over families of  weight x cosine of the two blocks / (length(a) length(b)).

``length`` is √(weight of the families that are known + UNKNOWN x weight of the others): what is
not known of a title is as if it were known and shared with nobody, at UNKNOWN of its weight. So
missing facts neither punish (1 would) nor make a title of two facts the twin of another (0 would).

The score that ranks is (1 - PRIOR_SHARE) x cosine + PRIOR_SHARE x prior. Everything adds up: the
contributions of shared terms, of shared codes and the parts of the prior sum to the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from catalog.inverted_index import InvertedIndex, places_of, top
from recommendations.features import CODED, FAMILIES, WEIGHTS, Floats, Ints

FAMILY_WEIGHTS = np.array([WEIGHTS[family] for family in FAMILIES])
UNKNOWN = 0.75

#: How much the prior counts in the score, and its four parts; fitted with ``features.WEIGHTS``.
PRIOR_SHARE = 0.175
PRIORS = {"popularity": 0.4, "rating": 0.2, "as_popular": 0.3, "as_rated": 0.4}

#: The cosine of two years Δ apart is exp(-|Δ| / ERA_YEARS).
ERA_YEARS = 8

#: A language counts in full from this rarity on: to be in English too says next to nothing.
RARE_LANGUAGE = 2.5

#: More than additions in float32 can be wrong by, if what is looked for has length 1.
ROUNDING = 1e-5

#: A disliked title takes away this much of what a liked one brings.
DISLIKE = 0.5

#: The rarity of a term that every title has: enough to keep a block of such terms alive.
LEAST_RARITY = 0.05


@dataclass(frozen=True, eq=False)
class Columns:
    """What is known of every title beside its terms.

    Titles are many, and their combinations of codes few: ``profile`` has for every row its place
    in ``profiles``, which has the codes of the families of CODED, in columns, from 1; 0 is
    unknown. So do ``standing`` and ``standings``: popularity in percent (0: no votes, 100: most
    votes of all), rating in tenths (0-100; -1: unknown).
    """

    inverse_length: Floats
    profile: Ints
    profiles: Ints
    standing: Ints
    standings: Ints

    @property
    def popularity(self) -> NDArray[np.float64]:
        """Return the popularity of each standing, from 0 to 1."""
        return self.standings[:, 0] / 100

    @property
    def rating(self) -> NDArray[np.float64]:
        """Return the rating of each standing, 0-10; NaN if unknown."""
        tenths = self.standings[:, 1]
        return np.where(tenths < 0, np.nan, tenths / 10)


@dataclass(frozen=True, eq=False)
class TitleRows:
    """Titles as vectors, row by row: ``vectors`` leads from a row to its terms, rising."""

    vectors: InvertedIndex
    columns: Columns

    def __len__(self) -> int:
        return len(self.columns.profile)


@dataclass(frozen=True, eq=False)
class Vector:
    """What is looked for: a title, or a blend of several.

    ``terms`` rise; ``tables`` has for each coded family what every code is worth to a title of
    length 1. ``factors`` multiply the parts of the prior.
    """

    terms: Ints
    weights: Floats
    tables: Mapping[str, Floats]
    popularity: float = 0.0
    rating: float = np.nan
    factors: Mapping[str, float] = field(default_factory=dict)


def rarity(document_counts: Ints, n_rows: int) -> NDArray[np.float32]:
    """Return the inverse document frequency ln((N + 1) / (df + 1)) of every term."""
    idf = np.log((n_rows + 1) / (document_counts + 1.0))
    return np.maximum(idf, LEAST_RARITY).astype(np.float32)


def unit_weights(
    rows: Ints, families: Ints, raw: Floats, codes: Ints
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the weights of terms such that every row is a vector as described above.

    ``rows``, ``families`` (positions in FAMILIES) and ``raw`` (strength x rarity) have one entry
    per (row, term) pair; ``codes`` has a row for each title and a column for each of CODED. Second
    is 1 / length of every row.
    """
    n_rows, n_families = len(codes), len(FAMILIES)
    block = rows.astype(np.int64) * n_families + families
    squares = np.bincount(block, np.square(raw, dtype=np.float64), n_rows * n_families)
    known = squares.reshape(n_rows, n_families) > 0
    known[:, [FAMILIES.index(family) for family in CODED]] = codes > 0
    known_weight = known @ FAMILY_WEIGHTS
    inverse = 1 / np.sqrt(known_weight + UNKNOWN * (FAMILY_WEIGHTS.sum() - known_weight))
    weights = raw / np.sqrt(squares)[block] * np.sqrt(FAMILY_WEIGHTS)[families] * inverse[rows]
    return weights.astype(np.float32), inverse.astype(np.float32)


def self_cosines(languages: Ints, sizes: Mapping[str, int]) -> dict[str, Floats]:
    """Return what each code of each coded family adds to the cosine of a title with itself.

    ``languages`` are the codes of the languages of all titles, ``sizes`` how many codes there are.
    """
    counts = np.bincount(languages, minlength=sizes["language"])
    cosines: dict[str, Floats] = {family: np.ones(sizes[family]) for family in CODED}
    cosines["language"] = np.minimum(1, rarity(counts, int(counts.sum())) / RARE_LANGUAGE)
    for cosine in cosines.values():
        cosine[0] = 0  # nothing is like the unknown
    return cosines


def vector_of(titles: TitleRows, row: int, cosines: Mapping[str, Floats]) -> Vector:
    """Return the vector of a title; ``cosines`` are ``self_cosines``."""
    terms, weights = titles.vectors.posting(row)
    columns = titles.columns
    length = float(columns.inverse_length[row])
    codes = columns.profiles[columns.profile[row]].tolist()
    tables = {
        family: WEIGHTS[family] * length * alikeness(family, code, cosines[family])
        for family, code in zip(CODED, codes, strict=True)
    }
    percent, tenths = columns.standings[columns.standing[row]].tolist()
    rating = np.nan if tenths < 0 else tenths / 10
    return Vector(terms.astype(np.int64), weights.astype(np.float64), tables, percent / 100, rating)


def alikeness(family: str, code: int, cosines: Floats) -> NDArray[np.float64]:
    """Return the cosine of each code of a family with ``code``; ``cosines`` are with itself."""
    n = len(cosines)
    if code and family == "era":
        return np.asarray(_by_distance(n)[n - 1 - code : 2 * n - 1 - code] * cosines, np.float64)
    return np.asarray(np.where(np.arange(n) == code, cosines, 0.0) * (code > 0), np.float64)


@lru_cache
def _by_distance(n: int) -> NDArray[np.float64]:
    """Return the cosine of two of ``n`` years by their distance, from 1 - n to n - 1."""
    return np.asarray(np.exp(-np.abs(np.arange(1 - n, n)) / ERA_YEARS), np.float64)


def combine(parts: Sequence[tuple[float, Vector]]) -> Vector:
    """Return the sum of vectors, each multiplied by its number; its prior is left open."""
    terms = np.concatenate([vector.terms for _, vector in parts])
    weights = np.concatenate([share * vector.weights for share, vector in parts])
    unique, position = np.unique(terms, return_inverse=True)
    summed = np.bincount(position, weights, len(unique)).astype(np.float64)
    tables = {
        family: np.sum([share * vector.tables[family] for share, vector in parts], axis=0)
        for family in CODED
    }
    return Vector(unique, summed, tables)


def blend(liked: Sequence[Vector], disliked: Sequence[Vector] = ()) -> Vector:
    """Return the mean of what is liked, less DISLIKE x the mean of what is not.

    A cosine with the blend is the mean of the cosines with the liked titles, and so on. The
    blend of one title is that title.
    """
    parts = [(1 / len(liked), vector) for vector in liked]
    parts += [(-DISLIKE / len(disliked), vector) for vector in disliked]
    ratings = [vector.rating for vector in liked if not np.isnan(vector.rating)]
    return replace(
        combine(parts),
        popularity=float(np.mean([vector.popularity for vector in liked])),
        rating=float(np.mean(ratings)) if ratings else np.nan,
    )


def prior(query: Vector, columns: Columns) -> dict[str, NDArray[np.float64]]:
    """Return what popularity and rating add to the scores of titles, by standing.

    All of it is between 0 and PRIOR_SHARE, before ``factors``.
    """
    unit = PRIOR_SHARE / sum(PRIORS.values())
    parts = {name: unit * PRIORS[name] * part for name, part in prior_parts(query, columns).items()}
    both = {
        "popularity": parts["popularity"] + parts["as_popular"],
        "rating": parts["rating"] + parts["as_rated"],
    }
    return {name: query.factors.get(name, 1.0) * part for name, part in both.items()}


def prior_parts(query: Vector, columns: Columns) -> dict[str, NDArray[np.float64]]:
    """Return the parts of the prior, named as in PRIORS, by standing: each between 0 and 1.

    How popular (well rated) a title is, and how near it is to the query. Of popularity the square
    counts: among well-known titles popularity itself hardly differs. Unknown counts 0.
    """
    popularity, rating = columns.popularity, columns.rating
    as_popular = np.clip(1 - 2 * np.abs(popularity - query.popularity), 0, 1)
    return {
        "popularity": popularity**2,
        "rating": np.nan_to_num(np.clip((rating - 5) / 3, 0, 1)),
        "as_popular": as_popular * (popularity > 0) * (query.popularity > 0),
        "as_rated": np.nan_to_num(np.clip(1 - np.abs(rating - query.rating) / 2, 0, 1)),
    }


def coded(query: Vector, columns: Columns) -> dict[str, NDArray[np.float64]]:
    """Return what each coded family adds to the scores of titles of length 1, by profile."""
    worth = {
        family: np.asarray(query.tables[family][columns.profiles[:, place]], np.float64)
        for place, family in enumerate(CODED)
    }
    return {family: (1 - PRIOR_SHARE) * each for family, each in worth.items()}


def contributions(query: Vector, titles: TitleRows, rows: Ints) -> tuple[Ints, Ints, Floats]:
    """Return (position in ``rows``, term, what it adds) of every term shared with the query."""
    positions, terms, weights = titles.vectors.postings_of(rows)
    shared = (place := places_of(query.terms, terms)) >= 0
    products = (1 - PRIOR_SHARE) * query.weights[place[shared]] * weights[shared]
    return positions[shared], terms[shared], products


def scores(query: Vector, titles: TitleRows, rows: Ints) -> NDArray[np.float64]:
    """Return the scores of ``rows``, in float64: the sum of all that is reported as reasons."""
    positions, _, products = contributions(query, titles, rows)
    summed = np.bincount(positions, products, len(rows)).astype(np.float64)
    by_profile, by_standing = _beside_terms(query, titles.columns)
    summed += by_profile[titles.columns.profile[rows]] * titles.columns.inverse_length[rows]
    return summed + by_standing[titles.columns.standing[rows]]


def neighbours(
    query: Vector,
    postings: InvertedIndex,
    titles: TitleRows,
    n: int,
    allowed: NDArray[np.bool_] | None = None,
) -> tuple[Ints, NDArray[np.float64]]:
    """Return the ``n`` rows that score best, best first, ties by row, and their scores.

    Exact: all rows are scored in float32, and those that are among the best but for rounding once
    more in float64. Rows whose shared terms do not sum to more than 0, or that are not
    ``allowed``, are never returned.
    """
    rough = postings.scores(query.terms, query.weights * (1 - PRIOR_SHARE))
    is_candidate = rough > 0
    if allowed is not None:
        is_candidate &= allowed
    by_profile, by_standing = _beside_terms(query, titles.columns)
    beside = np.empty_like(rough)
    # Every code is one of the table; "clip" spares numpy a copy.
    by_profile.astype(np.float32).take(titles.columns.profile, out=beside, mode="clip")
    beside *= titles.columns.inverse_length
    rough += beside
    by_standing.astype(np.float32).take(titles.columns.standing, out=beside, mode="clip")
    rough += beside
    rough *= is_candidate
    # Titles are no longer than 1, so what is added up is no more than the query is long.
    length = max(1.0, float(np.linalg.norm(query.weights)))
    rows, _ = top(rough, n, margin=ROUNDING * length)
    exact = scores(query, titles, rows)
    order = np.lexsort((rows, -exact))[:n]
    order = order[exact[order] > 0]
    return rows[order], exact[order]


def _beside_terms(
    query: Vector, columns: Columns
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what is added to scores beside terms: by profile, for length 1, and by standing."""
    by_profile = np.sum(list(coded(query, columns).values()), axis=0)
    by_standing = np.sum(list(prior(query, columns).values()), axis=0)
    return by_profile, by_standing
