"""Which title of the catalogue a movie of a ratings file is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import polars as pl

from catalog.bulk import read_frame
from catalog.loading.bulk import fetch
from catalog.models import Title
from catalog.names import name_key
from recommendations.rating_files import RatingFile, read_movies
from recommendations.rating_files.movies import name_of_word

Movie = TypeVar("Movie", int, str)
Names = Sequence[tuple[str, int]]


class TitleFinder:
    """Finds titles for the movies of one file: by identifier, else by name and year.

    ``None`` in what it returns is a movie that the catalogue lacks, or has several times.
    """

    def __init__(self, file: RatingFile) -> None:
        layout = file.layout
        self._type = pl.Int64 if layout.has_numbers else pl.String
        self._found = self._identified(layout.identifiers)
        self._tried: set[str] | None = None if layout.has_numbers else set()
        self.names: Mapping[int, Names] = {}
        if file.movies and layout.movies:
            self.names = read_movies(file.movies, layout.movies)
            known = set(self._found["movie"])
            unknown = {movie: names for movie, names in self.names.items() if movie not in known}
            self._add(titles_called(unknown))

    def find(self, movies: pl.Series) -> pl.Series:
        """Return the titles' ids, UInt32, one for each of ``movies``."""
        if self._tried is not None:
            self._try_names(movies.unique())
        frame = movies.to_frame("movie")
        found = frame.join(self._found, on="movie", how="left", maintain_order="left")
        return found["title_id"]

    def label(self, movie: int | str) -> str:
        """Return the file's id, with the name if the file of movies has it."""
        names = self.names.get(movie, ()) if isinstance(movie, int) else ()
        return f"{movie} ({names[0][0]}, {names[0][1]})" if names else str(movie)

    def _identified(self, source: str | None) -> pl.DataFrame:
        frame = read_frame(
            "SELECT value, title_id FROM catalog_titleidentifier WHERE source = %s",
            {"movie": pl.String, "title_id": pl.UInt32},
            [source or ""],
        )
        # Two spellings of a number, "7" and "07", are one movie.
        frame = frame.with_columns(pl.col("movie").cast(self._type, strict=False))
        return frame.drop_nulls().unique("movie", keep="first", maintain_order=True)

    def _try_names(self, words: pl.Series) -> None:
        """Look for movies that are words like ``the+glass+ferry+1997`` and have no identifier."""
        unknown = set(words) - set(self._found["movie"]) - (self._tried or set())
        self._tried = (self._tried or set()) | unknown
        parsed = {word: [name] for word in unknown if (name := name_of_word(word))}
        self._add(titles_called(parsed))

    def _add(self, found: Mapping[int, int] | Mapping[str, int]) -> None:
        if found:
            columns = {"movie": list(found), "title_id": list(found.values())}
            types = {"movie": self._type, "title_id": pl.UInt32}
            self._found = pl.concat([self._found, pl.DataFrame(columns, schema=types)])


class _Namesakes(Generic[Movie]):
    """The movies of the catalogue by name and year."""

    def __init__(self, keys: set[str]) -> None:
        movies = Title.objects.filter(kind=Title.Kind.MOVIE, start_year__isnull=False)
        rows = movies.order_by().values_list("name_key", "start_year", "pk")
        self._pks: dict[tuple[str, int], list[int]] = defaultdict(list)
        for key, year, pk in fetch(rows, "name_key", keys):
            self._pks[key, year].append(pk)

    def only(self, names: Names) -> int | None:
        """Return the only movie that has one of ``names`` in its year, else a year beside it.

        If several have the first name in its year, nobody knows which one is meant.
        """
        keys = [(name_key(name), year) for name, year in names]
        for key, year in keys:
            if pks := self._pks.get((key, year)):
                return pks[0] if len(pks) == 1 else None
        for key, year in keys:
            near = [pk for other in (year - 1, year + 1) for pk in self._pks.get((key, other), ())]
            if near:
                return near[0] if len(near) == 1 else None
        return None


def titles_called(movies: Mapping[Movie, Names]) -> dict[Movie, int]:
    """Return {movie: the title with one of its names}, of those where exactly one has it."""
    if not movies:
        return {}
    keys = {name_key(name) for names in movies.values() for name, _ in names}
    namesakes = _Namesakes[Movie](keys)
    found = {movie: namesakes.only(names) for movie, names in movies.items()}
    return {movie: pk for movie, pk in found.items() if pk is not None}
