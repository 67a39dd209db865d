"""IMDb's exports of ratings and of lists, also of the watchlist. [pure]

    Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,…,Year,Genres,…
    tt9990001,8,2021-03-04,The Glass Ferry,Der gläserne Kahn,https://…,Movie,7.1,…,1962,Drama,…
    Position,Const,Created,Modified,Description,Title,…,Your Rating,Date Rated

A row of a list that has a rating is a rating; the others are what the list is: the watchlist.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.datasets.errors import RowError
from recommendations.importing.formats import tables as read
from recommendations.importing.formats.entries import (
    OF_TEN,
    RATING,
    WATCHLIST,
    Entry,
    Refused,
    Scale,
)
from recommendations.importing.formats.tables import Row, Table, entries_of

#: Today, and in lists until 2017.
_RATED = ("your rating", "you rated")
_EPISODES = {"tv episode", "tvepisode", "podcast episode", "podcastepisode"}
_NO_FILMS = {"video game", "videogame", "podcast series", "podcastseries", "music video"}


class Imdb:
    """Whole numbers from 1 to 10, with the ids of titles."""

    name, label = "imdb", "IMDb"

    def recognises(self, table: Table) -> bool:
        return table.has("const", "title") and not set(_RATED).isdisjoint(table.header)

    def scale_of(self, table: Table) -> Scale:
        return OF_TEN

    def read(self, table: Table, scale: Scale) -> Iterator[Entry | Refused]:
        path, is_list = table.part.path, "position" in table.header

        def entry(row: Row) -> Entry:
            given = row.get(*_RATED)
            value = scale.half_stars(given)
            if value is None and not is_list:
                raise RowError("no rating")
            return Entry(
                path,
                row.line,
                RATING if value else WATCHLIST,
                name=read.name_in(row.get("title")),
                year=read.year_in(row.get("year")),
                kind=kind_of(row.get("title type")),
                imdb_id=read.imdb_id_in(row.get("const")),
                given=given,
                value=value,
                at=read.moment_in(row.get("date rated", "created")),
            )

        return entries_of(table, entry)


def kind_of(title_type: str) -> str:
    """Return the kind of a title; raises RowError for what is neither film nor show."""
    word = title_type.lower()
    if word in _EPISODES:
        raise RowError("an episode: only whole titles are rated here")
    if word in _NO_FILMS:
        raise RowError(f"a {word}, neither film nor show")
    if "series" in word:
        return "show"
    return "movie" if word else ""


IMDB = Imdb()
