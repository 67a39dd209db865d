"""One change of what a person says of a title, as a form asks for it, in words, and undone."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.sessions.backends.base import SessionBase

from catalog.models import Title
from catalog.ratings import stars_in_words
from recommendations.diary.entries import entry_of, put_back
from recommendations.diary.undo import forget, last_said, remember
from recommendations.diary.verbs import HIGHEST, LOWEST, mark, rate, unmark
from recommendations.models import Mark, Viewer

RATE, UNDO = "rate", "undo"
MARKED = {
    Mark.Kind.WATCHLIST: "On your watchlist.",
    Mark.Kind.SEEN: "Marked as seen.",
    Mark.Kind.NOT_INTERESTED: "Not interested: it is not recommended to you any more.",
}
UNMARKED = {
    Mark.Kind.WATCHLIST: "Off your watchlist.",
    Mark.Kind.SEEN: "No longer marked as seen.",
    Mark.Kind.NOT_INTERESTED: "It may be recommended to you again.",
}
TOO_LATE = "That can no longer be undone."
UNKNOWN = "That is nothing one can say of a title."

Change = Callable[[Viewer, Title], object]


class NotUnderstood(ValueError):  # noqa: N818  (names what is so)
    """The form asks for nothing there is; its text is for the person."""


def change(viewer: Viewer, title: Title, asked: str, stars: str, session: SessionBase) -> str:
    """Do what was asked and keep what it takes to undo it; return it in words.

    ``asked`` is "rate" with ``stars`` from "1" to "10" or "" for none; "mark:seen", "unmark:seen"
    and so on; or "undo". Raises NotUnderstood, and then changes nothing.
    """
    if asked == UNDO:
        return _undo(viewer, title, session)
    do, words = _rating(stars) if asked == RATE else _marking(asked)
    before = entry_of(viewer.user_id or 0, title)
    do(viewer, title)
    if entry_of(viewer.user_id or 0, title) != before:
        remember(session, title, words, before)
    return words


def _rating(stars: str) -> tuple[Change, str]:
    values = {str(value): value for value in range(LOWEST, HIGHEST + 1)}
    if stars and stars not in values:
        raise NotUnderstood("A rating is half a star to five stars.")
    value = values.get(stars)
    words = f"You gave it {stars_in_words(value)}." if value else "Your rating is taken back."
    return lambda viewer, title: rate(viewer, title, value), words


def _marking(asked: str) -> tuple[Change, str]:
    verb, _, kind = asked.partition(":")
    if kind not in Mark.Kind.values or verb not in ("mark", "unmark"):
        raise NotUnderstood(UNKNOWN)
    if verb == "mark":
        return lambda viewer, title: mark(viewer, title, kind), MARKED[Mark.Kind(kind)]
    return lambda viewer, title: unmark(viewer, title, kind), UNMARKED[Mark.Kind(kind)]


def _undo(viewer: Viewer, title: Title, session: SessionBase) -> str:
    said = last_said(session, title)
    forget(session, title)
    if said is None:
        raise NotUnderstood(TOO_LATE)
    put_back(viewer, title, said.before)
    return "Undone."
