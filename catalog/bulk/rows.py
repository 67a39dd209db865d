"""Many rows by their keys: read or delete thousands in one statement."""

import json
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Model

from catalog.bulk.frames import Schema, read_frame


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


def _is_one_of(column: str, keys: pl.Series) -> tuple[str, Any]:
    """Return a condition with one hole, and what goes into it."""
    values = keys.unique().sort().to_list()
    if connection.vendor == "postgresql":
        return f"{_quoted(column)} = ANY(%s)", values
    return f"{_quoted(column)} IN (SELECT value FROM json_each(%s))", json.dumps(values)  # noqa: S608


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
