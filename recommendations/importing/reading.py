"""Which format an upload has, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from django.conf import settings
from django.utils.module_loading import import_string

from recommendations.importing.formats.base import ImportFormat
from recommendations.importing.formats.entries import (
    MAX_ROWS,
    SCALES,
    Entry,
    ImportRefused,
    Refused,
    Scale,
)
from recommendations.importing.formats.tables import Table
from recommendations.importing.formats.uploads import parts_of, shown


@dataclass(frozen=True)
class Reading:
    """What an upload says: its format, the scale of its ratings, its rows in order."""

    file_name: str
    format: ImportFormat
    scale: Scale
    rows: list[Entry | Refused]


@cache
def _imported(path: str) -> ImportFormat:
    found: ImportFormat = import_string(path)
    return found


def formats() -> list[ImportFormat]:
    """Return the formats in settings, in the order in which they are asked."""
    return [_imported(path) for path in settings.IMPORTS]


def label_of(name: str) -> str:
    """Return what people call a format; its name if it is no longer in settings."""
    return next((each.label for each in formats() if each.name == name), name)


def read_upload(name: str, data: bytes, scale: str = "") -> Reading:
    """Read an upload by the first format that recognises something in it.

    ``scale`` is the name of one for formats that do not know theirs. Raises ImportRefused.
    """
    tables = [Table.of(part) for part in parts_of(name, data)]
    for one in formats():
        known = [table for table in tables if one.recognises(table)]
        if known:
            return _read(name, one, known, scale)
    raise ImportRefused(
        f"{shown(name)} is in no format that is known here: it needs a column with the names of"
        " titles or their ids, such as Title, Year, Rating."
    )


def _read(name: str, one: ImportFormat, tables: list[Table], scale: str) -> Reading:
    likely = max((one.scale_of(table) for table in tables), key=lambda each: each.best)
    used = SCALES.get(scale, likely) if can_choose_scale(one.name) else likely
    found: Iterable[Entry | Refused] = chain.from_iterable(
        one.read(table, used) for table in tables
    )
    rows = list(islice(found, MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        raise ImportRefused(f"{shown(name)} has more than {MAX_ROWS:,} rows; upload a part of it.")
    if not any(isinstance(row, Entry) for row in rows):
        why = f" The first one: {rows[0].reason}." if rows and isinstance(rows[0], Refused) else ""
        raise ImportRefused(f"{shown(name)} has no rows that can be imported.{why}")
    return Reading(shown(name), one, used, rows)


def can_choose_scale(format_name: str) -> bool:
    """Tell whether the scale of this format is a guess."""
    return format_name == "generic"
