"""REST: less of something, not because of a title, and why a title is not among one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query as Parameter
from ninja import Router, Schema
from pydantic import Field

from catalog.api.auth import USER
from catalog.api.errors import ConflictError
from catalog.api.filters import Filters
from catalog.api.inputs import Input
from catalog.api.schemas import TitleCard
from catalog.api.types import IdPath, SlugPath
from catalog.models import Title
from recommendations.diary import viewer_of
from recommendations.models import LessOf
from recommendations.personal.api_schemas import Count, PersonalOut
from recommendations.personal.reading import taste_of
from recommendations.personal.why_not import why_not
from recommendations.personal.wishes import ASKABLE, NotUnderstood, say_less, wishes_of

router = Router(tags=["my recommendations"], auth=USER)

#: "own:17", or a value of a filter, which no control character and no blank is part of.
PATTERN = rf"^(own:[0-9]{{1,17}}|({'|'.join(sorted(ASKABLE))}):[^\x00-\x20\x7f]{{1,320}})$"
Term = Annotated[
    str,
    Field(
        pattern=PATTERN,
        description="The `term` of an item of a reason: genre:horror; or own:17, to be no reason",
    ),
]


class LessIn(Input):
    """What there should be less of, or which own title is to be no reason any more."""

    less: Term


class LessOut(Schema):
    """One thing there is less of, or an own title that is no reason, also in words."""

    id: int
    less: str
    words: str
    said_at: datetime


class WhyNotIn(Filters):
    """Which list is meant: as many titles, by this recommender, with these filters."""

    n: Count = 20
    by: Literal["hybrid", "profile", "demographic", "popular"] = "hybrid"


class WhyNotOut(Schema):
    """What keeps a title out, as sentences, and where it stands otherwise.

    ``place`` is among all that pass the filters, or among all titles if it does not pass; null if
    it cannot be told, then ``problem`` says why. ``last`` is the score of the last title in the
    list, ``personal`` the title with its own score and the reasons that sum to it.
    """

    title: TitleCard
    is_shown: bool
    removed_by: list[str]
    by: str
    place: int | None
    last: float | None
    personal: PersonalOut | None
    problem: str


@router.get("/me/less", response=list[LessOut])
def my_less(request: HttpRequest) -> list[dict[str, Any]]:
    """List what one wants less of, and the own titles that are no reasons, in the order said."""
    viewer = viewer_of(_user(request))
    return _told(viewer.pk) if viewer else []


@router.post("/me/less", response={201: LessOut})
def say_less_of(request: HttpRequest, response: HttpResponse, payload: LessIn) -> dict[str, Any]:
    """Want less of something, from the next request on. Saying it twice changes nothing."""
    viewer = viewer_of(_user(request), create=True)
    try:
        wish = say_less(viewer, payload.less)
    except NotUnderstood as error:
        raise ConflictError(str(error), {"less": payload.less}) from error
    response["Location"] = reverse("api:get_less", args=[wish.pk])
    return _one(viewer.pk, wish.pk)


@router.get("/me/less/{less_id}", response=LessOut)
def get_less(request: HttpRequest, less_id: IdPath) -> dict[str, Any]:
    """Return one thing that one wants less of; those of others are not found."""
    row = get_object_or_404(LessOf, pk=less_id, viewer__user=_user(request))
    return _one(row.viewer_id, row.pk)


@router.delete("/me/less/{less_id}", response={204: None})
def take_less_back(request: HttpRequest, less_id: IdPath) -> None:
    """Take back that there should be less of something; what others said is not found."""
    get_object_or_404(LessOf, pk=less_id, viewer__user=_user(request)).delete()


@router.get("/me/why-not/{slug}", response=WhyNotOut)
def my_why_not(request: HttpRequest, slug: SlugPath, asked: Parameter[WhyNotIn]) -> dict[str, Any]:
    """Tell why a title is not among one's recommendations: what removed it, or what it lacks."""
    title = get_object_or_404(Title.objects.visible().for_cards(), slug=slug)
    values = asked.dict()
    n, by = values.pop("n"), values.pop("by")
    why = why_not(taste_of(_user(request)), title, n, values, by)
    return {
        "title": title,
        "is_shown": why.is_shown,
        "removed_by": why.removed_by,
        "by": why.by,
        "place": why.place,
        "last": None if why.place is None else why.last,
        "personal": why.personal,
        "problem": why.problem,
    }


def _told(viewer_id: int) -> list[dict[str, Any]]:
    """Return all that a person wants less of; 4 queries."""
    words = {wish.pk: wish.words for wish in wishes_of(viewer_id)}
    rows = LessOf.objects.filter(viewer=viewer_id, pk__in=words)
    return [
        {
            "id": row.pk,
            "less": f"{row.parameter}:{row.value}",
            "words": words[row.pk],
            "said_at": row.said_at,
        }
        for row in rows
    ]


def _one(viewer_id: int, pk: int) -> dict[str, Any]:
    return next(each for each in _told(viewer_id) if each["id"] == pk)


def _user(request: HttpRequest) -> Any:
    """Return who is calling, as ``catalog.api.auth`` found out."""
    return request.auth  # type: ignore[attr-defined]
