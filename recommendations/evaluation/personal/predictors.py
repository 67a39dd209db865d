"""Ratings predicted: what everybody gives, biases, biased matrix factorisation. [pure]"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from recommendations.evaluation import metrics
from recommendations.evaluation.personal.history import Floats, History, Ints

SEED = 0
#: Ratings that a bias of an item, and of a person, is shrunk by: less is known of fewer.
ITEM_SHRINK, PERSON_SHRINK = 5.0, 5.0
#: What can be given.
LOWEST, HIGHEST = 1.0, 10.0
#: Half stars to stars.
STARS = 0.5


class Predictor(Protocol):
    """Something that has learnt from ratings, and predicts others of the same people."""

    def predict(self, people: Ints, items: Ints) -> Floats:
        """Return a rating (1-10) of each pair of a person and an item."""
        ...


class Biases(Predictor):
    """The mean, and how much more an item gets and a person gives, shrunk by their counts.

    Without one of the two: the mean of the person, or of the item.
    """

    def __init__(self, train: History, *, of_items: bool = True, of_people: bool = True) -> None:
        self.mean = float(train.values.mean()) if len(train) else (LOWEST + HIGHEST) / 2
        rest = train.values - self.mean
        self.items: Floats = np.zeros(train.n_items)
        if of_items:
            self.items = _shrunk(rest, train.items, train.n_items, ITEM_SHRINK)
        self.people: Floats = np.zeros(train.n_people)
        if of_people:
            rest = rest - self.items[train.items]
            self.people = _shrunk(rest, train.people, train.n_people, PERSON_SHRINK)

    def predict(self, people: Ints, items: Ints) -> Floats:
        predicted: Floats = np.clip(
            self.mean + self.people[people] + self.items[items], LOWEST, HIGHEST
        )
        return predicted


class BiasedFactors(Predictor):
    """Biased matrix factorisation (Koren, Bell and Volinsky 2009), by alternating least squares.

    Each person is a bias and ``factors`` numbers, and so is each item. One side at a time is
    solved for while the other is held still. The penalty of factors is ``ridge`` times the number
    of ratings (Zhou et al. 2008), that of a bias does not grow.
    """

    def __init__(
        self, train: History, factors: int = 8, ridge: float = 0.3, rounds: int = 12
    ) -> None:
        rng = np.random.default_rng(SEED)
        self._mean = float(train.values.mean())
        # Of a person first its bias, then its factors; of an item first its factors.
        self._people = np.zeros((train.n_people, factors + 1))
        self._items = np.zeros((train.n_items, factors + 1))
        self._items[:, :factors] = rng.normal(0, 0.1, (train.n_items, factors))
        by_person = list(_groups(train.people, train.n_people))
        by_item = list(_groups(train.items, train.n_items))
        for _ in range(rounds):
            rest = train.values - self._mean - self._items[train.items, factors]
            others = np.insert(self._items[:, :factors], 0, 1, axis=1)
            grows = np.arange(factors + 1) > 0
            _solve(self._people, others, by_person, train.items, rest, ridge * grows)
            rest = train.values - self._mean - self._people[train.people, 0]
            others = np.append(self._people[:, 1:], np.ones((train.n_people, 1)), axis=1)
            _solve(self._items, others, by_item, train.people, rest, ridge * grows[::-1])

    def predict(self, people: Ints, items: Ints) -> Floats:
        mine, theirs = self._people[people], self._items[items]
        products = np.sum(mine[:, 1:] * theirs[:, :-1], axis=1)
        predicted: Floats = np.clip(
            self._mean + mine[:, 0] + theirs[:, -1] + products, LOWEST, HIGHEST
        )
        return predicted


#: Name -> how it learns. What this project predicts is beside them.
PEERS: dict[str, Callable[[History], Predictor]] = {
    "mean": lambda train: Biases(train, of_items=False, of_people=False),
    "mean of the title": lambda train: Biases(train, of_people=False),
    "biases": Biases,
    "biased MF": BiasedFactors,
}


def errors(predictor: Predictor, hidden: History) -> dict[str, Any]:
    """Return RMSE and MAE in stars, with an interval over people; as plain values."""
    missed = (predictor.predict(hidden.people, hidden.items) - hidden.values) * STARS
    people, places = np.unique(hidden.people, return_inverse=True)
    counts = np.bincount(places, minlength=len(people)).astype(np.float64)
    sums = np.stack([np.bincount(places, missed**2, len(people)), counts], axis=1)
    drawn = metrics.resampled_means(sums)
    low, high = metrics.interval(np.sqrt(drawn[:, 0] / drawn[:, 1]))
    return {
        "rmse": float(np.sqrt(np.mean(missed**2))),
        "rmse_low": low,
        "rmse_high": high,
        "mae": float(np.mean(np.abs(missed))),
    }


def _shrunk(rest: Floats, groups: Ints, n: int, shrink: float) -> Floats:
    sums = np.bincount(groups, rest, n)
    means: Floats = sums / (np.bincount(groups, minlength=n) + shrink)
    return means


def _groups(groups: Ints, n: int) -> Iterable[tuple[int, Ints]]:
    """Yield each group that has entries, and where they are."""
    order = np.argsort(groups, kind="stable")
    bounds = np.searchsorted(groups[order], np.arange(n + 1))
    for group, (first, last) in enumerate(pairwise(bounds.tolist())):
        if last > first:
            yield group, order[first:last]


def _solve(
    solved: Floats,
    others: Floats,
    groups: Iterable[tuple[int, Ints]],
    other_of: Ints,
    rest: Floats,
    ridges: Floats,
) -> None:
    """Put into each row of ``solved`` the least squares of its ratings, the others held still.

    ``ridges`` are penalties for each rating; where there is none, it is that of a bias.
    """
    for row, entries in groups:
        theirs = others[other_of[entries]]
        penalties = np.where(ridges > 0, ridges * len(entries), ITEM_SHRINK)
        left = theirs.T @ theirs + np.diag(penalties)
        solved[row] = np.linalg.solve(left, theirs.T @ rest[entries])
