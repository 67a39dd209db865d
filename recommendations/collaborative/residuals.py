"""Which rating a person may give a title: biases, and what its own ratings say beyond them. [pure]

The bias of a person for a title is mean + title's + person's. Its residuals, what it gave less
that, are carried over to a title by the cosine of both titles' residuals over all people, n common
raters counting n / (n + SHRINK) (Bell and Koren 2007, "Scalable collaborative filtering with
jointly derived neighborhood interpolation weights"); the NEAREST own titles count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recommendations.collaborative.products import products
from recommendations.collaborative.ratings import Ratings

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]

#: Own titles that count for a prediction, and common raters at which a cosine counts half.
NEAREST, SHRINK = 40, 25.0
#: As many ratings of 0 are added to those that a bias is the mean of.
TITLE_DAMPING, PERSON_DAMPING = 5.0, 5.0
#: Times that the biases of titles and people are worked out by turns.
ROUNDS = 5
#: What a prediction is likely to be off by, before that was measured.
UNMEASURED = 1.5
#: Ratings that cosines are worked out from; of more, those of every n-th person.
MOST_RATINGS = 400_000
LOWEST, HIGHEST = 1.0, 10.0


class Told(NamedTuple):
    """Predicted ratings, what biases alone predict, and how many own titles counted."""

    values: Floats
    biases: Floats
    counted: Ints


@dataclass(frozen=True, eq=False)
class RatingModel:
    """``biases`` has one entry for each column, ``cosines`` is between those in ``paired``.

    ``errors`` is the mean absolute error (of 1-10) by the number of own titles that counted.
    """

    mean: float
    biases: NDArray[np.float32]
    paired: Ints
    cosines: NDArray[np.float16]
    errors: NDArray[np.float32]

    def predict(self, known: Ints, values: Floats, wanted: Ints) -> tuple[Floats, Floats]:
        """Return ratings and their expected errors for ``wanted``; columns, -1 is unknown.

        ``values`` are what the person gave ``known``.
        """
        told = self.told(known, values, wanted)
        errors = self.errors[np.minimum(told.counted, len(self.errors) - 1)]
        return told.values, errors.astype(np.float64)

    def told(self, known: Ints, values: Floats, wanted: Ints) -> Told:
        """Return what is predicted, and what of it comes from biases alone."""
        expected = self.mean + self._biases(known)
        person = float((values - expected).sum() / (len(values) + PERSON_DAMPING))
        biases = self.mean + self._biases(wanted) + person
        beyond, counted = self._beyond(known, values - expected - person, wanted)
        values = np.clip(biases + beyond, LOWEST, HIGHEST)
        return Told(values, np.clip(biases, LOWEST, HIGHEST), counted)

    def _biases(self, columns: Ints) -> Floats:
        if not len(self.biases):
            return np.zeros(len(columns))
        return np.where(columns >= 0, self.biases[columns].astype(np.float64), 0.0)

    def _beyond(self, known: Ints, residuals: Floats, wanted: Ints) -> tuple[Floats, Ints]:
        """Return what the residuals say of each wanted column, and how many of them counted."""
        beyond, counted = np.zeros(len(wanted)), np.zeros(len(wanted), np.int64)
        mine, theirs = self._pairs(known), self._pairs(wanted)
        here = np.flatnonzero(theirs >= 0)
        residuals, mine = residuals[mine >= 0], mine[mine >= 0]
        if not len(mine) or not len(here):
            return beyond, counted
        # The diagonal is 0: a title that is rated tells nothing of itself.
        cosines = self.cosines[np.ix_(theirs[here], mine)].astype(np.float64)
        if len(mine) > NEAREST:
            least = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST, None]
            cosines = np.where(cosines >= least, cosines, 0)
        sums = cosines.sum(axis=1)
        beyond[here] = cosines @ residuals / np.where(sums, sums, 1)
        counted[here] = np.minimum((cosines > 0).sum(axis=1), NEAREST)
        return beyond, counted

    def _pairs(self, columns: Ints) -> Ints:
        """Return the position of each column in ``paired``, -1 where it is not there."""
        if not len(self.paired):
            return np.full(len(columns), -1)
        places = np.minimum(np.searchsorted(self.paired, columns), len(self.paired) - 1)
        return np.where(self.paired[places] == columns, places, -1)


def learn_ratings(ratings: Ratings, paired: Ints) -> RatingModel:
    """Return the biases of all titles and the cosines of the residuals of some (columns)."""
    mean = float(ratings.values.mean(dtype=np.float64)) if len(ratings) else (LOWEST + HIGHEST) / 2
    left = ratings.values.astype(np.float64) - mean
    titles, people = np.zeros(len(ratings.title_ids)), np.zeros(ratings.n_people)
    for _ in range(ROUNDS):
        titles = _damped(ratings.columns, left - people[ratings.people], titles, TITLE_DAMPING)
        people = _damped(ratings.people, left - titles[ratings.columns], people, PERSON_DAMPING)
    residuals = left - titles[ratings.columns] - people[ratings.people]
    every = -(-len(ratings) // MOST_RATINGS) or 1
    matrix = ratings.matrix(residuals)[::every, paired]
    errors = np.full(NEAREST + 1, UNMEASURED, np.float32)
    biases = titles.astype(np.float32)
    return RatingModel(mean, biases, paired, residual_cosines(matrix), errors)


def _damped(groups: Ints, values: Floats, like: Floats, damping: float) -> Floats:
    """Return the mean of each group, drawn to 0; in the shape of ``like``."""
    counts = np.bincount(groups, minlength=len(like))
    return np.asarray(np.bincount(groups, values, len(like)) / (counts + damping))


def residual_cosines(residuals: sp.csr_array) -> NDArray[np.float16]:
    """Return the cosine of every two columns, shrunk, 0 where it is negative; the diagonal is 0."""
    lengths = np.sqrt(np.asarray(residuals.multiply(residuals).sum(axis=0)).ravel())
    inverse = (1 / np.where(lengths > 0, lengths, np.inf)).astype(np.float32)
    rated = residuals.copy()
    rated.data = np.ones(len(rated.data), np.float32)
    cosines = np.empty((residuals.shape[1], residuals.shape[1]), np.float16)
    for (rows, found), (_, both) in zip(products(residuals), products(rated), strict=True):
        both /= both + np.float32(SHRINK)
        found *= both
        found *= inverse
        found *= inverse[rows, None]
        cosines[rows] = np.maximum(found, 0, out=found)
    np.fill_diagonal(cosines, 0)
    return cosines
