"""What a person's ratings come to: how they are spread, and over which genres, years and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from catalog.browse_address import browse_address
from catalog.bulk import select_rows
from catalog.models import Credit, Genre, Person, Title
from catalog.ratings import stars_in_words, whole_percents
from recommendations.diary.verbs import HIGHEST, LOWEST
from recommendations.models import Rating

#: Lines of a table, and how many titles make a person worth one.
MOST_LINES, FEWEST_TITLES = 10, 2
CATEGORIES = (Credit.Category.DIRECTOR, Credit.Category.ACTOR)
RATED = {"title_id": pl.Int64, "value": pl.Int64, "start_year": pl.Int64}
GENRES = {"title_id": pl.Int64, "genre_id": pl.Int64}
CREDITS = {"title_id": pl.Int64, "person_id": pl.Int64, "category": pl.String}


@dataclass(frozen=True)
class Bar:
    """One of the ten values: how many ratings it has, and how high its bar is (the highest 100)."""

    value: int
    words: str
    n: int
    percent: int
    height: float

    @property
    def left(self) -> float:
        """Return where it begins in a drawing of 200 by 100; it is 17 wide."""
        return (self.value - 1) * 20 + 1.5

    @property
    def top(self) -> float:
        return round(100 - self.height, 1)


@dataclass(frozen=True)
class Line:
    """One genre, decade or person: titles rated, their mean of 1-10, and where to read on."""

    name: str
    address: str
    n: int
    mean: float
    #: Of the line with the most titles, 100.
    width: float = 0.0


@dataclass(frozen=True)
class Statistics:
    """All of it; tables without a line are empty."""

    n: int
    mean: float | None
    bars: list[Bar]
    genres: list[Line]
    decades: list[Line]
    directors: list[Line]
    actors: list[Line]

    @property
    def tables(self) -> list[tuple[str, str, list[Line]]]:
        """Return heading, what a line is, and the lines, of those that have some."""
        tables = [
            ("Genres", "Genre", self.genres),
            ("Decades", "Decade", self.decades),
            ("Directors", "Director", self.directors),
            ("Cast", "Person", self.actors),
        ]
        return [table for table in tables if table[2]]


def statistics(ratings: QuerySet[Rating]) -> Statistics:
    """Sum up ``ratings``, those of one person: 5 queries.

    Rows are looked up by keys and added up here: over thousands of ratings no plan that a database
    may choose can be a bad one, whatever it knows of its tables.
    """
    rows = list(ratings.values_list("title_id", "value", "title__start_year"))
    rated = pl.DataFrame(rows, schema=RATED, orient="row")
    counts = Counter(rated["value"])
    people = _people(rated)
    return Statistics(
        n=len(rated),
        mean=sum(rated["value"]) / len(rated) if rows else None,
        bars=_bars([counts[value] for value in range(LOWEST, HIGHEST + 1)]),
        genres=_genres(rated),
        decades=_decades(rated),
        directors=people[Credit.Category.DIRECTOR],
        actors=people[Credit.Category.ACTOR],
    )


def _bars(counts: list[int]) -> list[Bar]:
    most = max(counts) or 1
    return [
        Bar(value, stars_in_words(value), n, percent, round(100 * n / most, 1))
        for value, n, percent in zip(
            range(LOWEST, HIGHEST + 1), counts, whole_percents(counts), strict=True
        )
    ]


def _genres(rated: pl.DataFrame) -> list[Line]:
    """Return the genres with the most titles; ties by name. 2 queries."""
    of_titles = select_rows(Title.genres.through, GENRES, "title_id", rated["title_id"])
    sums = _sums(of_titles.join(rated, on="title_id"), "genre_id")
    named = {pk: about for pk, *about in Genre.objects.values_list("pk", "name", "slug")}
    found = sorted(
        (-n, *named[pk], mean) for pk, n, mean in sums.iter_rows() if pk in named
    )  # fmt: skip
    return _lines(
        Line(name, browse_address(genre=slug), -n, mean)
        for n, name, slug, mean in found[:MOST_LINES]
    )


def _decades(rated: pl.DataFrame) -> list[Line]:
    """Return the decades, the latest first."""
    dated = rated.filter(pl.col("start_year").is_not_null())
    sums = _sums(dated.with_columns(decade=pl.col("start_year") // 10 * 10), "decade")
    return _lines(
        Line(f"{first}s", browse_address(year_min=first, year_max=first + 9), n, mean)
        for first, n, mean in sums.sort("decade", descending=True).iter_rows()
    )


def _people(rated: pl.DataFrame) -> dict[str, list[Line]]:
    """Return whom one has seen most in each category, then whom one likes best; ties by name.

    2 queries.
    """
    only = {"category": CATEGORIES}
    held = select_rows(Credit, CREDITS, "title_id", rated["title_id"], only=only).unique()
    seen = _sums(held.join(rated, on="title_id"), "category", "person_id")
    first = {category: _first(seen, category) for category in CATEGORIES}
    wanted = {pk for sums in first.values() for pk in sums["person_id"]}
    people = {
        person.pk: person for person in Person.objects.only("name", "slug").filter(pk__in=wanted)
    }
    lines: dict[str, list[Line]] = {}
    for category, sums in first.items():
        found = [
            (-n, -mean, people[pk].name, pk) for pk, n, mean in sums.iter_rows() if pk in people
        ]
        lines[category] = _lines(
            Line(name, people[pk].get_absolute_url(), -n, -mean)
            for n, mean, name, pk in sorted(found)[:MOST_LINES]
        )
    return lines


def _first(seen: pl.DataFrame, category: str) -> pl.DataFrame:
    """Return person, n, mean of those who may be among the first: names decide between the last."""
    sums = seen.filter(pl.col("category") == category, pl.col("n") >= FEWEST_TITLES)
    sums = sums.drop("category").sort("n", "mean", descending=True)
    if len(sums) <= MOST_LINES:
        return sums
    _, n, mean = sums.row(MOST_LINES - 1)
    is_as_good = (pl.col("n") > n) | (pl.col("n") == n) & (pl.col("mean") >= mean)
    return sums.filter(is_as_good)


def _sums(rated: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Return how many titles have each value of the columns ``by``, and their mean rating."""
    return rated.group_by(by).agg(n=pl.len(), mean=pl.col("value").mean())


def _lines(lines: Iterable[Line]) -> list[Line]:
    lines = list(lines)
    most = max((line.n for line in lines), default=1)
    return [
        Line(line.name, line.address, line.n, line.mean, round(100 * line.n / most, 1))
        for line in lines
    ]
