"""Which rating a person may give a title: biases, and what its own ratings say beyond them. [pure]

The bias of a person for a title is mean + title's + person's. Its residuals, what it gave less
that, are carried over to a title by the cosine of both titles' residuals over all people, n common
raters counting n / (n + SHRINK) (Bell and Koren 2007, "Scalable collaborative filtering with
jointly derived neighborhood interpolation weights"); the NEAREST own titles count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]

#: Own titles that count for a prediction, and common raters at which a cosine counts half.
NEAREST, SHRINK = 40, 25.0
#: Ratings that a person's bias is drawn to 0 by.
PERSON_DAMPING = 5.0
LOWEST, HIGHEST = 1.0, 10.0


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
        expected = self.mean + self._biases(known)
        person = float((values - expected).sum() / (len(values) + PERSON_DAMPING))
        found = self.mean + self._biases(wanted) + person
        told, counted = self._told(known, values - expected - person, wanted)
        errors = self.errors[np.minimum(counted, len(self.errors) - 1)].astype(np.float64)
        return np.clip(found + told, LOWEST, HIGHEST), errors

    def _biases(self, columns: Ints) -> Floats:
        return np.where(columns >= 0, self.biases[columns].astype(np.float64), 0.0)

    def _told(self, known: Ints, residuals: Floats, wanted: Ints) -> tuple[Floats, Ints]:
        """Return what the residuals say of each wanted column, and how many of them counted."""
        told, counted = np.zeros(len(wanted)), np.zeros(len(wanted), np.int64)
        place = np.full(len(self.biases), -1)
        place[self.paired] = np.arange(len(self.paired))
        mine, theirs = (
            np.where(known >= 0, place[known], -1),
            np.where(wanted >= 0, place[wanted], -1),
        )
        here = np.flatnonzero(theirs >= 0)
        mine, residuals = mine[mine >= 0], residuals[mine >= 0]
        if not len(mine) or not len(here):
            return told, counted
        cosines = self.cosines[np.ix_(theirs[here], mine)].astype(np.float64)
        cosines[theirs[here][:, None] == mine[None, :]] = 0
        cosines = np.maximum(cosines, 0)
        if len(mine) > NEAREST:
            least = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST, None]
            cosines = np.where(cosines >= least, cosines, 0)
        sums = cosines.sum(axis=1)
        told[here] = cosines @ residuals / np.where(sums, sums, 1)
        counted[here] = (cosines > 0).sum(axis=1)
        return told, counted
