"""All that one person says of one title, to show it and to put it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.db import transaction
from django.db.models import F, Value

from catalog.models import Title
from recommendations.diary.verbs import RATED, rate, tell_taken_back
from recommendations.models import Mark, Rating, Viewer


@dataclass(frozen=True)
class Entry:
    """A rating of 1-10 or None, and the marks with their times."""

    value: int | None = None
    rated_at: datetime | None = None
    marks: Mapping[str, datetime] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as a session keeps it."""
        return {
            "value": self.value,
            "rated_at": self.rated_at and self.rated_at.isoformat(),
            "marks": {kind: at.isoformat() for kind, at in self.marks.items()},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        at = kept["rated_at"]
        return cls(
            value=kept["value"],
            rated_at=datetime.fromisoformat(at) if at else None,
            marks={kind: datetime.fromisoformat(at) for kind, at in kept["marks"].items()},
        )


def entry_of(user_id: int, title: Title) -> Entry:
    """Return what the person with this account says of a title. 1 query."""
    theirs = {"viewer__user_id": user_id, "title": title}
    columns = ("kind", "value", "at")
    rating = Rating.objects.filter(**theirs).order_by()
    marks = Mark.objects.filter(**theirs).order_by()
    rows = (
        marks.annotate(value=Value(0), at=F("marked_at"))
        .values_list(*columns)
        .union(rating.annotate(kind=Value(RATED), at=F("rated_at")).values_list(*columns), all=True)
    )
    value, rated_at, said = None, None, {}
    for kind, number, at in rows:
        if kind == RATED:
            value, rated_at = number, at
        else:
            said[kind] = at
    return Entry(value, rated_at, said)


def put_back(viewer: Viewer, title: Title, entry: Entry) -> None:
    """Make all that ``viewer`` says of ``title`` what it was."""
    rate(viewer, title, entry.value, entry.rated_at)
    if entry.rated_at:  # the same value may have been given at another time
        Rating.objects.filter(viewer=viewer, title=title).update(rated_at=entry.rated_at)
    with transaction.atomic():
        gone = Mark.objects.filter(viewer=viewer, title=title).exclude(kind__in=entry.marks)
        kinds = list(gone.values_list("kind", flat=True))
        gone.delete()
        for kind, at in entry.marks.items():
            Mark.objects.update_or_create(
                viewer=viewer, title=title, kind=kind, defaults={"marked_at": at}
            )
    tell_taken_back(viewer, title, kinds)
