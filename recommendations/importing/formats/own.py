"""What a person has taken from here, or from another movierec: its ratings and marks. [pure]

    title,year,type,imdb_id,tmdb_id,value,rated_at,stars
    The Glass Ferry,1962,movie,tt9990001,9001,9,2021-03-04T10:00:00+00:00,4.5
    title,year,type,imdb_id,tmdb_id,kind,marked_at
    Night Trams,2018,show,,9002,watchlist,2021-03-04T10:00:00+00:00

The other tables of the archive say nothing about titles that an import could use.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.datasets.errors import RowError
from recommendations.importing.formats import tables as read
from recommendations.importing.formats.entries import (
    OF_FIVE,
    RATING,
    SEEN,
    WATCHLIST,
    Entry,
    Refused,
    Scale,
    What,
)
from recommendations.importing.formats.tables import Row, Table, entries_of

_TITLE = ("title", "year", "imdb_id", "tmdb_id")
_MARKS: dict[str, What] = {"seen": SEEN, "watchlist": WATCHLIST}


class Own:
    """Stars of five, with halves, and the ids of titles."""

    name, label = "own", "movierec"

    def recognises(self, table: Table) -> bool:
        is_ratings = table.has("stars", "value", "rated_at")
        return table.has(*_TITLE) and (is_ratings or table.has("kind", "marked_at"))

    def scale_of(self, table: Table) -> Scale:
        return OF_FIVE

    def read(self, table: Table, scale: Scale) -> Iterator[Entry | Refused]:
        path = table.part.path

        def entry(row: Row) -> Entry:
            given = row.get("stars")
            value = scale.half_stars(given)
            what = RATING if value else _MARKS.get(row.get("kind"))
            if what is None:
                raise RowError("no rating, and neither seen nor on the watchlist")
            return Entry(
                path,
                row.line,
                what,
                # What a spreadsheet would have taken for a formula has ' in front.
                name=read.name_in(row.get("title").removeprefix("'")),
                year=read.year_in(row.get("year")),
                kind=row.get("type") if row.get("type") in ("movie", "show") else "",
                imdb_id=read.imdb_id_in(row.get("imdb_id")),
                tmdb_id=read.number_in(row.get("tmdb_id")),
                given=given,
                value=value,
                at=read.moment_in(row.get("rated_at", "marked_at")),
            )

        return entries_of(table, entry)


OWN = Own()
