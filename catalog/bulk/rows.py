"""Many rows by their keys: read or delete thousands in one statement."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Model

from catalog.bulk.frames import Schema, read_frame


def select_rows(
    model: type[Model],
    schema: Schema,
    column: str,
    keys: pl.Series,
    only: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> pl.DataFrame:
    """Return the columns in ``schema`` of the rows whose integer ``column`` is one of ``keys``.

    ``only`` keeps those whose texts are among a few: {"category": ["actor", "director"]}.
    """
    if keys.is_empty():
        return pl.DataFrame(schema=dict(schema))
    condition, *parameters = _is_one_of(model, column, keys)
    for name, texts in only.items():
        condition += f" AND {_quoted(name)} IN ({', '.join(['%s'] * len(texts))})"
        parameters += texts
    names = ", ".join(map(_quoted, schema))
    table = _quoted(model._meta.db_table)
    return read_frame(f"SELECT {names} FROM {table} WHERE {condition}", schema, parameters)  # noqa: S608


def delete_rows(model: type[Model], column: str, keys: pl.Series) -> None:
    """Delete the rows whose integer ``column`` is one of ``keys``; nothing may refer to them."""
    if keys.is_empty():
        return
    condition, parameter = _is_one_of(model, column, keys)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {_quoted(model._meta.db_table)} WHERE {condition}",  # noqa: S608
            [parameter],
        )


def _is_one_of(model: type[Model], column: str, keys: pl.Series) -> tuple[str, Any]:
    """Return a condition with one hole, and what goes into it."""
    values = keys.unique().sort().to_list()
    if connection.vendor == "postgresql":
        # Of the column's own type: PostgreSQL looks keys of any other up one by one, not by a hash.
        type_ = model._meta.get_field(column).db_type(connection)
        return f"{_quoted(column)} = ANY(%s::{type_}[])", values
    return f"{_quoted(column)} IN (SELECT value FROM json_each(%s))", json.dumps(values)  # noqa: S608


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
