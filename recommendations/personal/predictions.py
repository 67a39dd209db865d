"""Which rating a person may give; stored before it rates, judged afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.dispatch import receiver

from catalog.index_store import IndexMissing
from catalog.models import Title
from recommendations.collaborative.model import TasteModel
from recommendations.diary.lists import NEWEST, ORDERS
from recommendations.diary.signals import about_to_rate
from recommendations.models import Prediction, Rating, Viewer
from recommendations.personal.reading import ratings_of
from recommendations.training.current import current_model

#: Ratings by which guesses are judged, and the fewest that say anything.
JUDGED, FEWEST = 20, 5


@dataclass(frozen=True)
class Guess:
    """A rating of 1-10 that is expected, and by how much it is likely to be off.

    ``usual`` is what one would say of any person.
    """

    value: float
    error: float
    usual: float

    @property
    def stars(self) -> str:
        """Return the guess in stars of five: "3.9"."""
        return f"{self.value / 2:.1f}"

    @property
    def error_stars(self) -> str:
        return f"{self.error / 2:.1f}"


@dataclass(frozen=True)
class Accuracy:
    """By how much guesses were off over the last ``ratings`` ratings, in stars of five."""

    ratings: int
    off: float
    usual_off: float


def guess(ratings: Mapping[int, int], title_id: int) -> Guess | None:
    """Return what a person may give a title, by all its other ratings; no query.

    None while no model is trained, or the model knows nothing of the title or the person.
    """
    others = {pk: float(value) for pk, value in ratings.items() if pk != title_id}
    try:
        return _guess(current_model(), others, title_id) if others else None
    except IndexMissing:
        return None


def _guess(model: TasteModel, ratings: Mapping[int, float], title_id: int) -> Guess | None:
    wanted = np.array([title_id], np.int64)
    if not np.isin(wanted, model.title_ids).any():
        return None
    personal, usual = model.predicted(ratings, wanted), model.predicted({}, wanted)
    return Guess(float(personal.values[0]), float(personal.errors[0]), float(usual.values[0]))


@receiver(about_to_rate)
def keep_guess(viewer: Viewer, title: Title, value: int | None, **_: Any) -> None:
    """Store what we expect of a rating before it is there; of the first one of a title only."""
    if value is None or Rating.objects.filter(viewer=viewer, title=title).exists():
        return
    expected = guess(ratings_of(viewer.pk), title.pk) if viewer.wants_recommendations else None
    if expected:
        Prediction.objects.bulk_create(
            [
                Prediction(
                    viewer=viewer,
                    title=title,
                    value=expected.value,
                    error=expected.error,
                    usual=expected.usual,
                )
            ],
            ignore_conflicts=True,
        )


def stored_guess(user_id: int, title_id: int) -> Guess | None:
    """Return what was expected before a person with an account rated a title; 1 query."""
    kept = Prediction.objects.filter(viewer__user=user_id, title=title_id).first()
    return Guess(kept.value, kept.error, kept.usual) if kept else None


def accuracy_of(viewer_id: int | None, most: int = JUDGED) -> Accuracy | None:
    """Return how far off the guesses for a person's latest ratings were; 2 queries.

    None if there are fewer than ``FEWEST`` to judge by. A rating that was changed later counts as
    it is now.
    """
    if viewer_id is None:
        return None
    kept = Prediction.objects.filter(viewer=viewer_id).order_by()
    rated = Rating.objects.filter(viewer=viewer_id, title__in=kept.values("title"))
    values = dict(rated.order_by(*ORDERS[NEWEST][1]).values_list("title_id", "value")[:most])
    if len(values) < FEWEST:
        return None
    rows = kept.filter(title__in=values).values_list("title_id", "value", "usual")
    off = [(abs(value - values[pk]), abs(usual - values[pk])) for pk, value, usual in rows]
    personal, usual = np.mean(off, axis=0) / 2
    return Accuracy(len(off), float(personal), float(usual))
