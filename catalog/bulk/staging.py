"""Change many rows at once: the new values go into a temporary table, then one UPDATE."""

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
from django.db import connection
from django.db.models import Model

from catalog.bulk.frames import insert_into

#: The name of the temporary table; nothing else of ours has it.
STAGED = "staged_rows"


def update_frame(model: type[Model], frame: pl.DataFrame) -> None:
    """Set the columns of ``frame`` in the rows that its column ``id`` names; other ids do nothing.

    Raises IntegrityError like any update.
    """
    if frame.is_empty():
        return
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    columns = [quoted(name) for name in frame.columns if name != "id"]
    setting = ", ".join(f"{name} = {STAGED}.{name}" for name in columns)
    with _staged(table, frame), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {setting} FROM {STAGED} WHERE {table}.id = {STAGED}.id"  # noqa: S608
        )


@contextmanager
def _staged(table: str, frame: pl.DataFrame) -> Iterator[None]:
    """Keep the rows in a temporary table whose columns have the types of those of ``table``."""
    names = ", ".join(connection.ops.quote_name(name) for name in frame.columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {STAGED} AS SELECT {names} FROM {table} WHERE 1 = 0"  # noqa: S608
        )
        insert_into(STAGED, frame)
        yield
        cursor.execute(f"DROP TABLE {STAGED}")
