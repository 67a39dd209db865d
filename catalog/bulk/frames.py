"""Frames into tables and back."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Model
from polars import selectors

from catalog.bulk.background import current_writer

Schema = Mapping[str, pl.DataType | type[pl.DataType]]
#: Bytes handed to PostgreSQL at a time.
COPY_BYTES = 1 << 18


def insert_frame(model: type[Model], frame: pl.DataFrame) -> None:
    """Insert the rows of ``frame``, whose columns are named as the table's are.

    Columns that are left out get the table's default. Nulls are NULL, "" stays "". Times are of
    UTC. Raises IntegrityError like any insert.
    """
    insert_into(model._meta.db_table, frame)


def insert_into(table: str, frame: pl.DataFrame) -> None:
    """Insert the rows of ``frame`` into a table by its name."""
    if frame.is_empty():
        return
    if connection.vendor == "postgresql":
        _copy_in(table, frame)
    else:
        _insert_many(table, frame)


def read_frame(sql: str, schema: Schema, parameters: Sequence[Any] = ()) -> pl.DataFrame:
    """Return what a SELECT gives, as a frame of ``schema``.

    ``sql`` has ``%s`` for each of ``parameters``. Booleans, dates and JSON come as the column's
    type in ``schema`` says: Boolean, Date, String.
    """
    if connection.vendor == "postgresql":
        return _copy_out(sql, schema, parameters)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        # Not strict: what is no column, such as a comparison, SQLite gives as 0 or 1.
        return pl.DataFrame(
            cursor.fetchall(), schema=dict(schema), orient="row", strict=False
        )  # fmt: skip


def _copy_in(table: str, frame: pl.DataFrame) -> None:
    sql = f"COPY {_quoted(table)} ({_names(frame)}) FROM STDIN (FORMAT csv)"
    connection.ensure_connection()
    raw, translated = connection.connection, connection.wrap_database_errors

    def copy() -> None:
        text = io.BytesIO(frame.write_csv(include_header=False).encode())
        # COPY is psycopg2's own: Django passes its errors on as they are.
        with raw.cursor() as cursor, translated:
            cursor.copy_expert(sql, text, COPY_BYTES)

    if writer := current_writer():
        writer.hand_over(copy)
    else:
        copy()


def _copy_out(sql: str, schema: Schema, parameters: Sequence[Any]) -> pl.DataFrame:
    packed = io.BytesIO()
    if writer := current_writer():
        writer.wait()
    with connection.cursor() as cursor, connection.wrap_database_errors:
        query = cursor.mogrify(sql, parameters).decode() if parameters else sql
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv)", packed, COPY_BYTES)
    if not packed.tell():
        return pl.DataFrame(schema=dict(schema))
    texts = pl.read_csv(
        packed.getvalue(),
        has_header=False,
        new_columns=list(schema),
        infer_schema=False,
    )
    return texts.with_columns(
        pl.col(name) == "t"
        if type_ == pl.Boolean
        else pl.col(name).str.to_date("%Y-%m-%d")
        if type_ == pl.Date
        else pl.col(name).cast(type_)
        for name, type_ in schema.items()
    )


def _insert_many(table: str, frame: pl.DataFrame) -> None:
    """Insert by one prepared statement; Django's cursor would look at every row first."""
    holes = ", ".join("?" * frame.width)
    sql = f"INSERT INTO {_quoted(table)} ({_names(frame)}) VALUES ({holes})"  # noqa: S608
    plain = frame.with_columns(
        selectors.date().dt.to_string("%Y-%m-%d"),
        selectors.datetime().dt.to_string("%Y-%m-%d %H:%M:%S%.f"),
    )
    connection.ensure_connection()
    with connection.wrap_database_errors:
        connection.connection.executemany(sql, plain.iter_rows(buffer_size=10_000))


def _names(frame: pl.DataFrame) -> str:
    return ", ".join(map(_quoted, frame.columns))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
