"""ALS and BPR as the library ``implicit`` has them, where it is installed. [pure]"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
from scipy import sparse

from recommendations.evaluation.personal.history import Floats, History, Ints
from recommendations.evaluation.personal.rankers import CannotRun, Entrant, Ranker

SEED = 0


class Factors(Ranker):
    """Items as factors, and people as what factors their likes come to."""

    def __init__(self, items: Floats, people: Floats) -> None:
        self._items, self._people = items, people

    def scores(self, known: History, people: Ints) -> Floats:
        scores: Floats = self._people[people] @ self._items.T
        return scores


class FoldedFactors(Ranker):
    """The same for people of whom nothing was learnt: their factors are solved for.

    The least squares of ALS (Hu, Koren and Volinsky 2008), with the items' factors held still.
    """

    def __init__(self, items: Floats, alpha: float, regularization: float) -> None:
        self._items, self._alpha = items.astype(np.float64), alpha
        self._base = self._items.T @ self._items + regularization * np.eye(items.shape[1])

    def scores(self, known: History, people: Ints) -> Floats:
        return np.stack([self._of(known.likes[[person]].indices) for person in people.tolist()])

    def _of(self, liked: Ints) -> Floats:
        mine = self._items[liked]
        # A like counts alpha, what is not liked 1.
        left = self._base + (self._alpha - 1) * mine.T @ mine
        scores: Floats = self._items @ np.linalg.solve(left, self._alpha * mine.sum(axis=0))
        return scores


def als(train: History, factors: int, regularization: float, alpha: float) -> Ranker:
    """Learn by alternating least squares."""
    model = _module("als").AlternatingLeastSquares(
        factors=factors,
        regularization=regularization,
        alpha=alpha,
        iterations=15,
        random_state=SEED,
        num_threads=1,
    )
    model.fit(_likes(train), show_progress=False)
    return FoldedFactors(np.asarray(model.item_factors), alpha, regularization)


def bpr(train: History, factors: int, iterations: int) -> Ranker:
    """Learn pairs of what is liked and what is not (Rendle et al. 2009)."""
    model = _module("bpr").BayesianPersonalizedRanking(
        factors=factors, iterations=iterations, random_state=SEED, num_threads=1
    )
    model.fit(_likes(train), show_progress=False)
    return Factors(np.asarray(model.item_factors), np.asarray(model.user_factors))


def _likes(train: History) -> sparse.csr_matrix:
    return sparse.csr_matrix(train.likes)


def _module(name: str) -> ModuleType:
    """Import a part of the library; raises CannotRun if it is not installed."""
    from importlib import import_module

    try:
        return import_module(f"implicit.{name}")
    except ImportError as error:
        raise CannotRun("implicit is not installed (requirements-bench.txt)") from error


def _grid(**choices: tuple[Any, ...]) -> tuple[dict[str, Any], ...]:
    from itertools import product

    return tuple(dict(zip(choices, values, strict=True)) for values in product(*choices.values()))


PEERS = {
    "implicit ALS": Entrant(
        als, _grid(factors=(16, 32, 64), regularization=(0.1, 10.0), alpha=(2.0, 10.0))
    ),
    "implicit BPR": Entrant(bpr, _grid(factors=(16, 63), iterations=(50, 150)), takes_new=False),
}
