"""Ratings to judge by: of the database, or straight from files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
import polars as pl
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Mod

from catalog.bulk import read_frame
from catalog.models import Title
from recommendations.evaluation.personal.history import Bools, History, Ints, Traits
from recommendations.evaluation.reading import MOST_IDS
from recommendations.models import Rating, Viewer
from recommendations.rating_files import find_rating_file, read_people, read_ratings
from recommendations.rating_loading.titles import TitleFinder

#: Fewer people than these say nothing. Of more than the second number an even part is taken:
#: figures are the same to the second digit, and peers that compare all with all do not end.
FEWEST_PEOPLE, MOST_PEOPLE = 20, 20_000
#: Ratings of a person that are worth splitting.
FEWEST_RATINGS = 5

_COLUMNS = {"person": pl.Int64, "title_id": pl.Int64, "value": pl.Float64, "at": pl.String}
_TRAITS = {
    "person": pl.Int64,
    "age": pl.Int64,
    "gender": pl.String,
    "occupation": pl.String,
}


@dataclass(frozen=True, eq=False)
class Ground:
    """The ratings of one source, and what is known of its people and titles.

    ``title_ids`` rise, one for each item; those below 0 are movies of a file that the catalogue
    does not have. ``genres`` has a row for each item, and is None if none is known.
    """

    name: str
    history: History
    title_ids: Ints
    traits: Traits
    genres: Bools | None

    @property
    def is_known(self) -> Bools:
        """Tell which items are titles of the catalogue."""
        known: Bools = self.title_ids > 0
        return known


def read_source(name: str, most_people: int | None = None) -> Ground | None:
    """Return the ratings of a source of the database; None if they are too few.

    3 queries, and those of ``read_candidates``. Of more than ``most_people`` an even part.
    """
    people: QuerySet[Viewer] = Viewer.objects.filter(source=name, is_training_data=True)
    step = ceil(people.count() / (most_people or MOST_PEOPLE)) or 1
    people = people.order_by().annotate(part=Mod("pk", step)).filter(part=0)
    rated: QuerySet[Rating] = Rating.objects.filter(viewer__in=people.values("pk")).order_by()
    rated = rated.annotate(at=Cast("rated_at", TextField()))
    ratings = _read(rated.values_list("viewer_id", "title_id", "value", "at"), _COLUMNS)
    traits = _read(people.values_list("pk", "age", "gender", "occupation"), _TRAITS)
    # ISO texts of one database sort as the times do, and only the order counts.
    ratings = ratings.with_columns(time=pl.col("at").fill_null("").rank("dense"))
    return ground_of(name, ratings, traits)


def read_file(path: Path, most_people: int | None = None) -> Ground | None:
    """Return the ratings of a file, or of the one in a folder. Raises DatasetError.

    Movies are matched with titles of the catalogue as ``load_ratings`` does; those it does not
    have take part, and nothing but their ratings is known of them.
    """
    file = find_rating_file(path)
    frame = pl.concat([rows.frame for rows in read_ratings(file)])
    movies = frame.select("movie").unique(maintain_order=True).sort("movie")
    found = TitleFinder(file).find(movies["movie"]).cast(pl.Int64)
    unknown = -1 - pl.int_range(len(movies))
    movies = movies.with_columns(title_id=pl.coalesce(found, unknown))
    frame = frame.join(movies, on="movie").with_columns(
        pl.col("viewer").cast(pl.String), pl.col("value").cast(pl.Float64), time="rated_at"
    )
    # Of two ratings of one title by one person the newest counts, as in the database.
    frame = frame.sort("time", "line").unique(["viewer", "title_id"], keep="last")
    people = frame.select("viewer").unique().sort(pl.col("viewer").cast(pl.Int64, strict=False))
    people = people.with_row_index("person").with_columns(pl.col("person").cast(pl.Int64))
    people = people.gather_every(ceil(len(people) / (most_people or MOST_PEOPLE)) or 1)
    traits = pl.DataFrame(schema=_TRAITS)
    if file.people and file.layout.people:
        known = read_people(file.people, file.layout.people, has_numbers=file.layout.has_numbers)
        if known:
            traits = known.frame.join(people, left_on="source_id", right_on="viewer")
    return ground_of(file.folder_name, frame.join(people, on="viewer"), traits)


def ground_of(name: str, ratings: pl.DataFrame, traits: pl.DataFrame) -> Ground | None:
    """Return what a source comes to, of those who rated enough; None if they are too few.

    ``ratings`` has person, title_id, value and time, ``traits`` person, age, gender, occupation.
    """
    ratings = ratings.filter(pl.len().over("person") >= FEWEST_RATINGS)
    people = ratings.select("person").unique().sort("person")
    if len(people) < FEWEST_PEOPLE:
        return None
    title_ids = ratings["title_id"].unique().sort().to_numpy()
    persons = people["person"].to_numpy()
    history = History.of(
        np.searchsorted(persons, ratings["person"].to_numpy()),
        np.searchsorted(title_ids, ratings["title_id"].to_numpy()),
        ratings["value"].to_numpy(),
        ratings["time"].cast(pl.Int64).to_numpy(),
        (len(persons), len(title_ids)),
    )
    told = people.join(traits.select(*_TRAITS), on="person", how="left", maintain_order="left")
    known = Traits(
        told["age"].fill_null(0).cast(pl.Int64).to_numpy(),
        np.array(told["gender"].fill_null("").to_list(), np.str_),
        np.array(told["occupation"].fill_null("").to_list(), np.str_),
    )
    return Ground(name, history, title_ids, known, genres_of(title_ids))


def genres_of(title_ids: Ints) -> Bools | None:
    """Return which title has which genre; None if the catalogue knows none of any."""
    marked = np.zeros((len(title_ids), 0), bool)
    pairs: list[tuple[int, int]] = []
    for some in _in_parts(title_ids[title_ids > 0]):
        linked = Title.genres.through.objects.filter(title_id__in=some).order_by()
        pairs += linked.values_list("title_id", "genre_id")
    if not pairs:
        return None
    titles, genres = np.array(pairs).T
    columns, places = np.unique(genres, return_inverse=True)
    marked = np.zeros((len(title_ids), len(columns)), bool)
    marked[np.searchsorted(title_ids, titles), places] = True
    return marked


def _in_parts(title_ids: Ints) -> Iterator[list[int]]:
    for first in range(0, len(title_ids), MOST_IDS):
        yield title_ids[first : first + MOST_IDS].tolist()


def _read(rows: QuerySet, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:  # type: ignore[type-arg]
    sql, parameters = rows.query.sql_with_params()
    return read_frame(sql, schema, parameters)
