"""Frames into tables and back, and the keys of rows that are still to be written."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Model

#: Bytes handed to PostgreSQL at a time.
COPY_BYTES = 1 << 18


def insert_frame(model: type[Model], frame: pl.DataFrame) -> None:
    """Insert the rows of ``frame``, whose columns are named as the table's are.

    Columns that are left out get the table's default. Nulls are NULL, "" stays "". Raises
    IntegrityError like any insert.
    """
    if frame.is_empty():
        return
    if connection.vendor == "postgresql":
        _copy_in(model._meta.db_table, frame)
    else:
        _insert_many(model._meta.db_table, frame)


def read_frame(
    sql: str, schema: Mapping[str, pl.DataType | type[pl.DataType]], parameters: Sequence[Any] = ()
) -> pl.DataFrame:
    """Return what a SELECT gives, as a frame of ``schema``.

    ``sql`` has ``%s`` for each of ``parameters``. Booleans, dates and JSON come as the column's
    type in ``schema`` says: Boolean, Date, String.
    """
    if connection.vendor == "postgresql":
        return _copy_out(sql, schema, parameters)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        # What SQLite has stored of a date or a boolean is a text or a number.
        stored = {
            name: pl.String if type_ == pl.Date else pl.Int64 if type_ == pl.Boolean else type_
            for name, type_ in schema.items()
        }
        frame = pl.DataFrame(cursor.fetchall(), schema=stored, orient="row")
    return frame.cast(dict(schema))  # type: ignore[arg-type]  # polars' own union of types


def next_ids(model: type[Model], n: int) -> pl.Series:
    """Reserve ``n`` primary keys for rows that ``insert_frame`` is to write next, in order.

    On SQLite they must be written before others are reserved.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [f'"{table}"', n],
            )
            return pl.Series("id", [row[0] for row in cursor.fetchall()], pl.Int64)
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
    return pl.Series("id", range(last + 1, last + n + 1), pl.Int64)


def _copy_in(table: str, frame: pl.DataFrame) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {_quoted(table)} ({_names(frame)}) FROM STDIN (FORMAT csv)",
            io.BytesIO(frame.write_csv(include_header=False).encode()),
            COPY_BYTES,
        )


def _copy_out(sql: str, schema: Mapping[str, Any], parameters: Sequence[Any]) -> pl.DataFrame:
    packed = io.BytesIO()
    with connection.cursor() as cursor:
        query = cursor.mogrify(sql, parameters).decode() if parameters else sql
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv)", packed, COPY_BYTES)
    if not packed.tell():
        return pl.DataFrame(schema=dict(schema))
    texts = pl.read_csv(
        packed.getvalue(),
        has_header=False,
        new_columns=list(schema),
        infer_schema=False,
        missing_utf8_is_empty_string=False,
    )
    return texts.with_columns(
        (pl.col(name) == "t") if type_ == pl.Boolean else pl.col(name).cast(type_)
        for name, type_ in schema.items()
    )


def _insert_many(table: str, frame: pl.DataFrame) -> None:
    """Insert by one prepared statement; Django's cursor would look at every row first."""
    holes = ", ".join("?" * frame.width)
    sql = f"INSERT INTO {_quoted(table)} ({_names(frame)}) VALUES ({holes})"  # noqa: S608
    plain = frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))
    connection.ensure_connection()
    with connection.wrap_database_errors:
        connection.connection.executemany(sql, plain.iter_rows(buffer_size=10_000))


def _names(frame: pl.DataFrame) -> str:
    return ", ".join(map(_quoted, frame.columns))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
