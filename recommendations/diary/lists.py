"""All that one person has said, as lists to page through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from catalog.models import Title
from recommendations.models import Mark, Rating, Viewer

NEWEST = "newest"
#: The orders of the history; a time that is unknown comes last.
ORDERS: dict[str, tuple[str, tuple[Any, ...]]] = {
    NEWEST: ("Newest", (F("rated_at").desc(nulls_last=True), "-pk")),
    "oldest": ("Oldest", (F("rated_at").asc(nulls_last=True), "pk")),
    "highest": ("Highest", ("-value", "-pk")),
    "lowest": ("Lowest", ("value", "-pk")),
    "name": ("A to Z", ("title__name_key", "pk")),
}


@dataclass(frozen=True)
class MarkList:
    """One kind of mark as a page: its address, and its words."""

    kind: Mark.Kind
    path: str
    heading: str
    lead: str
    empty: str
    take_back: str


LISTS = {
    "watchlist": MarkList(
        Mark.Kind.WATCHLIST,
        "watchlist",
        "Watchlist",
        "What you want to see; a rating takes it off.",
        "Nothing is on your watchlist. The “⋯” of any title puts it here.",
        "Remove",
    ),
    "seen": MarkList(
        Mark.Kind.SEEN,
        "seen",
        "Seen",
        "What you have seen beside what you rated: it is not recommended to you.",
        "You have marked nothing as seen. What you rate counts as seen without a mark.",
        "Remove",
    ),
    "hidden": MarkList(
        Mark.Kind.NOT_INTERESTED,
        "hidden",
        "Hidden titles",
        "What you are not interested in: it is not recommended to you until you restore it.",
        "You have hidden nothing. “Not interested”, behind the “⋯” of any title, puts it here.",
        "Restore",
    ),
}


def ratings_of(viewer: Viewer | None) -> QuerySet[Rating]:
    """Return a person's ratings of titles that may be shown."""
    if viewer is None:
        return Rating.objects.none()
    return Rating.objects.filter(viewer=viewer, title__in=Title.objects.visible()).order_by()


def marks_of(viewer: Viewer | None, kind: Mark.Kind) -> QuerySet[Mark]:
    """Return a person's marks of one kind on titles that may be shown, the latest first."""
    if viewer is None:
        return Mark.objects.none()
    marks = Mark.objects.filter(viewer=viewer, kind=kind, title__in=Title.objects.visible())
    return marks.order_by("-marked_at", "-pk")
