"""Many rows by their keys: read, change and delete thousands in one statement."""

import json
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Model

from catalog.bulk.frames import Schema, insert_into, read_frame


def select_rows(model: type[Model], schema: Schema, column: str, keys: pl.Series) -> pl.DataFrame:
    """Return the columns in ``schema`` of the rows whose integer ``column`` is one of ``keys``."""
    if keys.is_empty():
        return pl.DataFrame(schema=dict(schema))
    condition, parameter = _is_one_of(column, keys)
    names = ", ".join(map(_quoted, schema))
    table = _quoted(model._meta.db_table)
    return read_frame(f"SELECT {names} FROM {table} WHERE {condition}", schema, [parameter])  # noqa: S608


def delete_rows(model: type[Model], column: str, keys: pl.Series) -> None:
    """Delete the rows whose integer ``column`` is one of ``keys``; nothing may refer to them."""
    if keys.is_empty():
        return
    condition, parameter = _is_one_of(column, keys)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {_quoted(model._meta.db_table)} WHERE {condition}",  # noqa: S608
            [parameter],
        )


def update_frame(model: type[Model], frame: pl.DataFrame) -> None:
    """Write the columns of ``frame`` into the rows that have its ``id``."""
    if frame.is_empty():
        return
    table = model._meta.db_table
    changed = [name for name in frame.columns if name != "id"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE TEMPORARY TABLE staging ON COMMIT DROP AS"  # noqa: S608
                f" SELECT {', '.join(map(_quoted, frame.columns))} FROM {_quoted(table)} LIMIT 0"
            )
            insert_into("staging", frame)
            values = ", ".join(f"{_quoted(name)} = staging.{_quoted(name)}" for name in changed)
            cursor.execute(
                f"UPDATE {_quoted(table)} SET {values} FROM staging"  # noqa: S608
                f" WHERE {_quoted(table)}.id = staging.id"
            )
            cursor.execute("DROP TABLE staging")
            return
    values = ", ".join(f"{_quoted(name)} = ?" for name in changed)
    plain = frame.select(*changed, "id").with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))
    with connection.wrap_database_errors:
        connection.connection.executemany(
            f"UPDATE {_quoted(table)} SET {values} WHERE id = ?",  # noqa: S608
            plain.iter_rows(),
        )


def _is_one_of(column: str, keys: pl.Series) -> tuple[str, Any]:
    """Return a condition with one hole, and what goes into it."""
    values = keys.unique().sort().to_list()
    if connection.vendor == "postgresql":
        return f"{_quoted(column)} = ANY(%s)", values
    return f"{_quoted(column)} IN (SELECT value FROM json_each(%s))", json.dumps(values)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
