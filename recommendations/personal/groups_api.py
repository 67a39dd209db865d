"""REST: groups that watch together. Whoever has the code of one sees who is in it, and may join."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Path, Router, Schema
from ninja import Query as Parameter
from ninja.errors import AuthorizationError
from pydantic import AfterValidator, Field

from catalog.api.auth import USER
from catalog.api.errors import ConflictError
from catalog.api.filters import Filters
from catalog.api.inputs import Input
from catalog.api.types import NAME, one_line
from recommendations.api_reasons import ReasonedOut
from recommendations.diary import viewer_of
from recommendations.models import Membership, WatchGroup
from recommendations.personal import groups
from recommendations.personal.api_schemas import Count
from recommendations.personal.together import tastes_of, together

router = Router(tags=["watch together"], auth=USER)

CodePath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,16}$")]
GroupName = Annotated[str, Field(max_length=60, pattern=NAME), AfterValidator(one_line)]


class GroupIn(Input):
    """A new group."""

    name: GroupName


class GroupOut(Schema):
    """A group, the names of its members in the order in which they joined, and what one is in it.

    If its owner leaves, it is gone.
    """

    code: str
    name: str
    url: str = Field(description="Its page, which invites others")
    members: list[str]
    is_member: bool
    is_owner: bool
    created_at: datetime


class TogetherIn(Filters):
    """How people are made one, how many titles, and which may be answers."""

    n: Count = 20
    way: Literal["least", "average"] = Field(
        "least", description="Whose share of liking counts: the least, or the mean of all"
    )


class TogetherTitle(ReasonedOut):
    """A title, how well it fits the group, and whose share that is: ``reasons`` sum to it."""


class TogetherOut(Schema):
    """Best first. ``counted`` are the members whose taste counts, ``silent`` those without one."""

    items: list[TogetherTitle]
    counted: list[str]
    silent: list[str]


@router.get("/me/groups", response=list[GroupOut])
def my_groups(request: HttpRequest) -> list[dict[str, Any]]:
    """List one's own groups, the newest first."""
    mine = WatchGroup.objects.filter(memberships__viewer__user=_user(request))
    return [_told(request, group) for group in mine]


@router.post("/me/groups", response={201: GroupOut})
def create_group(request: HttpRequest, response: HttpResponse, payload: GroupIn) -> dict[str, Any]:
    """Make a group, of which one is the owner and the first member."""
    try:
        group = groups.found_group(viewer_of(_user(request), create=True), payload.name)
    except groups.GroupFull as error:
        raise ConflictError(str(error)) from error
    response["Location"] = reverse("api:get_group", args=[group.code])
    return _told(request, group)


@router.get("/me/groups/{code}", response=GroupOut)
def get_group(request: HttpRequest, code: CodePath) -> dict[str, Any]:
    """Return a group by its code, also one to which one is invited."""
    return _told(request, get_object_or_404(WatchGroup, code=code))


@router.put("/me/groups/{code}/membership", response=GroupOut)
def join_group(request: HttpRequest, code: CodePath) -> dict[str, Any]:
    """Join a group: consent to be asked about together with its members."""
    get_object_or_404(WatchGroup, code=code)
    try:
        group = groups.join_group(viewer_of(_user(request), create=True), code)
    except WatchGroup.DoesNotExist as error:  # left by its owner meanwhile
        raise Http404 from error
    except groups.GroupFull as error:
        raise ConflictError(str(error)) from error
    return _told(request, group)


@router.delete("/me/groups/{code}/membership", response={204: None})
def leave_group(request: HttpRequest, code: CodePath) -> None:
    """Leave a group; if its owner does, it is gone."""
    mine = Membership.objects.select_related("group")
    groups.leave_group(get_object_or_404(mine, group__code=code, viewer__user=_user(request)))


@router.get("/me/groups/{code}/recommendations", response=TogetherOut)
def group_recommendations(
    request: HttpRequest, code: CodePath, asked: Parameter[TogetherIn]
) -> dict[str, Any]:
    """Return what fits a group, to its members: nothing that anybody knows or does not want."""
    group = get_object_or_404(WatchGroup, code=code)
    if not group.memberships.filter(viewer__user=_user(request)).exists():
        raise AuthorizationError(message="Only its members see what fits a group: join it.")
    values = asked.dict()
    n, way = values.pop("n"), values.pop("way")
    found = together(tastes_of(group), n, way, values)
    return {"items": found.titles, "counted": found.counted, "silent": found.silent}


def _told(request: HttpRequest, group: WatchGroup) -> dict[str, Any]:
    """Return what anybody with the code may know; 3 queries."""
    viewer = viewer_of(_user(request))
    is_member = viewer is not None and group.memberships.filter(viewer=viewer).exists()
    return {
        "code": group.code,
        "name": group.name,
        "url": group.get_absolute_url(),
        "members": groups.member_names(group),
        "is_member": is_member,
        "is_owner": viewer is not None and viewer.pk == group.owner_id,
        "created_at": group.created_at,
    }


def _user(request: HttpRequest) -> Any:
    """Return who is calling, as ``catalog.api.auth`` found out."""
    return request.auth  # type: ignore[attr-defined]
