"""Any other table that names titles and says what a person gave them. [pure]

    Title,Year,Rating                        name, film, movie; score, stars, my rating, rating10
    The Glass Ferry,1962,4.5                 ids of IMDb or TMDB as well, and a date

Without a column of ratings it is a list of what was seen, or of the watchlist where its name says
so. The scale is not written anywhere, so it is guessed from the highest rating, and can be chosen.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.datasets.errors import RowError
from recommendations.importing.formats import tables as read
from recommendations.importing.formats.entries import (
    OF_TEN,
    RATING,
    SEEN,
    WATCHLIST,
    Entry,
    Refused,
    Scale,
    What,
)
from recommendations.importing.formats.tables import Row, Table, entries_of

_NAMES = ("title", "name", "film", "movie", "movie title", "film title")
_YEARS = ("year", "release year", "released", "release_year")
_TEN = ("rating10", "rating out of 10", "rating/10", "score10")
_RATINGS = (
    *_TEN,
    "rating",
    "my rating",
    "your rating",
    "user_rating",
    "score",
    "my score",
    "stars",
)
_IMDB = ("imdb_id", "imdbid", "imdb id", "imdb", "tconst", "const")
_TMDB = ("tmdb_id", "tmdbid", "tmdb id", "tmdb")
_DATES = (
    "date", "rated_at", "rated at", "date rated", "watcheddate", "watched date", "watched_at",
    "timestamp",
)  # fmt: skip
_WANTED = ("watchlist", "wishlist", "to watch", "to-watch")


class Generic:
    """A table of anybody's making."""

    name, label = "generic", "a table of ratings"

    def recognises(self, table: Table) -> bool:
        known = set(table.header)
        return not known.isdisjoint((*_NAMES, *_IMDB, *_TMDB)) and len(known) > 1

    def scale_of(self, table: Table) -> Scale:
        """Return the smallest scale that all ratings fit on; some columns say what it is."""
        is_of_ten = not set(_TEN).isdisjoint(table.header)
        return OF_TEN if is_of_ten else read.likely_scale(table, _RATINGS)

    def read(self, table: Table, scale: Scale) -> Iterator[Entry | Refused]:
        path = table.part.path
        is_rated = not set(_RATINGS).isdisjoint(table.header)
        listed: What = WATCHLIST if any(word in table.part.name for word in _WANTED) else SEEN

        def entry(row: Row) -> Entry:
            given = row.get(*_RATINGS)
            value = scale.half_stars(given)
            name, year = read.dated_name(row.get(*_NAMES))
            if not (name or row.get(*_IMDB, *_TMDB)):
                raise RowError("no name of a title")
            return Entry(
                path,
                row.line,
                RATING if value else SEEN if is_rated else listed,
                name=name,
                year=read.year_in(row.get(*_YEARS)) or year,
                kind=_kind(row.get("type", "title type", "kind")),
                imdb_id=read.imdb_id_in(row.get(*_IMDB)),
                tmdb_id=read.number_in(row.get(*_TMDB)),
                given=given,
                value=value,
                at=read.moment_in(row.get(*_DATES)),
            )

        return entries_of(table, entry)


def _kind(text: str) -> str:
    word = text.lower()
    if word in ("show", "tv", "series", "tv series", "tv show", "tvseries"):
        return "show"
    return "movie" if word in ("movie", "film") else ""


GENERIC = Generic()
