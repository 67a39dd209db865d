"""Who rated what, and when, as arrays. [pure]"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recommendations.collaborative.formula import is_disliked

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

#: A rating (1-10) from which on a title is relevant: four stars of five.
RELEVANT = 8


@dataclass(frozen=True, eq=False)
class History:
    """Ratings, one entry each, by person, then by time, then by item.

    ``people`` and ``items`` are numbered from 0, ``values`` are 1-10, ``times`` seconds. Parts of
    a history number people and items as the whole does.
    """

    people: Ints
    items: Ints
    values: Floats
    times: Ints
    n_people: int
    n_items: int

    @classmethod
    def of(
        cls, people: Ints, items: Ints, values: Floats, times: Ints, shape: tuple[int, int]
    ) -> History:
        """Return ratings in any order as a history of ``shape`` (people, items)."""
        order = np.lexsort((items, times, people))
        columns = (people[order], items[order], values[order].astype(np.float64), times[order])
        return cls(*columns, *shape)

    def __len__(self) -> int:
        return len(self.people)

    def only(self, kept: Bools) -> History:
        """Return the ratings that are ``kept``, one flag for each."""
        return replace(
            self,
            people=self.people[kept],
            items=self.items[kept],
            values=self.values[kept],
            times=self.times[kept],
        )

    @cached_property
    def counts(self) -> Ints:
        """Return how many ratings each person has."""
        return np.bincount(self.people, minlength=self.n_people)

    @cached_property
    def places(self) -> Ints:
        """Return of each rating which one of its person it is, from 0."""
        return np.arange(len(self)) - self._starts[self.people]

    @cached_property
    def means(self) -> Floats:
        """Return the mean rating of each person; 0 of those without any."""
        sums = np.bincount(self.people, self.values, self.n_people)
        means: Floats = sums / np.maximum(self.counts, 1)
        return means

    @cached_property
    def liked(self) -> Bools:
        """Tell of each rating whether it says that somebody liked a title.

        Four stars and more, or no less than the person's mean: who rates low likes something too.
        """
        liked: Bools = self.values >= np.minimum(RELEVANT, self.means[self.people])
        return liked

    @cached_property
    def seen(self) -> sparse.csr_array:
        """Return the ratings as a matrix of people and items."""
        return self._matrix(np.ones(len(self), bool), self.values)

    @cached_property
    def likes(self) -> sparse.csr_array:
        """Return 1 where a person liked an item, in float32."""
        return self._matrix(self.liked, np.ones(len(self), np.float32))

    @cached_property
    def relevant(self) -> sparse.csr_array:
        """Return 1 where a person gave an item four stars and more."""
        return self._matrix(self.values >= RELEVANT, np.ones(len(self), np.float32))

    @cached_property
    def likers(self) -> Ints:
        """Return how many people liked each item."""
        return np.bincount(self.items[self.liked], minlength=self.n_items)

    @cached_property
    def raters(self) -> Ints:
        """Return how many people rated each item."""
        return np.bincount(self.items, minlength=self.n_items)

    def rated_by(self, person: int) -> slice:
        """Return where the ratings of a person are, the oldest first."""
        first = int(self._starts[person])
        return slice(first, first + int(self.counts[person]))

    def liked_by(self, person: int) -> Ints:
        """Return the items that a person likes, in the order of its ratings, the newest first."""
        mine = self.rated_by(person)
        return self.items[mine][self.liked[mine]][::-1]

    def disliked_by(self, person: int) -> Ints:
        """Return the items that a person dislikes, in the same order."""
        mine = self.rated_by(person)
        disliked = is_disliked(self.values[mine].astype(np.float64), float(self.means[person]))
        return self.items[mine][disliked][::-1]

    @cached_property
    def _starts(self) -> Ints:
        return np.cumsum(self.counts) - self.counts

    def _matrix(self, kept: Bools, values: Floats) -> sparse.csr_array:
        where = (self.people[kept], self.items[kept])
        return sparse.csr_array((values[kept], where), shape=(self.n_people, self.n_items))


@dataclass(frozen=True, eq=False)
class Traits:
    """What is known of people beside ratings, an entry for each: ages, 0 if unknown, and words."""

    ages: Ints
    genders: NDArray[np.str_]
    occupations: NDArray[np.str_]

    @property
    def are_known(self) -> bool:
        """Tell whether anything is known of anybody."""
        return bool(self.ages.any() or (self.genders != "").any())
