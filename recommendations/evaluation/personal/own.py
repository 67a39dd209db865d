"""This project's model among those who are judged. [pure]"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from catalog.inverted_index import InvertedIndex
from recommendations.collaborative.formula import content_share, popularity_share
from recommendations.collaborative.model import TasteModel
from recommendations.evaluation.personal.blend import GRID, Blend
from recommendations.evaluation.personal.history import Floats, History, Ints
from recommendations.evaluation.personal.predictors import Predictor
from recommendations.evaluation.personal.rankers import NEVER, Entrant, Ranker

#: Makes a model of training ratings; titles are those of the whole source.
Learn = Callable[[History], TasteModel]
HYBRID, TOGETHER, BLEND, NEIGHBOURS = "hybrid", "EASE", "opaque blend", "item-kNN of residuals"
#: People whose scores are compared with the sums of their parts.
SAMPLE = 50


def opinions_of(known: History, person: int, title_ids: Ints) -> tuple[Ints, Ints]:
    """Return the titles that a person likes, and those that it dislikes, the newest first."""
    return title_ids[known.liked_by(person)], title_ids[known.disliked_by(person)]


class Taste(Ranker):
    """The model, asked as pages ask it: with own titles in the order of rating."""

    def __init__(self, model: TasteModel, title_ids: Ints) -> None:
        self._model, self._title_ids = model, title_ids
        self._items = np.searchsorted(title_ids, model.title_ids)

    def scores(self, known: History, people: Ints) -> Floats:
        scores = np.full((len(people), known.n_items), NEVER)
        for place, person in enumerate(people.tolist()):
            said = opinions_of(known, person, self._title_ids)
            scores[place, self._items] = self._model.scores(*said)
        return scores


class NewTitles(Ranker):
    """The same model, asked for titles that nobody has rated."""

    def __init__(self, model: TasteModel, title_ids: Ints) -> None:
        self._model, self._title_ids = model, title_ids
        self._items = np.searchsorted(title_ids, model.new_ids)

    def scores(self, known: History, people: Ints) -> Floats:
        scores = np.full((len(people), known.n_items), NEVER)
        for place, person in enumerate(people.tolist()):
            said = opinions_of(known, person, self._title_ids)
            scores[place, self._items] = self._model.new_scores(*said)
        return scores


class Residuals(Predictor):
    """The ratings that the model predicts, person by person."""

    def __init__(self, model: TasteModel, title_ids: Ints, known: History) -> None:
        self._model, self._title_ids, self._known = model, title_ids, known

    def predict(self, people: Ints, items: Ints) -> Floats:
        predicted = np.zeros(len(people))
        for person in np.unique(people).tolist():
            mine = self._known.rated_by(person)
            rated = zip(
                self._title_ids[self._known.items[mine]].tolist(),
                self._known.values[mine].tolist(),
                strict=True,
            )
            asked = people == person
            found = self._model.predicted(dict(rated), self._title_ids[items[asked]])
            predicted[asked] = found.values
        return predicted


def of_likes_only(model: TasteModel) -> TasteModel:
    """Return what is left of the model: weights and lifts, which are both learned from likes."""
    n = len(model.title_ids)
    none = np.zeros(0, np.int64)
    nothing = InvertedIndex.build(none, none, none.astype(np.float32), n_terms=n, n_rows=n)
    return replace(model, likes=np.zeros_like(model.likes), content=nothing)


def weights_only(model: TasteModel) -> TasteModel:
    """Return the model without lifts, too: EASE alone."""
    none = np.zeros(0, np.int64)
    return replace(
        of_likes_only(model),
        popular=none,
        lifts=np.zeros((len(model.weighed), 0), np.float16),
    )


def entrants(learn: Learn, title_ids: Ints) -> dict[str, Entrant]:
    """Return the hybrid, EASE alone, and the opaque blend of the hybrid's parts."""

    def blend(train: History, content: float, popularity: float) -> Ranker:
        model = learn(train)
        reduced = (weights_only(model), of_likes_only(model), model)
        rankers = [Taste(each, title_ids) for each in reduced]
        popular = np.zeros(train.n_items)
        popular[np.searchsorted(title_ids, model.title_ids)] = np.log1p(model.likes)

        def parts_of(known: History, people: Ints) -> tuple[Floats, Floats, Floats]:
            together, of_likes, whole = (_known(each.scores(known, people)) for each in rankers)
            liked = [len(known.liked_by(person)) for person in people.tolist()]
            b = np.array([[popularity_share(n)] for n in liked])
            a = np.array([[content_share(max(n, 1))] for n in liked])
            # Popularity and lifts belong together: the logarithm of a share of people.
            counted = popular + (of_likes - together) / b
            return together, (whole - of_likes - b * popular) / a, counted

        return Blend(parts_of, content, popularity)

    return {
        HYBRID: Entrant(lambda train: Taste(learn(train), title_ids), is_peer=False),
        TOGETHER: Entrant(
            lambda train: Taste(weights_only(learn(train)), title_ids), is_peer=False
        ),
        BLEND: Entrant(blend, GRID, is_peer=False),
    }


def _known(scores: Floats) -> Floats:
    """Return scores with 0 for titles that the model does not know, which are few."""
    known: Floats = np.where(scores > NEVER, scores, 0.0)
    return known


def parts_difference(model: TasteModel, known: History, title_ids: Ints) -> float:
    """Return by how much a score differs at most from the sum of its shown parts."""
    people = np.flatnonzero(known.counts)[:SAMPLE]
    most = 0.0
    for person in people.tolist():
        liked, disliked = opinions_of(known, person, title_ids)
        scores = model.scores(liked, disliked)
        parts: Any = model.parts(liked, model.title_ids, disliked)
        most = max(most, float(np.abs(scores - parts.scores).max()))
        if len(model.new_ids):
            summed = model.new_parts(liked, model.new_ids, disliked).sum(axis=1)
            scores = model.new_scores(liked, disliked)
            most = max(most, float(np.abs(scores - summed).max()))
    return most
