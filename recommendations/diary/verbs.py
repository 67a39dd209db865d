"""Rate a title, mark it, and take either back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, overload

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils import timezone

from catalog.models import Title
from recommendations.diary.signals import about_to_rate, taken_back
from recommendations.models import Mark, Rating, Viewer

#: The source of people with an account here; their id in it is the account's key.
ACCOUNT = "account"
LOWEST, HIGHEST = 1, 10
#: What is taken back beside the kinds of marks.
RATED = "rated"
Kind = Mark.Kind
#: What is no longer true once a title is marked so; a rating does as SEEN does.
ENDS = {
    Kind.WATCHLIST: [Kind.NOT_INTERESTED],
    Kind.SEEN: [Kind.WATCHLIST],
    Kind.NOT_INTERESTED: [Kind.WATCHLIST],
}


@overload
def viewer_of(
    user: AbstractBaseUser | AnonymousUser, create: Literal[False] = False
) -> Viewer | None: ...
@overload
def viewer_of(user: AbstractBaseUser | AnonymousUser, create: Literal[True]) -> Viewer: ...
def viewer_of(user: AbstractBaseUser | AnonymousUser, create: bool = False) -> Viewer | None:
    """Return the person behind an account, None if it has not said anything yet. 1 query.

    With ``create`` there is one from now on. Raises ValueError then if nobody is signed in.
    """
    if not user.is_authenticated:
        if create:
            raise ValueError("nobody is signed in")
        return None
    found = Viewer.objects.filter(user_id=user.pk).first()
    if found or not create:
        return found
    made, _ = Viewer.objects.get_or_create(
        source=ACCOUNT, source_id=str(user.pk), defaults={"user_id": user.pk}
    )
    return made


def rate(viewer: Viewer, title: Title, value: int | None, at: datetime | None = None) -> int | None:
    """Rate a title from 1 to 10, None takes the rating back; return what it was before.

    ``at`` is when it was said, now if not given. The same value again changes nothing. What is
    rated is off the watchlist. Raises ValueError for another value.
    """
    if value is not None and not LOWEST <= value <= HIGHEST:
        raise ValueError(f"a rating is from {LOWEST} to {HIGHEST}, not {value}")
    own = Rating.objects.filter(viewer=viewer, title=title)
    before = own.values_list("value", flat=True).first()
    if before == value:
        return before
    about_to_rate.send_robust(sender=Rating, viewer=viewer, title=title, value=value)
    with transaction.atomic():
        if value is None:
            own.delete()
        else:
            said = {"value": value, "rated_at": at or timezone.now()}
            Rating.objects.update_or_create(viewer=viewer, title=title, defaults=said)
            _end(viewer, title, ENDS[Kind.SEEN])
    if value is None:
        tell_taken_back(viewer, title, [RATED])
    return before


def mark(viewer: Viewer, title: Title, kind: str) -> bool:
    """Mark a title and end the marks that contradict it; return whether it is new.

    Raises ValueError for an unknown kind.
    """
    kind = Kind(kind)
    with transaction.atomic():
        ended = _end(viewer, title, ENDS[kind])
        _, is_new = Mark.objects.get_or_create(viewer=viewer, title=title, kind=kind)
    if ended and kind != Kind.SEEN:  # to see a title is what a watchlist is for
        tell_taken_back(viewer, title, ENDS[kind])
    return is_new


def unmark(viewer: Viewer, title: Title, kind: str) -> bool:
    """Take a mark back; return whether there was one. Raises ValueError for an unknown kind."""
    is_ended = bool(_end(viewer, title, [Kind(kind)]))
    if is_ended:
        tell_taken_back(viewer, title, [kind])
    return is_ended


def tell_taken_back(viewer: Viewer, title: Title, whats: Iterable[str]) -> None:
    """Tell whoever listens that this is no longer said."""
    for what in whats:
        taken_back.send_robust(sender=Mark, viewer=viewer, title=title, what=str(what))


def _end(viewer: Viewer, title: Title, kinds: list[Mark.Kind]) -> int:
    deleted, _ = Mark.objects.filter(viewer=viewer, title=title, kind__in=kinds).delete()
    return deleted
