"""What people with the same taste like, what is alike, and what is popular: one formula.

The formula, and what each part of it is, is in ``recommendations.collaborative``.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from recommendations.collaborative.model import TasteModel
from recommendations.explanations import Reason
from recommendations.features import Floats, Ints
from recommendations.recommenders.base import TooFewFacts
from recommendations.recommenders.candidates import may_answer
from recommendations.recommenders.personal import Grounds, PersonalQuery, Scored
from recommendations.training.current import current_model

#: Parts of a score in words.
WORDS = {
    "together": "people who like what you like, like it",
    "alike": "what it is about, and who made it",
    "popularity": "how many people like it",
}


class HybridRecommender:
    """The model that was trained on ratings."""

    is_personal = True

    def rank(self, query: PersonalQuery) -> Scored:
        """Score every title that anybody has rated. Queries as ``may_answer``."""
        model, (liked, disliked) = current_model(), _opinions(query)
        if not np.isin(liked, model.title_ids).any():
            raise TooFewFacts("the model knows none of the liked titles")
        allowed = may_answer(model.title_ids, query.filters, query.taste.left_out)
        scores = model.scores(liked, disliked)[allowed]
        grounds = partial(_grounds, model, liked, disliked)
        return Scored(model.title_ids[allowed], scores, grounds)


class NewTitles:
    """Titles that nobody has rated, by what the model says of titles like them.

    Their scores cannot be compared with others': a list has places of its own for them.
    """

    is_personal = True

    def rank(self, query: PersonalQuery) -> Scored:
        """Score every title that nobody has rated and enough is told about."""
        model, (liked, disliked) = current_model(), _opinions(query)
        allowed = may_answer(model.new_ids, query.filters, query.taste.left_out)
        scores = model.new_scores(liked, disliked)
        allowed &= scores > 0
        grounds = partial(_new_grounds, model, liked, disliked)
        return Scored(model.new_ids[allowed], scores[allowed], grounds)


def _opinions(query: PersonalQuery) -> tuple[Ints, Ints]:
    """Return what is liked and what is disliked, the newest first. Raises TooFewFacts."""
    liked, disliked = query.taste.lately, query.taste.disliked_lately
    if not liked:
        raise TooFewFacts("nothing is known to be liked")
    return np.array(liked, np.int64), np.array(disliked, np.int64)


def _grounds(
    model: TasteModel, liked: Ints, disliked: Ints, title_ids: Ints, _: Floats
) -> list[Grounds]:
    parts = model.parts(liked, title_ids, disliked)
    sums = (parts.together.sum(axis=1), parts.alike.sum(axis=1), parts.popularity)
    found = []
    for own, *weights in zip(parts.own, *(each.tolist() for each in sums), strict=True):
        kinds = [Reason(kind, WORDS[kind], w) for kind, w in zip(WORDS, weights, strict=True)]
        found.append(Grounds(_own(liked, disliked, own), beside=(kinds[-1],), kinds=tuple(kinds)))
    return found


def _new_grounds(
    model: TasteModel, liked: Ints, disliked: Ints, title_ids: Ints, _: Floats
) -> list[Grounds]:
    parts = model.new_parts(liked, title_ids, disliked)
    return [Grounds(_own(liked, disliked, own)) for own in parts]


def _own(liked: Ints, disliked: Ints, weights: Floats) -> dict[int, float]:
    pairs = zip([*liked.tolist(), *disliked.tolist()], weights.tolist(), strict=True)
    return {pk: weight for pk, weight in pairs if weight}
