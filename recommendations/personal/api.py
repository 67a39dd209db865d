"""REST: one's own recommendations and ratings. A token or a session says who asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query as Parameter
from ninja import Router, Schema
from pydantic import Field

from catalog.api.auth import USER
from catalog.api.filters import Filters
from catalog.api.paging import Page, Paging, page_of
from catalog.api.schemas import TitleCard
from catalog.models import Title
from recommendations.diary.lists import NEWEST, ORDERS
from recommendations.models import Rating
from recommendations.personal.api_schemas import Count, PersonalOut
from recommendations.personal.groups_api import router as groups_router
from recommendations.personal.profile_api import router as profile_router
from recommendations.personal.reading import taste_of
from recommendations.personal.recommend import HYBRID, new_titles_for, recommend_for
from recommendations.personal.title_api import router as title_router
from recommendations.personal.wishes_api import router as wishes_router

router = Router(tags=["my recommendations"], auth=USER)
router.add_router("", title_router)
router.add_router("", wishes_router)
router.add_router("", groups_router)
router.add_router("", profile_router)

By = Literal["hybrid", "profile", "demographic", "popular", "person", "genre"]


class PersonalIn(Filters):
    """Who recommends, how many, and which titles may be answers."""

    n: Count = 20
    by: By = "hybrid"
    role: Literal["actor", "director"] | None = Field(
        None, description="With by=person: what the person did"
    )
    target: float | None = Field(
        None, ge=0, le=10, description="With by=genre: the rating, give or take 0.5"
    )


class PersonalList(Schema):
    """Best first; ``by`` is who found them.

    ``problem`` says why that is not who was asked, or why there is nothing. ``new`` are titles
    that nobody has rated yet; their scores cannot be compared with the others'.
    """

    items: list[PersonalOut]
    by: str
    problem: str
    new: list[PersonalOut]


class OwnRatingOut(Schema):
    """A rating of one's own: 1-10, so half the number in stars."""

    title: TitleCard
    value: int
    rated_at: datetime | None


@router.get("/me/recommendations", response=PersonalList)
def my_recommendations(request: HttpRequest, asked: Parameter[PersonalIn]) -> dict[str, Any]:
    """Return what fits who asks, without what it rated, saw or does not want."""
    values = asked.dict()
    n, by, role, target = (values.pop(name) for name in ("n", "by", "role", "target"))
    taste = taste_of(_user(request))
    found = recommend_for(taste, n, by, values, role=role or "", target=target)
    return {
        "items": found.titles,
        "by": found.by,
        "problem": found.problem,
        "new": new_titles_for(taste, min(n, 5), values) if found.by == HYBRID else [],
    }


@router.get("/me/ratings", response=Page[OwnRatingOut])
def my_ratings(request: HttpRequest, paging: Parameter[Paging]) -> dict[str, Any]:
    """List one's own ratings, the newest first; what has no time comes last."""
    own = Rating.objects.filter(viewer__user=_user(request), title__in=Title.objects.visible())
    ordered = own.select_related("title").prefetch_related("title__genres")
    return page_of(request, ordered.order_by(*ORDERS[NEWEST][1]), paging)


def _user(request: HttpRequest) -> Any:
    """Return who is calling, as ``catalog.api.auth`` found out."""
    return request.auth  # type: ignore[attr-defined]
