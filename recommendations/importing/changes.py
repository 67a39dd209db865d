"""What an import changes of what one person says: noted title by title, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from catalog.bulk import delete_rows, insert_frame, update_frame
from catalog.bulk.frames import Schema
from recommendations.importing.formats.entries import RATING
from recommendations.importing.rows import TIME
from recommendations.importing.settling import Said
from recommendations.models import Mark, Rating

#: (title, kind of mark or RATING) -> the key of its row.
Keys = dict[tuple[int, str], int]
TYPES: Schema = {
    "id": pl.Int64,
    "title_id": pl.Int64,
    "value": pl.Int64,
    "rated_at": TIME,
    "kind": pl.String,
    "marked_at": TIME,
}


class Changes:
    """Ratings and marks of one person that are new, different or over.

    Whoever makes it holds the row of the person: ``keys`` has all that is stored.
    """

    def __init__(self, viewer_id: int, keys: Keys) -> None:
        self._viewer_id, self._keys = viewer_id, keys
        self._ratings: list[tuple[int, int | None, datetime | None]] = []
        self._marks: list[tuple[int, str, datetime]] = []
        self._changed: list[tuple[int, int | None, datetime | None]] = []
        self._ended: list[int] = []

    def note(self, title_id: int, old: Said, new: Said) -> None:
        """Note what is different from before."""
        if (new.value, new.rated_at) != (old.value, old.rated_at):
            key = self._keys.get((title_id, RATING))
            told = self._ratings if key is None else self._changed
            told.append((title_id if key is None else key, new.value, new.rated_at))
        if new.marks == old.marks:
            return
        for kind, at in new.marks.items():
            if old.marks.get(kind) != at:
                self._marks.append((title_id, kind, at))
        for kind, at in old.marks.items():
            if new.marks.get(kind) != at:
                self._ended.append(self._keys[title_id, kind])

    def save(self) -> None:
        """Write it; a dozen statements at most. Raises IntegrityError if a title is gone."""
        delete_rows(Mark, "id", pl.Series(self._ended, dtype=pl.Int64))
        by = {"viewer_id": pl.lit(self._viewer_id)}
        insert_frame(
            Rating, _frame(self._ratings, "title_id", "value", "rated_at").with_columns(**by)
        )
        update_frame(Rating, _frame(self._changed, "id", "value", "rated_at"))
        insert_frame(Mark, _frame(self._marks, "title_id", "kind", "marked_at").with_columns(**by))


def _frame(rows: Sequence[tuple[object, ...]], *columns: str) -> pl.DataFrame:
    schema = {name: TYPES[name] for name in columns}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(pl.col(pl.Datetime).dt.replace_time_zone(None))
