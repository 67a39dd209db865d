"""Ratings as arrays, and who likes what. [pure]"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recommendations.collaborative.formula import LIKED

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ratings:
    """Who rated what with how much (1-10), by rising person, each title of a person once.

    ``people`` are numbered from 0 to ``n_people`` - 1; ``columns`` are positions in ``title_ids``,
    which rise. ``times`` only tell which came first.
    """

    people: Ints
    columns: Ints
    values: Floats
    title_ids: Ints
    n_people: int
    times: Ints

    @classmethod
    def of(cls, people: Ints, title_ids: Ints, values: Floats, times: Ints | None = None) -> Self:
        """Return ratings with people and titles numbered, whatever their ids and order."""
        found, numbered = np.unique(people, return_inverse=True)
        titles, columns = np.unique(title_ids, return_inverse=True)
        order = np.lexsort((columns, numbered))
        numbered = numbered[order].astype(np.int32)
        values = np.asarray(values, np.float32)[order]
        times = np.zeros(len(order), np.int64) if times is None else times[order]
        return cls(numbered, columns[order].astype(np.int32), values, titles, len(found), times)

    def __len__(self) -> int:
        return len(self.values)

    def only(self, kept: Bools) -> Self:
        """Return some of the ratings, under the same numbers."""
        return replace(
            self,
            people=self.people[kept],
            columns=self.columns[kept],
            values=self.values[kept],
            times=self.times[kept],
        )

    def counts(self) -> Ints:
        """Return how many people rated each title."""
        return np.bincount(self.columns, minlength=len(self.title_ids))

    def means(self) -> Floats:
        """Return the mean of each person; 0 of those without a rating."""
        sums = np.bincount(self.people, self.values, self.n_people)
        return np.asarray(sums / np.maximum(np.bincount(self.people, minlength=self.n_people), 1))

    def last(self, share: float) -> Bools:
        """Tell which are the last of each person: so large a share, at least one, never the first.

        Of ratings of the same moment those of higher columns come later.
        """
        order = np.lexsort((self.columns, self.times, self.people))
        counts = np.bincount(self.people, minlength=self.n_people)
        ends = np.cumsum(counts)
        least = np.minimum(np.maximum(np.round(counts * share), 1), counts - 1).astype(np.int64)
        marked = np.zeros(len(self), bool)
        marked[order] = np.arange(len(self)) >= (ends - least)[self.people[order]]
        return marked

    def liked(self) -> Bools:
        """Tell of each rating whether it says that the person likes the title (``formula``)."""
        # As float64 for both: a mean of equal ratings is no more than each of them.
        liked: Bools = self.values >= np.minimum(LIKED, self.means())[self.people] - 1e-9
        return liked

    def matrix(self, entries: Floats) -> sp.csr_array:
        """Return ``entries``, one for each rating, as a matrix of people and titles."""
        bounds = np.searchsorted(self.people, np.arange(self.n_people + 1))
        shape = (self.n_people, len(self.title_ids))
        return sp.csr_array((entries.astype(np.float32), self.columns, bounds), shape=shape)
