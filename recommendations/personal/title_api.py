"""REST: what one says of one title, its marks on all titles, and how to undo a change.

There is nothing to undo in a session here, as programs have none: each change answers with what was
said before, and to send that back undoes it, however late.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query as Parameter
from ninja import Router, Schema
from pydantic import BeforeValidator, Field, StrictInt

from catalog.api.auth import USER
from catalog.api.inputs import Input
from catalog.api.paging import Page, Paging, page_of
from catalog.api.schemas import TitleCard
from catalog.api.types import IS_WHOLE, SlugPath
from catalog.models import Title
from recommendations.diary import Entry, entry_of, mark, put_back, rate, unmark, viewer_of
from recommendations.diary.lists import marks_of
from recommendations.models import Mark, Viewer
from recommendations.personal.predictions import Guess, guess, stored_guess
from recommendations.personal.reading import ratings_of

router = Router(tags=["my ratings and lists"], auth=USER)

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
#: Nobody has said anything here before.
FIRST = datetime(1900, 1, 1, tzinfo=UTC)


def moment(value: Any) -> Any:
    """Let only "2024-05-06T07:08:09Z" through: pydantic would read 5 as a moment in 1970."""
    if value is None or (isinstance(value, str) and MOMENT.fullmatch(value)):
        return value
    raise ValueError("a moment is written as 2024-05-06T07:08:09Z")


Kind = Literal["watchlist", "seen", "not_interested"]
Value = Annotated[StrictInt, Field(ge=1, le=10, description="Half stars"), IS_WHOLE]
Moment = Annotated[datetime, BeforeValidator(moment)]


class RatingIn(Input):
    """A rating of 1-10, so half the number in stars."""

    value: Value


class EntryIn(Input):
    """All that is said of a title; what is left out is said no more.

    A moment in the future counts as now.
    """

    value: Value | None = None
    rated_at: Moment | None = None
    watchlist: Moment | None = Field(None, description="Since when it is on the watchlist")
    seen: Moment | None = None
    not_interested: Moment | None = None


class EntryOut(Schema):
    """All that is said of a title: its rating, and since when it is marked as what."""

    value: int | None
    rated_at: datetime | None
    watchlist: datetime | None
    seen: datetime | None
    not_interested: datetime | None


class ChangeOut(Schema):
    """What is said of a title now, and what was ``before``: PUT that to undo the change."""

    now: EntryOut
    before: EntryOut


class GuessOut(Schema):
    """Which rating of 1-10 we expect, and by how much that is likely to be off.

    ``usual`` is what one would say of any person. Of a title that is rated, it is what was expected
    before.
    """

    value: float
    error: float
    usual: float


class OwnTitleOut(EntryOut):
    """What is said of a title, and which rating we expect.

    ``guess`` is null while nothing can be said, or where it is to be hidden until the title is
    rated.
    """

    title: TitleCard
    guess: GuessOut | None


class OwnMarkOut(Schema):
    """A title that is marked, and since when."""

    title: TitleCard
    marked_at: datetime


@router.get("/me/marks/{kind}", response=Page[OwnMarkOut])
def my_marks(request: HttpRequest, kind: Kind, paging: Parameter[Paging]) -> dict[str, Any]:
    """List one's own watchlist, what one has seen beside what is rated, or is not interested in.

    The latest first.
    """
    marks = marks_of(viewer_of(_user(request)), Mark.Kind(kind)).select_related("title")
    return page_of(request, marks.prefetch_related("title__genres"), paging)


@router.get("/me/titles/{slug}", response=OwnTitleOut)
def my_title(request: HttpRequest, slug: SlugPath) -> dict[str, Any]:
    """Return what one says of a title, and which rating is expected."""
    title = _title(slug)
    entry = entry_of(_user(request).pk, title)
    expected = _guess(viewer_of(_user(request)), title, entry)
    return {**_told(entry), "title": title, "guess": expected}


@router.put("/me/titles/{slug}", response=ChangeOut)
def put_my_title(request: HttpRequest, slug: SlugPath, payload: EntryIn) -> dict[str, Any]:
    """Say exactly this of a title: with ``before`` of a change, that undoes the change."""
    said = payload.dict()
    value, rated_at = said.pop("value"), said.pop("rated_at")
    marks = {kind: _possible(at) for kind, at in said.items() if at}
    entry = Entry(value, _possible(rated_at) if rated_at else None, marks)
    return _changed(request, slug, lambda viewer, title: put_back(viewer, title, entry))


@router.put("/me/titles/{slug}/rating", response=ChangeOut)
def rate_title(request: HttpRequest, slug: SlugPath, payload: RatingIn) -> dict[str, Any]:
    """Rate a title; what is rated is off the watchlist."""
    return _changed(request, slug, lambda viewer, title: rate(viewer, title, payload.value))


@router.delete("/me/titles/{slug}/rating", response=ChangeOut)
def unrate_title(request: HttpRequest, slug: SlugPath) -> dict[str, Any]:
    """Take a rating back, if there is one."""
    return _changed(request, slug, lambda viewer, title: rate(viewer, title, None))


@router.put("/me/titles/{slug}/marks/{kind}", response=ChangeOut)
def mark_title(request: HttpRequest, slug: SlugPath, kind: Kind) -> dict[str, Any]:
    """Put a title on the watchlist, or mark it as seen or not interesting.

    Marks that contradict the new one end: what is seen is off the watchlist.
    """
    return _changed(request, slug, lambda viewer, title: mark(viewer, title, kind))


@router.delete("/me/titles/{slug}/marks/{kind}", response=ChangeOut)
def unmark_title(request: HttpRequest, slug: SlugPath, kind: Kind) -> dict[str, Any]:
    """Take a mark back, if there is one."""
    return _changed(request, slug, lambda viewer, title: unmark(viewer, title, kind))


def _changed(
    request: HttpRequest, slug: str, do: Callable[[Viewer, Title], object]
) -> dict[str, Any]:
    user, title = _user(request), _title(slug)
    before = entry_of(user.pk, title)
    do(viewer_of(user, create=True), title)
    return {"now": _told(entry_of(user.pk, title)), "before": _told(before)}


def _told(entry: Entry) -> dict[str, Any]:
    marks = {kind: entry.marks.get(kind) for kind in Mark.Kind.values}
    return {"value": entry.value, "rated_at": entry.rated_at, **marks}


def _guess(viewer: Viewer | None, title: Title, entry: Entry) -> Guess | None:
    if viewer is None or not viewer.wants_recommendations:
        return None
    if entry.value is not None:
        return stored_guess(viewer.user_id or 0, title.pk)
    return None if viewer.hides_predictions else guess(ratings_of(viewer.pk), title.pk)


def _possible(at: datetime) -> datetime:
    return min(max(at, FIRST), timezone.now())


def _title(slug: str) -> Title:
    return get_object_or_404(Title.objects.visible().for_cards(), slug=slug)


def _user(request: HttpRequest) -> Any:
    """Return who is calling, as ``catalog.api.auth`` found out."""
    return request.auth  # type: ignore[attr-defined]
