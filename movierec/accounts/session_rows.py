"""The table of sessions, which says of each whose it is."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class AccountSession(AbstractBaseSession):
    """A session as Django keeps it, and the account that is signed in with it, if any.

    So the sessions of an account are found by an index, and go with it like all that is its own.
    There is no constraint in the database: who signs in while its account is deleted elsewhere is
    nobody at the next request, and gets no error.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        db_constraint=False,
    )

    class Meta(AbstractBaseSession.Meta):
        db_table = "movierec_session"

    def __str__(self) -> str:
        # Never its key: whoever reads that is signed in with it.
        return f"session of account {self.account_id}"

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return what reads and writes these rows."""
        from movierec.accounts.sessions import SessionStore

        return SessionStore
