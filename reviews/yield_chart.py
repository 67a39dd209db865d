"""The yield of each source by day, as plain values that a template draws."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from reviews.models import SourceHealth, source_name
from reviews.sources.base import outcome_named

DAYS = 30
#: The height of the chart, in units of its viewBox; a day is 10 wide.
HEIGHT, DAY_WIDTH = 60, 10


@dataclass(slots=True)
class DayYield:
    """What one source brought on one day: fetches, how many of them failed, reviews read."""

    day: date
    x: int
    fetches: int = 0
    failures: int = 0
    reviews: int = 0
    #: Of the bar: reviews in proportion to the source's best day.
    height: float = 0.0

    @property
    def has_failed(self) -> bool:
        """Return whether the source was asked, and brought nothing."""
        return self.failures > 0 and not self.reviews


@dataclass(slots=True)
class SourceYield:
    """The days of one source, the oldest first."""

    name: str
    days: list[DayYield] = field(default_factory=list)
    width: int = DAYS * DAY_WIDTH
    chart_height: int = HEIGHT

    @property
    def reviews(self) -> int:
        return sum(day.reviews for day in self.days)

    @property
    def fetches(self) -> int:
        return sum(day.fetches for day in self.days)

    @property
    def best(self) -> int:
        """Return how many reviews the best day brought."""
        return max((day.reviews for day in self.days), default=0)

    @property
    def failed_days(self) -> int:
        return sum(day.has_failed for day in self.days)


def yield_by_day(today: date, days: int = DAYS) -> list[SourceYield]:
    """Return the yield of every source that was asked in the last ``days`` days: 1 query."""
    first = today - timedelta(days=days - 1)
    rows = SourceHealth.objects.filter(day__range=(first, today)).order_by("source", "day")
    by_source: dict[str, list[SourceHealth]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    return [_yield_of(source, found, first, days) for source, found in by_source.items()]


def _yield_of(source: str, rows: Iterable[SourceHealth], first: date, days: int) -> SourceYield:
    by_day = {
        first + timedelta(days=n): DayYield(first + timedelta(days=n), n * DAY_WIDTH)
        for n in range(days)
    }
    for row in rows:
        day = by_day[row.day]
        day.fetches += row.fetches
        day.reviews += row.reviews
        if not outcome_named(row.outcome).is_success:
            day.failures += row.fetches
    found = SourceYield(source_name(source), list(by_day.values()), width=days * DAY_WIDTH)
    for day in found.days:
        day.height = round(day.reviews / found.best * HEIGHT, 2) if found.best else 0.0
    return found
