"""The session engine: Django's, with the account in a column (settings.SESSION_ENGINE)."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from movierec.accounts.session_rows import AccountSession

#: Sessions that are deleted by one statement.
BATCH = 1_000


class SessionStore(db.SessionStore):
    """One session. The class has Django's name, as that is part of how its data are signed."""

    @classmethod
    def get_model_class(cls) -> type[AccountSession]:
        return AccountSession

    def create_model_instance(self, data: dict[str, Any]) -> AccountSession:
        """Return the row of a session with these data, and with the account that they name."""
        row = cast(AccountSession, super().create_model_instance(data))
        row.account_id = account_of(data)
        return row

    @classmethod
    def clear_expired(cls) -> None:
        """Delete what has expired, a few at a time: ``manage.py clearsessions`` and a job."""
        expired = AccountSession.objects.filter(expire_date__lt=timezone.now())
        while keys := list(expired.values_list("pk", flat=True)[:BATCH]):
            AccountSession.objects.filter(pk__in=keys).delete()


def account_of(data: dict[str, Any]) -> int | None:
    """Return the key of the account that session data name; None if nobody is signed in."""
    told = str(data.get(SESSION_KEY, ""))
    return int(told) if told.isascii() and told.isdecimal() else None
