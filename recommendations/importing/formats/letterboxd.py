"""Letterboxd's export: a ZIP of tables, or one of them. [pure]

``ratings.csv``, ``diary.csv`` (each watch, rated or not), ``watched.csv``, ``watchlist.csv``::

    Date,Name,Year,Letterboxd URI,Rating
    2021-03-04,The Glass Ferry,1962,https://boxd.it/2aB1,4.5
    Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
    2021-03-04,The Glass Ferry,1962,https://boxd.it/aB12cD,4.5,,,2021-03-03

Those of films are the same whatever is said of them, so the name of the file tells. What was
deleted is in folders of its own, and so are lists and likes.
"""

from __future__ import annotations

from collections.abc import Iterator

from recommendations.importing.formats import tables as read
from recommendations.importing.formats.entries import (
    OF_FIVE,
    RATING,
    SEEN,
    WATCHLIST,
    Entry,
    Refused,
    Scale,
)
from recommendations.importing.formats.tables import Row, Table, entries_of

_OTHER_FOLDERS = {"deleted", "orphaned", "likes", "lists"}
_OTHER_FILES = ("reviews", "comments", "profile", "films", "list")


class Letterboxd:
    """Stars of five, with halves."""

    name, label = "letterboxd", "Letterboxd"

    def recognises(self, table: Table) -> bool:
        part = table.part
        is_other = part.name.startswith(_OTHER_FILES) or _OTHER_FOLDERS & set(part.folders)
        return table.has("date", "name", "year", "letterboxd uri") and not is_other

    def scale_of(self, table: Table) -> Scale:
        return OF_FIVE

    def read(self, table: Table, scale: Scale) -> Iterator[Entry | Refused]:
        path = table.part.path
        wanted = "watchlist" in table.part.name

        def entry(row: Row) -> Entry:
            given = row.get("rating")
            value = scale.half_stars(given)
            return Entry(
                path,
                row.line,
                WATCHLIST if wanted else RATING if value else SEEN,
                name=read.name_in(row.get("name")),
                year=read.year_in(row.get("year")),
                given=given,
                value=value,
                at=read.moment_in(row.get("watched date", "date")),
            )

        return entries_of(table, entry)


LETTERBOXD = Letterboxd()
