"""This project's model made of training ratings, and of what the catalogue tells of titles."""

from __future__ import annotations

from catalog.index_store import IndexMissing
from recommendations.collaborative.content import Described
from recommendations.collaborative.learning import NO_CONTENT, Content, learn
from recommendations.collaborative.model import TasteModel
from recommendations.collaborative.ratings import Ratings
from recommendations.evaluation.personal.history import History
from recommendations.evaluation.personal.own import Learn
from recommendations.evaluation.personal.reading import Ground
from recommendations.training.reading import described

#: Models that are kept: the whole training part, and the part of it within.
KEPT = 2


def learner(ground: Ground) -> Learn:
    """Return what makes a model of training ratings, once for each of them.

    Without an index of similar titles nothing is known of titles but their ratings.
    """
    try:
        told: Described | None = described()
    except IndexMissing:
        told = None
    made: dict[int, tuple[History, TasteModel]] = {}

    def learn_once(train: History) -> TasteModel:
        key = id(train)
        if key not in made or made[key][0] is not train:
            while len(made) >= KEPT:
                del made[next(iter(made))]
            made[key] = (train, _learn(train, ground, told))
        return made[key][1]

    return learn_once


def _learn(train: History, ground: Ground, told: Described | None) -> TasteModel:
    ratings = Ratings.of(train.people, ground.title_ids[train.items], train.values, train.times)
    content = NO_CONTENT
    if told:
        content = Content.of(told, ratings.title_ids, ground.title_ids[ground.is_known])
    return learn(ratings, content)
