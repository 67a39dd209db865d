"""MovieLens: one person's own export, or the ratings of one person in a dataset's layout. [pure]

    movie_id,imdb_id,tmdb_id,rating,average_rating,title
    77,9990001,9001,4.5,3.61,"Glass Ferry, The (1962)"
    userId,movieId,rating,timestamp
    1,77,4.5,1614852000

The site's wishlist has the columns of its ratings; the name of the file tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.datasets.errors import RowError
from recommendations.importing.formats import tables as read
from recommendations.importing.formats.entries import (
    OF_FIVE,
    RATING,
    WATCHLIST,
    Entry,
    ImportRefused,
    Refused,
    Scale,
)
from recommendations.importing.formats.tables import Row, Table, entries_of


class MovieLens:
    """Stars of five, with halves, or out of 100, and the ids of titles."""

    name, label = "movielens", "MovieLens"

    def recognises(self, table: Table) -> bool:
        return table.has("movieid", "rating") or table.has("movie_id", "imdb_id", "tmdb_id")

    def scale_of(self, table: Table) -> Scale:
        """Return stars of five; the site's newest exports go up to 100."""
        return OF_FIVE if table.has("userid") else read.likely_scale(table, ("rating",))

    def read(self, table: Table, scale: Scale) -> Iterator[Entry | Refused]:
        path, wanted = table.part.path, "wishlist" in table.part.name
        people: set[str] = set()

        def entry(row: Row) -> Entry:
            people.add(row.get("userid"))
            if len(people) > 1:
                raise ImportRefused(f"{path} has ratings by several people; upload your own alone.")
            given = row.get("rating")
            value = None if wanted else scale.half_stars(given)
            if not value and not wanted:
                raise RowError("no rating")
            name, year = read.dated_name(row.get("title"))
            return Entry(
                path,
                row.line,
                WATCHLIST if wanted else RATING,
                name=name,
                year=year,
                imdb_id=_imdb_id(row.get("imdb_id", "imdbid")),
                tmdb_id=read.number_in(row.get("tmdb_id", "tmdbid")),
                movielens_id=read.number_in(row.get("movieid", "movie_id")),
                given="" if wanted else given,
                value=value,
                at=read.moment_in(row.get("timestamp", "date")),
            )

        return entries_of(table, entry)


def _imdb_id(cell: str) -> str:
    """Return an IMDb id, which the site writes without its letters."""
    number = read.number_in(cell)
    return f"tt{number:07}" if number else read.imdb_id_in(cell)


MOVIELENS = MovieLens()
