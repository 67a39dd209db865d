"""One load at a time, and nobody else writes titles meanwhile."""

from collections.abc import Callable

from django.db import connection

from catalog.models import (
    Collection,
    Company,
    Country,
    Genre,
    Keyword,
    Language,
    Person,
    Title,
)

#: Tables whose rows titles share, and to which loads add.
SHARED = (Genre, Company, Keyword, Collection, Country, Language)
#: What loads of this catalogue lock on PostgreSQL, besides tables: "movierec" in ASCII, cut to fit.
LOAD_LOCK = 0x6D6F7669


def refuse_other_writers(on_wait: Callable[[], None] | None = None) -> None:
    """Let nobody else change the catalogue until this transaction ends, on PostgreSQL.

    What was edited between being read here and being written would be lost, and keys are handed
    out without asking for each. Readers, and writers of reviews, go on. Waits for a load that is
    running, after a call of ``on_wait``; on SQLite, which has one writer anyway, the beginning of
    the transaction has waited.
    """
    if connection.vendor != "postgresql":
        return
    tables = ", ".join(f'"{model._meta.db_table}"' for model in (Title, Person, *SHARED))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOAD_LOCK])
        if not cursor.fetchone()[0]:
            if on_wait:
                on_wait()
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
