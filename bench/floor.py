"""The least that writing the catalogue's rows can take: ready-made rows, nothing to work out.

Constraints and indexes are dropped before and rebuilt after, in one transaction. What is timed
is that, the writing, and the commit.

* PostgreSQL: each table lies in a CSV file, which goes through ``COPY … FROM STDIN`` as it is.
* SQLite: slices of ready-made tuples are in memory, and go through ``executemany``; fetching
  the next slice from a copy of the loaded database is not timed. Foreign keys are not enforced
  but checked once at the end; unique constraints are part of their tables and stay.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from django.db import connection, transaction
from django.db.models import Model

from bench.scratch import catalog_models, count_rows
from catalog.bulk import SetAside

COPY_BYTES = 1 << 18
SLICE_ROWS = 50_000


@dataclass(frozen=True)
class ReadyMade:
    """The rows of the tables that the loader filled, outside the scratch database."""

    folder: Path
    models: list[type[Model]]
    counts: dict[str, int]


def keep_rows(folder: Path) -> ReadyMade:
    """Put aside what the catalogue's tables hold now."""
    counts = count_rows()
    models = [model for model in catalog_models() if model._meta.db_table in counts]
    ready = ReadyMade(folder, models, counts)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM INTO %s", [str(_copy(ready))])
            return ready
        for model in models:
            with _csv(ready, model).open("wb") as out:
                cursor.copy_expert(f"COPY {_table(model)} TO STDOUT (FORMAT csv)", out, COPY_BYTES)
    return ready


def write_floor(ready: ReadyMade) -> float:
    """Write all rows into the empty database and return the seconds that took."""
    if connection.vendor == "sqlite":
        return _executemany(ready)
    started = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        aside = SetAside.of_empty(ready.models)
        for model in ready.models:
            with _csv(ready, model).open("rb") as rows:
                cursor.copy_expert(
                    f"COPY {_table(model)} FROM STDIN (FORMAT csv)", rows, COPY_BYTES
                )
        aside.restore()
    return perf_counter() - started


def _executemany(ready: ReadyMade) -> float:
    fetching = 0.0
    connection.ensure_connection()
    with closing(sqlite3.connect(_copy(ready))) as copy:
        started = perf_counter()
        # Outside the transaction, where SQLite would not listen.
        with connection.constraint_checks_disabled(), transaction.atomic():
            aside = SetAside.of_empty(ready.models)
            for model in ready.models:
                rows = copy.execute(f"SELECT * FROM {_table(model)}")  # noqa: S608
                fetching += _insert(model, rows)
            aside.restore()
            connection.check_constraints()
        return perf_counter() - started - fetching


def _insert(model: type[Model], rows: sqlite3.Cursor) -> float:
    """Insert ``rows`` and return the seconds that fetching them took."""
    fetching = 0.0
    holes = ", ".join("?" * len(rows.description))
    insert = f"INSERT INTO {_table(model)} VALUES ({holes})"  # noqa: S608
    while True:
        paused = perf_counter()
        ready = rows.fetchmany(SLICE_ROWS)
        fetching += perf_counter() - paused
        if not ready:
            return fetching
        connection.connection.executemany(insert, ready)


def _copy(ready: ReadyMade) -> Path:
    return ready.folder / "loaded.sqlite3"


def _csv(ready: ReadyMade, model: type[Model]) -> Path:
    return ready.folder / f"{model._meta.db_table}.csv"


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
