"""Which titles the same people like, worked out from ratings. [pure]

Two truths, because each method has its own taste: A, an item-item model of likes (EASE, Steck
2019, "Embarrassingly shallow autoencoders for sparse data"), and B, the adjusted cosine of ratings
(Sarwar et al. 2001), with few common raters shrunk towards 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

#: A rating (1-10) from which on somebody likes a title: four stars of five.
LIKED = 8
#: Penalty of EASE, and common raters at which an adjusted cosine counts half.
RIDGE, SHRINK = 150.0, 20.0
#: So many neighbours of a title are relevant to it.
NEIGHBOURS = 20
#: People whose ratings are unfolded into a dense array at a time.
PEOPLE_AT_ONCE = 2_000

#: Halves of the titles, and both of them.
FITTING, HELD_OUT, ALL = "fitting", "held-out", "all"


@dataclass(frozen=True, eq=False)
class Ratings:
    """Who rated what: one entry per rating, by rising person.

    ``people`` and ``items`` are numbered from 0, ``values`` are 1-10, ``means`` those of the
    person over everything they rated.
    """

    people: Ints
    items: Ints
    values: Floats
    means: Floats
    n_items: int


@dataclass(frozen=True, eq=False)
class CoRatings:
    """Sums over people for every two items, each of shape (n_items, n_items).

    ``likes`` counts who likes both, ``raters`` who rated both; ``products`` sums the products of
    what they gave, less their means.
    """

    likes: Floats
    raters: Floats
    products: Floats


@dataclass(frozen=True, eq=False)
class Source:
    """The ratings of one source, and what follows from them.

    ``title_ids`` are the titles that are ranked, rising. ``relevant`` has by name of a truth
    which of them (columns) are liked by the same people as which (rows); ``shares`` says which
    share of the people rated each, ``keys`` are ids that last. ``left_out`` counts titles that
    would be candidates if there were not too many.
    """

    name: str
    people: int
    ratings: int
    left_out: int
    title_ids: Ints
    relevant: Mapping[str, Bools]
    shares: Floats
    keys: Sequence[str]

    def in_half(self, half: str) -> Bools:
        """Tell which titles are in FITTING, HELD_OUT or ALL."""
        return np.array([half in (half_of(key), ALL) for key in self.keys], bool)

    def in_fold(self, fold: int) -> Bools:
        """Tell which titles of the fitting half are in its fold 0 or 1."""
        folds = np.array([_digest(key)[-1] // 2 % 2 for key in self.keys], np.int64)
        mine: Bools = self.in_half(FITTING) & (folds == fold)
        return mine


def co_ratings(ratings: Ratings) -> CoRatings:
    """Return the sums over all people, some thousands of them unfolded at a time."""
    shape = (ratings.n_items, ratings.n_items)
    likes, raters, products = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    n_people = int(ratings.people[-1]) + 1 if len(ratings.people) else 0
    for first in range(0, n_people, PEOPLE_AT_ONCE):
        part = slice(*np.searchsorted(ratings.people, (first, first + PEOPLE_AT_ONCE)))
        where = (ratings.people[part] - first, ratings.items[part])
        values, means = ratings.values[part], ratings.means[part]
        for total, entries in ((likes, values >= LIKED), (raters, 1.0), (products, values - means)):
            unfolded = np.zeros((PEOPLE_AT_ONCE, ratings.n_items), np.float32)
            unfolded[where] = entries
            total += unfolded.T @ unfolded
    return CoRatings(likes, raters, products)


def ease(likes: Floats) -> Floats:
    """Return in row i what liking item i says for each other item: weights, the diagonal 0."""
    inverse = np.linalg.inv(likes + RIDGE * np.eye(len(likes)))
    weights: Floats = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return weights


def adjusted_cosine(products: Floats, raters: Floats) -> Floats:
    """Return the cosine of every two items' mean-centred ratings, the diagonal 0.

    Multiplied by n / (n + SHRINK), where n people rated both.
    """
    lengths = np.sqrt(np.diag(products))
    lengths = np.where(lengths > 0, lengths, np.inf)
    cosines: Floats = products / np.outer(lengths, lengths) * (raters / (raters + SHRINK))
    np.fill_diagonal(cosines, 0)
    return cosines


def nearest(weights: Floats, n: int = NEIGHBOURS) -> Bools:
    """Mark in each row the ``n`` highest weights above 0; of equal ones the first."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, :n]
    marked = np.zeros(weights.shape, bool)
    np.put_along_axis(marked, order, True, axis=1)
    return marked & (weights > 0)


def truths(ratings: Ratings) -> dict[str, Bools]:
    """Return by name of a truth which items (columns) are relevant to which (rows)."""
    sums = co_ratings(ratings)
    return {
        "A": nearest(ease(sums.likes)),
        "B": nearest(adjusted_cosine(sums.products, sums.raters)),
    }


def half_of(key: str) -> str:
    """Return the half that a title belongs to, by the MD5 of its key: FITTING or HELD_OUT."""
    return HELD_OUT if _digest(key)[-1] % 2 else FITTING


def _digest(key: str) -> bytes:
    return hashlib.md5(key.encode(), usedforsecurity=False).digest()
