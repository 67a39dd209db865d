"""The rows of imports, thousands at once: written, read and changed by columns, not as models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction

from catalog.bulk import insert_frame, update_frame
from catalog.bulk.frames import Schema
from recommendations.importing.formats.entries import RATING, Entry, Refused
from recommendations.models import ImportRow, RatingImport

Match = ImportRow.Match
#: Times as ``catalog.bulk`` takes them.
TIME = pl.Datetime("us", "UTC")
COLUMNS: Schema = {
    "file": pl.String,
    "line": pl.Int64,
    "what": pl.String,
    "name": pl.String,
    "year": pl.Int64,
    "ids": pl.String,
    "given": pl.String,
    "value": pl.Int64,
    "at": TIME,
    "match": pl.String,
    "title_id": pl.Int64,
    "candidates": pl.String,
    "reason": pl.String,
}


@dataclass(slots=True)
class Wanted:
    """What a row says of its title, and which title that is or may be; ``pk`` once it is stored."""

    name: str = ""
    year: int | None = None
    ids: dict[str, Any] = field(default_factory=dict)
    match: str = ""
    title_id: int | None = None
    candidates: list[int] = field(default_factory=list)
    pk: int = 0


def wanted_by(row: Entry | Refused) -> Wanted:
    """Return what a row of a file says of its title; what cannot be read is not looked for."""
    if isinstance(row, Refused):
        return Wanted(row.text, match=Match.UNREADABLE)
    ids = {
        "kind": row.kind,
        "imdb": row.imdb_id,
        "tmdb": row.tmdb_id,
        "movielens": row.movielens_id,
    }
    return Wanted(row.name, row.year, {name: value for name, value in ids.items() if value})


def insert_rows(
    run: RatingImport, rows: Sequence[Entry | Refused], wanted: Sequence[Wanted]
) -> None:
    """Store the rows of a file, in their order, with what is known of their titles."""
    cells = [_cells(row, about) for row, about in zip(rows, wanted, strict=True)]
    frame = pl.DataFrame(cells, schema=COLUMNS, orient="row")
    at = pl.col("at").dt.replace_time_zone(None)
    insert_frame(ImportRow, frame.with_columns(at, run_id=pl.lit(run.pk), outcome=pl.lit("")))


def rows_to_look_for(run: RatingImport) -> list[Wanted]:
    """Return the rows whose titles nobody has looked for yet, in their order; 1 query."""
    rows = run.rows.filter(match=Match.UNKNOWN).order_by("pk")
    return [
        Wanted(name, year, ids, pk=pk)
        for pk, name, year, ids in rows.values_list("pk", "name", "year", "ids")
    ]


def save_matches(rows: Iterable[Wanted]) -> None:
    """Note which titles the rows mean."""
    cells = [(row.pk, row.match, row.title_id, json.dumps(row.candidates)) for row in rows]
    _update(cells, "match", "title_id", "candidates")


def save_values(values: Iterable[tuple[int, int | None, str]]) -> None:
    """Note what ratings rows have, as (row, half stars, why there are none)."""
    _update(list(values), "value", "reason")


def save_outcomes(outcomes: Iterable[tuple[int, str]]) -> None:
    """Note what became of rows."""
    _update(list(outcomes), "outcome")


def _update(cells: Sequence[tuple[Any, ...]], *columns: str) -> None:
    types: Schema = {**COLUMNS, "id": pl.Int64, "outcome": pl.String}
    schema = {name: types[name] for name in ("id", *columns)}
    with transaction.atomic():  # whatever breaks, no temporary table stays behind
        update_frame(ImportRow, pl.DataFrame(cells, schema=schema, orient="row"))


def _cells(row: Entry | Refused, about: Wanted) -> tuple[Any, ...]:
    what, given, reason = "", "", ""
    value: int | None = None
    at: datetime | None = None
    if isinstance(row, Refused):
        reason = row.reason
    else:
        what, value, at = row.what, row.value, row.at
        given = row.given[:20] if row.what == RATING else ""
    return (
        row.file[:120],
        row.line,
        what,
        about.name,
        about.year,
        json.dumps(about.ids),
        given,
        value,
        at,
        str(about.match),
        about.title_id,
        json.dumps(about.candidates),
        reason,
    )
