"""What people do with groups that watch together: found, join, leave; for pages and the API."""

from __future__ import annotations

from django.db import transaction

from recommendations.models import Membership, Viewer, WatchGroup


class GroupFull(ValueError):  # noqa: N818  (names what is so)
    """A group has as many people as it may, or a person as many groups; the text says which."""


IN_TOO_MANY = f"You are in {WatchGroup.MOST_GROUPS} groups; leave one of them first."


@transaction.atomic
def found_group(viewer: Viewer, name: str) -> WatchGroup:
    """Make a group whose owner and first member is ``viewer``. Raises GroupFull."""
    _refuse_another(viewer)
    group = WatchGroup.objects.create(owner=viewer, name=name)
    Membership.objects.create(group=group, viewer=viewer)
    return group


@transaction.atomic
def join_group(viewer: Viewer, code: str) -> WatchGroup:
    """Consent to be asked about together with the members of a group.

    Who is a member stays one. Raises GroupFull, and WatchGroup.DoesNotExist.
    """
    group = WatchGroup.objects.select_for_update().get(code=code)
    if group.memberships.filter(viewer=viewer).exists():
        return group
    if group.memberships.count() >= WatchGroup.MOST_MEMBERS:
        raise GroupFull(f"A group has at most {WatchGroup.MOST_MEMBERS} people.")
    _refuse_another(viewer)
    Membership.objects.get_or_create(group=group, viewer=viewer)
    return group


def leave_group(member: Membership) -> bool:
    """Leave a group; if its owner does, the group is gone. Return whether it is."""
    is_owner = member.group.owner_id == member.viewer_id
    if is_owner:
        member.group.delete()
    else:
        member.delete()
    return is_owner


def member_names(group: WatchGroup) -> list[str]:
    """Return the names of a group's members, in the order in which they joined; 1 query."""
    members = group.members.select_related("user").order_by("memberships__pk")
    return [viewer.user.get_username() for viewer in members if viewer.user]


def _refuse_another(viewer: Viewer) -> None:
    """Count groups; who makes or joins another meanwhile waits for this transaction."""
    Viewer.objects.select_for_update().get(pk=viewer.pk)
    if viewer.memberships.count() >= WatchGroup.MOST_GROUPS:
        raise GroupFull(IN_TOO_MANY)
