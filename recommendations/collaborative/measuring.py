"""How good a model is that has not seen the last ratings of each person, beside simple ones. [pure]

For the decision whether it may replace the one in use; ``evaluation`` compares with more, and more
thoroughly. At most MOST_PEOPLE are asked about, and learned from, so that it stays cheap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from recommendations.collaborative.formula import is_disliked
from recommendations.collaborative.learning import NO_CONTENT, Content, Parameters, learn
from recommendations.collaborative.model import Floats, Ints, TasteModel
from recommendations.collaborative.ratings import Bools, Ratings
from recommendations.collaborative.residuals import NEAREST, UNMEASURED, RatingModel

#: Of each person's ratings the last fifth is held out; liked from four stars on, whoever it is.
SHARE, RELEVANT = 0.2, 8.0
#: The length of lists, and the discounts of their places.
LENGTH = 10
DISCOUNTS = 1 / np.log2(np.arange(2, LENGTH + 2))
#: People that are learned from and asked about; titles that are weighed.
MOST_PEOPLE, MOST_ASKED, MEMORY_MB = 3_000, 300, 40
#: What tells figures that can be compared from others.
PROTOCOL = f"{SHARE} {RELEVANT} {MOST_PEOPLE} {MOST_ASKED} {MEMORY_MB}"
#: Own titles that counted for a prediction: from so many on, its error is another.
STEPS = (0, 1, 3, 6, 11, 21, NEAREST + 1)
#: Predictions that a step needs for an error of its own.
ENOUGH = 200


@dataclass(frozen=True, eq=False)
class Measured:
    """nDCG@10 of each person asked about, by who ranked: "model", "popularity", "item_knn".

    ``rmse`` is of half stars of ten: of the model, and of biases alone.
    """

    ndcg: Mapping[str, Floats]
    rmse: Mapping[str, float]
    errors: Floats = field(default_factory=lambda: np.full(NEAREST + 1, UNMEASURED))

    @property
    def people(self) -> int:
        return len(self.ndcg["model"])

    def mean(self, name: str) -> float:
        """Return the mean nDCG@10; 0 of nobody."""
        return float(self.ndcg[name].mean()) if self.people else 0.0

    def at_best(self, other: Floats) -> float:
        """Return what the model's mean is above that of ``other`` at most, but for chance.

        The upper bound of the 95 % interval of the difference, person by person.
        """
        apart = self.ndcg["model"] - other
        if len(apart) < 2:
            return 0.0
        return float(apart.mean() + 1.96 * apart.std(ddof=1) / np.sqrt(len(apart)))

    def facts(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return {
            "protocol": PROTOCOL,
            "people": self.people,
            "above_item_knn_at_best": round(self.at_best(self.ndcg["item_knn"]), 5),
            "ndcg_10": {name: round(self.mean(name), 5) for name in self.ndcg},
            "rmse": {name: round(value, 5) for name, value in self.rmse.items()},
        }


def measure(
    ratings: Ratings, content: Content = NO_CONTENT, parameters: Parameters | None = None
) -> Measured:
    """Learn from all but the last ratings of each person, and compare with these."""
    parameters = parameters or Parameters()
    parameters = replace(parameters, memory_mb=min(MEMORY_MB, parameters.memory_mb))
    ratings = ratings.only(_some(ratings.n_people, MOST_PEOPLE)[ratings.people])
    held_out = ratings.last(SHARE)
    known, later = ratings.only(~held_out), ratings.only(held_out)
    model = learn(known, content, parameters)
    fans = np.unique(later.people[later.values >= RELEVANT])
    is_fan = np.zeros(ratings.n_people, bool)
    is_fan[fans] = True
    lots = np.where(is_fan, np.random.default_rng(1).random(ratings.n_people), 2.0)
    asked = np.sort(np.argsort(lots)[: min(len(fans), MOST_ASKED)])
    ndcg: dict[str, list[float]] = {"model": [], "popularity": [], "item_knn": []}
    knn = _ItemKnn(known, model.weighed)
    predictions = []
    for person in asked.tolist():
        mine, then = _of(known, person), _of(later, person)
        relevant = then.columns[then.values >= RELEVANT]
        lately = np.argsort(-mine.times, kind="stable")
        liked = mine.columns[lately][known_liked(mine)[lately]]
        disliked = mine.columns[lately][known_disliked(mine)[lately]]
        lists = {
            "model": model.scores(model.title_ids[liked], model.title_ids[disliked]),
            "popularity": model.likes.astype(np.float64),
            "item_knn": knn.scores(liked),
        }
        for name, scores in lists.items():
            ndcg[name].append(_ndcg(scores, mine.columns, relevant))
        predictions.append(_predictions(model.ratings, mine, then))
    return Measured({name: np.array(each) for name, each in ndcg.items()}, *_errors(predictions))


def known_liked(mine: Ratings) -> Bools:
    """Tell which of one person's ratings are likes."""
    alone = replace(mine, people=np.zeros(len(mine), np.int64), n_people=1)
    return alone.liked()


def known_disliked(mine: Ratings) -> Bools:
    """Tell which of one person's ratings say that it dislikes a title."""
    values = mine.values.astype(np.float64)
    return is_disliked(values, float(values.mean()) if len(values) else 0.0)


def _some(n: int, most: int) -> Bools:
    """Mark at most ``most`` of ``n``; nearly the same ones if some come after them."""
    marked = np.zeros(n, bool)
    marked[np.argsort(np.random.default_rng(0).random(n))[:most]] = True
    return marked


def _of(ratings: Ratings, person: int) -> Ratings:
    mine = slice(*np.searchsorted(ratings.people, (person, person + 1)))
    return replace(
        ratings,
        people=ratings.people[mine],
        columns=ratings.columns[mine],
        values=ratings.values[mine],
        times=ratings.times[mine],
    )


def _ndcg(scores: Floats, seen: Ints, relevant: Ints) -> float:
    """Return nDCG@LENGTH of the unseen; ties in the order of columns, gains 0 and 1."""
    scores = scores.copy()
    scores[seen] = -np.inf
    bound = np.partition(scores, -LENGTH)[-LENGTH] if len(scores) > LENGTH else -np.inf
    best = np.flatnonzero(scores >= bound)
    best = best[np.argsort(-scores[best], kind="stable")][:LENGTH]
    is_relevant = np.zeros(len(scores), bool)
    is_relevant[relevant] = True
    gained = is_relevant[best] @ DISCOUNTS[: len(best)]
    return float(gained / DISCOUNTS[: len(relevant)].sum())


class _ItemKnn:
    """Cosines of likes, summed over the liked titles: what most projects do."""

    def __init__(self, known: Ratings, weighed: Ints) -> None:
        liked = known.only(known.liked())
        likes = liked.matrix(np.ones(len(liked)))[:, weighed]
        lengths = np.sqrt(np.asarray(likes.sum(axis=0), np.float64))
        self._across = likes.T.tocsr()
        self._inverse = (1 / np.where(lengths > 0, lengths, np.inf)).astype(np.float32)
        self._weighed, self._n_titles = weighed, len(known.title_ids)

    def scores(self, liked: Ints) -> Floats:
        """Return Σ cosine(j, i) over liked j, as two products with the likes of all."""
        is_liked = np.zeros(self._n_titles, bool)
        is_liked[liked] = True
        place = np.flatnonzero(is_liked[self._weighed])
        mine = np.zeros(len(self._weighed), np.float32)
        mine[place] = self._inverse[place]
        found = (self._across @ (mine @ self._across)) * self._inverse
        found[place] -= 1  # a title and itself
        scores = np.zeros(self._n_titles)
        scores[self._weighed] = found
        return scores


def _predictions(model: RatingModel, mine: Ratings, then: Ratings) -> Floats:
    """Return (what was given, the model's prediction, that of biases, how many counted)."""
    told = model.told(mine.columns, mine.values.astype(np.float64), then.columns)
    return np.stack([then.values, told.values, told.biases, told.counted], axis=1)


def _errors(predictions: list[Floats]) -> tuple[dict[str, float], Floats]:
    """Return the root mean square errors, and the mean absolute error by how many counted."""
    errors = np.full(NEAREST + 1, UNMEASURED)
    if not predictions:
        return {}, errors
    given, found, biases, counted = np.concatenate(predictions).T
    off = np.abs(given - found)
    errors[:] = off.mean()
    for first, stop in pairwise(STEPS):
        here = (counted >= first) & (counted < stop)
        if here.sum() >= ENOUGH:
            errors[first:stop] = off[here].mean()
    squares = {"model": found, "biases": biases}
    return {
        name: float(np.sqrt(np.mean((given - each) ** 2))) for name, each in squares.items()
    }, errors


def with_errors(model: TasteModel, measured: Measured) -> TasteModel:
    """Return the model with the errors that were measured."""
    errors = measured.errors.astype(np.float32)
    return replace(model, ratings=replace(model.ratings, errors=errors))
