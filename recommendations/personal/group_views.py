"""The pages of groups: people who look for something to watch together.

Whoever has the link sees who is in a group and may join; only members see what is recommended,
and nobody sees what another has rated.
"""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.facets import active_filters
from catalog.models import Title
from recommendations.asked import SHOWN
from recommendations.diary import viewer_of
from recommendations.models import Membership, Viewer, WatchGroup
from recommendations.personal.forms import CodeForm, GroupForm, TogetherForm
from recommendations.personal.together import WAYS, tastes_of, together

FULL = f"You are in {WatchGroup.MOST_GROUPS} groups; leave one of them first."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """Show the groups of a person; make a new one."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _found(viewer_of(request.user, create=True), form.cleaned_data["name"])
        if made:
            return redirect(made)
        form.add_error(None, FULL)
    user = cast(User, request.user)
    mine = WatchGroup.objects.filter(memberships__viewer__user=user)
    context = {
        "groups": mine.prefetch_related("members__user"),
        "form": form,
        "code_form": CodeForm(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "recommendations/groups.html", context, status=status)


@transaction.atomic
def _found(viewer: Viewer, name: str) -> WatchGroup | None:
    """Make a group with its first member; None if that is in too many already."""
    if _is_in_too_many(viewer):
        return None
    group = WatchGroup.objects.create(owner=viewer, name=name)
    Membership.objects.create(group=group, viewer=viewer)
    return group


def _is_in_too_many(viewer: Viewer) -> bool:
    """Count groups; who makes or joins another meanwhile waits for this transaction."""
    Viewer.objects.select_for_update().get(pk=viewer.pk)
    return viewer.memberships.count() >= WatchGroup.MOST_GROUPS


@login_required
@require_safe
def find_group(request: HttpRequest) -> HttpResponse:
    """Lead to the group whose code, or link, was typed."""
    form = CodeForm(request.GET)
    if form.is_valid() and (
        group := WatchGroup.objects.filter(code=form.cleaned_data["code"]).first()
    ):
        return redirect(group)
    messages.error(request, "No group has this code. Ask whoever invited you for the link.")
    return redirect("recommendations:groups")


@login_required
@require_safe
def group(request: HttpRequest, code: str) -> HttpResponse:
    """Show what fits a group to its members, and to others an invitation."""
    found = get_object_or_404(WatchGroup, code=code)
    members = [viewer.user.get_username() for viewer in _members(found) if viewer.user]
    viewer = viewer_of(request.user)
    context = {
        "group": found,
        "members": members,
        "is_full": len(members) >= WatchGroup.MOST_MEMBERS,
        "is_owner": viewer is not None and viewer.pk == found.owner_id,
    }
    if viewer is None or not found.memberships.filter(viewer=viewer).exists():
        return render(request, "recommendations/group_invitation.html", context)
    form = TogetherForm(request.GET)
    form.is_valid()
    way, filters = form.chosen_way, active_filters(form.cleaned_data)
    context |= {
        "form": form,
        "way": way,
        "ways": WAYS,
        "kinds": Title.Kind.choices,
        "link": request.build_absolute_uri(found.get_absolute_url()),
        "together": together(tastes_of(found), SHOWN, way, filters),
    }
    return render(request, "recommendations/group.html", context)


def _members(group: WatchGroup) -> list[Viewer]:
    return list(group.members.select_related("user").order_by("memberships__pk"))


@login_required
@require_POST
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Join a group: consent to be asked about together with its members."""
    with transaction.atomic():
        found = get_object_or_404(WatchGroup.objects.select_for_update(), code=code)
        viewer = viewer_of(request.user, create=True)
        is_member = found.memberships.filter(viewer=viewer).exists()
        if not is_member and found.memberships.count() >= WatchGroup.MOST_MEMBERS:
            messages.error(request, f"A group has at most {WatchGroup.MOST_MEMBERS} people.")
        elif not is_member and _is_in_too_many(viewer):
            messages.error(request, FULL)
        else:
            Membership.objects.get_or_create(group=found, viewer=viewer)
    return redirect(found)


@login_required
@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Leave a group; if its owner does, or the last one, the group is gone."""
    member = get_object_or_404(Membership, group__code=code, viewer__user=request.user)
    left = member.group
    if left.owner_id == member.viewer_id:
        left.delete()
        messages.success(request, f"The group “{left.name}” is gone.")
    else:
        member.delete()
        messages.success(request, f"You have left “{left.name}”.")
    return redirect("recommendations:groups")
