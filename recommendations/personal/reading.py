"""A person's taste out of the database. Nothing is kept: what was just rated counts at once."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from recommendations.models import LessOf, Mark, Rating, StartingTitle, Viewer
from recommendations.taste import ENOUGH_RATINGS, NOBODY, Taste

#: What of a person's marks keeps a title out of recommendations.
AGAINST = (Mark.Kind.SEEN, Mark.Kind.NOT_INTERESTED)


def taste_of(user: Any) -> Taste:
    """Return the taste of a person with an account; NOBODY's without one. At most 5 queries."""
    if not user.is_authenticated:
        return NOBODY
    viewer = Viewer.objects.filter(user_id=user.pk).first()
    return taste_of_viewer(viewer) if viewer else NOBODY


def taste_of_viewer(viewer: Viewer) -> Taste:
    """Return the taste of a person: 3 queries, 1 more for whoever has hardly rated anything."""
    mine = {"viewer": viewer}
    newest = F("rated_at").desc(nulls_last=True)
    ratings = dict(
        Rating.objects.filter(**mine).order_by(newest, "-pk").values_list("title_id", "value")
    )
    marks = Mark.objects.filter(kind__in=AGAINST, **mine).order_by()
    less = list(LessOf.objects.filter(**mine).values_list("parameter", "value"))
    starting: tuple[int, ...] = ()
    if len(ratings) < ENOUGH_RATINGS:
        starting = tuple(StartingTitle.objects.filter(**mine).values_list("title_id", flat=True))
    return Taste(
        viewer_id=viewer.pk,
        ratings=ratings,
        marked=frozenset(marks.values_list("title_id", flat=True)),
        less_of=tuple(pair for pair in less if pair[0] != LessOf.OWN),
        muted=frozenset(int(value) for parameter, value in less if parameter == LessOf.OWN),
        starting=starting,
        wants_recommendations=viewer.wants_recommendations,
        hides_predictions=viewer.hides_predictions,
        age=viewer.age,
        gender=viewer.gender,
        occupation=viewer.occupation,
    )
