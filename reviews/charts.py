"""Where the marks of the charts of a reviews page go; templates draw them. [pure]"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

#: Units of the drawings; letters in them are as large as on the page of a phone.
WIDTH, HEIGHT = 360, 150
#: Periods that a chart over time shows at most, each wide enough to be told apart.
MOST_PERIODS = 24


@dataclass(frozen=True, slots=True)
class Month:
    """The dated and scored reviews of one month: how many, and the sum of their compounds."""

    first_day: date
    n: int
    compound_sum: float


@dataclass(frozen=True, slots=True)
class Period:
    """Some months together, and where their mark is: ``x`` and ``y`` of its middle."""

    name: str
    n: int
    compound: float
    x: float
    y: float
    width: float
    #: Of its column, which says how many there are.
    height: float

    @property
    def left(self) -> float:
        return round(self.x - self.width / 2, 1)

    @property
    def top(self) -> float:
        return round(HEIGHT - self.height, 1)


@dataclass(frozen=True, slots=True)
class StarRow:
    """How the words of reviews with one rating feel; percents sum to 100."""

    rating: int
    n: int
    compound: float
    positive: int
    mixed: int
    negative: int

    @property
    def negative_from(self) -> int:
        return self.positive + self.mixed


def periods(months: Sequence[Month]) -> list[Period]:
    """Return the months as years, quarters or months, whichever are at most MOST_PERIODS.

    What has no review is left out of the marks, not of the time: ``x`` is to scale.
    """
    if not months:
        return []
    first, last = min(m.first_day for m in months), max(m.first_day for m in months)
    span = _month_number(last) - _month_number(first) + 1
    size = next((size for size in (1, 3, 12) if span / size <= MOST_PERIODS), 12)
    while size >= 12 and span / size > MOST_PERIODS:
        size += 12
    groups: dict[int, list[Month]] = {}
    for month in months:
        groups.setdefault(_month_number(month.first_day) // size, []).append(month)
    begins, ends = min(groups), max(groups)
    width = WIDTH / (ends - begins + 1)
    most = max(sum(month.n for month in group) for group in groups.values())
    return [
        _period(_name(place * size, size), group, (place - begins) * width, width, most)
        for place, group in sorted(groups.items())
    ]


def _period(name: str, months: Iterable[Month], left: float, width: float, most: int) -> Period:
    months = list(months)
    n = sum(month.n for month in months)
    compound = sum(month.compound_sum for month in months) / n
    y = HEIGHT * (1 - compound) / 2
    middle = left + width / 2
    return Period(
        name, n, round(compound, 2), round(middle, 1), round(y, 1), round(width * 0.7, 1),
        round(HEIGHT * n / most, 1),
    )  # fmt: skip


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _name(month_number: int, size: int) -> str:
    year, month = divmod(month_number, 12)
    if size == 1:
        return f"{date(year, month + 1, 1):%b %Y}"
    if size == 3:
        return f"{year}, quarter {month // 3 + 1}"
    return str(year) if size == 12 else f"{year}–{year + size // 12 - 1}"


def polarisation(counts: Sequence[int]) -> float | None:
    """Return how far ratings 1-10 are apart: 0 if all are the same, 1 if half are 1 and half 10.

    It is their standard deviation over the largest there can be. ``counts`` are of 1, 2 … 10;
    None without two ratings.
    """
    n = sum(counts)
    if n < 2:
        return None
    mean = sum(rating * count for rating, count in enumerate(counts, 1)) / n
    variance = sum(count * (rating - mean) ** 2 for rating, count in enumerate(counts, 1)) / n
    return round(sqrt(variance) / 4.5, 2)


def polarisation_words(value: float) -> str:
    """Return what a reader makes of it."""
    if value >= 0.7:
        return "Opinion is divided"
    return "Opinions differ" if value >= 0.45 else "Most agree"
