"""What a person's ratings come to: how they are spread, and over which genres, years and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, QuerySet
from django.urls import reverse

from catalog.browse_address import browse_address
from catalog.models import Credit
from catalog.ratings import stars_in_words, whole_percents
from recommendations.diary.verbs import HIGHEST, LOWEST
from recommendations.models import Rating

#: Lines of a table, and how many titles make a person worth one.
MOST_LINES, FEWEST_TITLES = 10, 2


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
    """Sum up ``ratings``, those of one person: 5 queries."""
    by_value = dict(ratings.values_list("value").annotate(n=Count("pk")).values_list("value", "n"))
    n = sum(by_value.values())
    return Statistics(
        n=n,
        mean=sum(value * number for value, number in by_value.items()) / n if n else None,
        bars=_bars([by_value.get(value, 0) for value in range(LOWEST, HIGHEST + 1)]),
        genres=_genres(ratings) if n else [],
        decades=_decades(ratings) if n else [],
        directors=_people(ratings, Credit.Category.DIRECTOR) if n else [],
        actors=_people(ratings, Credit.Category.ACTOR) if n else [],
    )


def _bars(counts: list[int]) -> list[Bar]:
    most = max(counts) or 1
    return [
        Bar(value, stars_in_words(value), n, percent, round(100 * n / most, 1))
        for value, n, percent in zip(
            range(LOWEST, HIGHEST + 1), counts, whole_percents(counts), strict=True
        )
    ]


def _genres(ratings: QuerySet[Rating]) -> list[Line]:
    rows = (
        ratings.filter(title__genres__isnull=False)
        .values("title__genres__name", "title__genres__slug")
        .annotate(n=Count("pk"), mean=Avg("value"))
        .order_by("-n", "title__genres__name")
        .values_list("title__genres__name", "title__genres__slug", "n", "mean")
    )
    return _lines(
        Line(name, browse_address(genre=slug), n, float(mean))
        for name, slug, n, mean in rows[:MOST_LINES]
    )


def _decades(ratings: QuerySet[Rating]) -> list[Line]:
    """Return the decades, the latest first; their years are added up here, a hundred at most."""
    years = ratings.filter(title__start_year__isnull=False).values("title__start_year")
    rows: Any = years.annotate(n=Count("pk"), mean=Avg("value"))
    sums: dict[int, list[float]] = defaultdict(lambda: [0, 0.0])
    for year, n, mean in rows.values_list("title__start_year", "n", "mean"):
        decade = sums[year // 10 * 10]
        decade[0] += n
        decade[1] += n * float(mean)
    return _lines(
        Line(f"{first}s", browse_address(year_min=first, year_max=first + 9), int(n), total / n)
        for first, (n, total) in sorted(sums.items(), reverse=True)
    )


def _people(ratings: QuerySet[Rating], category: Credit.Category) -> list[Line]:
    """Return whom one has seen most in this category, then whom one likes best; ties by name."""
    credited = ratings.filter(title__credits__category=category)
    person = "title__credits__person"
    rows = (
        credited.values(f"{person}__name", f"{person}__slug", f"{person}__pk")
        .annotate(n=Count("title", distinct=True), mean=Avg("value"))
        .filter(n__gte=FEWEST_TITLES)
        .order_by("-n", "-mean", f"{person}__name")
        .values_list(f"{person}__name", f"{person}__slug", "n", "mean")
    )
    return _lines(
        Line(name, reverse("catalog:person", args=[slug]), n, float(mean))
        for name, slug, n, mean in rows[:MOST_LINES]
    )


def _lines(lines: Iterable[Line]) -> list[Line]:
    lines = list(lines)
    most = max((line.n for line in lines), default=1)
    return [
        Line(line.name, line.address, line.n, line.mean, round(100 * line.n / most, 1))
        for line in lines
    ]
