"""Delete an account, and everything that is about it."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction

from reviews.writing import delete_reviews_of

#: Sessions that are deleted by one statement.
BATCH = 500


def delete_account(user: User) -> None:
    """Delete an account with its ratings, lists, reviews, addresses, tokens and sessions.

    All or nothing. What hangs on the account goes by foreign keys; here is what does not.
    """
    with transaction.atomic():
        delete_reviews_of(user)
        kind = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).delete()
        pk = user.pk
        user.delete()
        delete_sessions_of(pk)


def delete_sessions_of(user_pk: int) -> int:
    """Delete the sessions of an account, on whatever devices; return how many.

    A session does not say whose it is until it is decoded, so all are looked at: it is rare that
    somebody leaves.
    """
    keys = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user_pk)
    ]
    for first in range(0, len(keys), BATCH):
        Session.objects.filter(pk__in=keys[first : first + BATCH]).delete()
    return len(keys)
