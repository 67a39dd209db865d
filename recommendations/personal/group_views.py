"""The pages of groups: people who look for something to watch together.

Whoever has the link sees who is in a group and may join; only members see what is recommended,
and nobody sees what another has rated.
"""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Title
from catalog.title_filters import active_filters
from recommendations.asked import SHOWN
from recommendations.diary import viewer_of
from recommendations.models import Membership, WatchGroup
from recommendations.personal.forms import CodeForm, GroupForm, TogetherForm
from recommendations.personal.groups import (
    GroupFull,
    found_group,
    join_group,
    leave_group,
    member_names,
)
from recommendations.personal.together import WAYS, tastes_of, together


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """Show the groups of a person; make a new one."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        viewer = viewer_of(request.user, create=True)
        try:
            return redirect(found_group(viewer, form.cleaned_data["name"]))
        except GroupFull as error:
            form.add_error(None, str(error))
    user = cast(User, request.user)
    mine = WatchGroup.objects.filter(memberships__viewer__user=user)
    context = {
        "groups": mine.prefetch_related("members__user"),
        "form": form,
        "code_form": CodeForm(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "recommendations/groups.html", context, status=status)


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
    members = member_names(found)
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


@login_required
@require_POST
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Join a group: consent to be asked about together with its members."""
    group = get_object_or_404(WatchGroup, code=code)
    try:
        join_group(viewer_of(request.user, create=True), code)
    except WatchGroup.DoesNotExist as error:  # left by its owner meanwhile
        raise Http404 from error
    except GroupFull as error:
        messages.error(request, str(error))
    return redirect(group)


@login_required
@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Leave a group; if its owner does, the group is gone."""
    mine = Membership.objects.select_related("group")
    member = get_object_or_404(mine, group__code=code, viewer__user=request.user)
    is_gone, name = leave_group(member), member.group.name
    told = f"The group “{name}” is gone." if is_gone else f"You have left “{name}”."
    messages.success(request, told)
    return redirect("recommendations:groups")
