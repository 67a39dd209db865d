"""What other projects load with: Django's ``bulk_create``, pandas' ``to_sql``.

Both get the rows that the loader worked out, of the first so many titles, ready in memory: the
reading of files, the matching and the keys are given to them.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import pandas as pd
import psycopg2
import sqlalchemy
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model

from bench.scratch import catalog_models

#: Rows in one INSERT, and rows that pandas hands on at a time: more or fewer are not faster.
#: ``to_sql(method="multi")`` is five times slower than its default.
BATCH_ROWS = CHUNK_ROWS = 1_000


@dataclass(frozen=True)
class Slice:
    """Rows of some titles and of what they refer to: {model: rows}, in an order to insert them.

    A row has the values of the model's concrete fields in their order.
    """

    n_titles: int
    rows: dict[type[Model], list[tuple[Any, ...]]]

    @property
    def n_rows(self) -> int:
        return sum(map(len, self.rows.values()))


def read_slice(n_titles: int) -> Slice:
    """Return the first ``n_titles``, their links, ratings and credits, and what these name."""
    title: type[Model] = apps.get_model("catalog", "Title")
    titles = _values(title, title._base_manager.order_by("pk")[:n_titles])
    last = titles[-1][0]
    rows = {title: titles}
    for model in catalog_models():
        if _refers_to_title(model, title):
            rows[model] = _values(model, model._base_manager.filter(title_id__lte=last))
    named: dict[type[Model], set[Any]] = defaultdict(set)
    for model, values in rows.items():
        for place, field in enumerate(model._meta.concrete_fields):
            if isinstance(field, ForeignKey) and field.related_model is not title:
                named[field.related_model] |= {row[place] for row in values} - {None}
    first = {model: _named(model, keys) for model, keys in named.items()}
    return Slice(len(titles), {**first, **rows})


def bulk_create_seconds(piece: Slice) -> float:
    """Create the rows as an ordinary project does: instances, constraints, one transaction."""
    started = perf_counter()
    with transaction.atomic():
        for model, rows in piece.rows.items():
            instances = [model(*row) for row in rows]
            model._base_manager.bulk_create(instances, batch_size=BATCH_ROWS)
    return perf_counter() - started


def to_sql_seconds(piece: Slice, folder: Path) -> float:
    """Write the rows with pandas into new tables without keys; the frames are ready."""
    frames = {model._meta.db_table: _frame(model, rows) for model, rows in piece.rows.items()}
    engine = _engine(folder)
    started = perf_counter()
    with engine.begin() as target:
        for table, frame in frames.items():
            frame.to_sql(
                f"peer_{table}", target, index=False, if_exists="replace", chunksize=CHUNK_ROWS
            )
    seconds = perf_counter() - started
    engine.dispose()
    return seconds


def _refers_to_title(model: type[Model], title: type[Model]) -> bool:
    fields = model._meta.concrete_fields
    return any(field.name == "title" and field.related_model is title for field in fields)


def _named(model: type[Model], keys: set[Any]) -> list[tuple[Any, ...]]:
    rows = _values(model, model._base_manager.all())
    return [row for row in rows if row[0] in keys]


def _values(model: type[Model], rows: Any) -> list[tuple[Any, ...]]:
    return list(rows.values_list(*(field.attname for field in model._meta.concrete_fields)))


def _frame(model: type[Model], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    columns = [field.column for field in model._meta.concrete_fields]
    plain = [
        tuple(json.dumps(value) if isinstance(value, dict) else value for value in row)
        for row in rows
    ]
    return pd.DataFrame(plain, columns=columns)


def _engine(folder: Path) -> sqlalchemy.Engine:
    """Return where to write: the scratch database; on SQLite a new file with the same journal."""
    if connection.vendor == "postgresql":
        parameters = connection.get_connection_params()
        parameters.pop("cursor_factory", None)
        return sqlalchemy.create_engine(
            "postgresql+psycopg2://", creator=lambda: psycopg2.connect(**parameters)
        )
    file = folder / "peer.sqlite3"
    file.unlink(missing_ok=True)
    engine = sqlalchemy.create_engine(f"sqlite:///{file}")
    with engine.begin() as target:
        target.exec_driver_sql("PRAGMA journal_mode = WAL")
    return engine
