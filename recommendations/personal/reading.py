"""A person's taste out of the database. Nothing is kept: what was just rated counts at once."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from recommendations.diary.lists import NEWEST, ORDERS
from recommendations.models import LessOf, Mark, Rating, StartingTitle, Viewer
from recommendations.taste import NOBODY, Taste

#: What of a person's marks keeps a title out of recommendations.
AGAINST = (Mark.Kind.SEEN, Mark.Kind.NOT_INTERESTED)
#: Kinds of what is read beside ratings; anything else is the name of a filter.
MARKED, CHOSEN = "marked", "chosen"


def taste_of(user: Any) -> Taste:
    """Return the taste of a person with an account; NOBODY's without one. At most 3 queries."""
    if not user.is_authenticated:
        return NOBODY
    viewer = Viewer.objects.filter(user_id=user.pk).first()
    return taste_of_viewer(viewer) if viewer else NOBODY


def taste_of_viewer(viewer: Viewer) -> Taste:
    """Return the taste of a person: 2 queries."""
    said = _said(viewer)
    less = [pair for pair in said if pair[0] not in (MARKED, CHOSEN)]
    return Taste(
        viewer_id=viewer.pk,
        ratings=ratings_of(viewer.pk),
        marked=frozenset(int(value) for kind, value in said if kind == MARKED),
        less_of=tuple(pair for pair in less if pair[0] != LessOf.OWN),
        muted=frozenset(int(value) for parameter, value in less if parameter == LessOf.OWN),
        starting=tuple(int(value) for kind, value in said if kind == CHOSEN),
        wants_recommendations=viewer.wants_recommendations,
        hides_predictions=viewer.hides_predictions,
        age=viewer.age,
        gender=viewer.gender,
        occupation=viewer.occupation,
    )


def ratings_of(viewer_id: int) -> dict[int, int]:
    """Return a person's ratings by title, the newest first; 1 query."""
    ratings = Rating.objects.filter(viewer=viewer_id).order_by(*ORDERS[NEWEST][1])
    return dict(ratings.values_list("title_id", "value"))


def _said(viewer: Viewer) -> list[tuple[str, str]]:
    """Return what a person said beside ratings, as pairs of a kind and a value; 1 query."""
    mine = {"viewer": viewer}
    title = Cast("title_id", CharField())
    less = LessOf.objects.filter(**mine).order_by().values_list("parameter", "value")
    marks = Mark.objects.filter(kind__in=AGAINST, **mine).order_by()
    chosen = StartingTitle.objects.filter(**mine).order_by()
    return sorted(
        less.union(
            marks.values_list(Value(MARKED), title), chosen.values_list(Value(CHOSEN), title)
        )
    )
