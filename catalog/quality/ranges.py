"""Numbers and days that can be true."""

from django.db.models import F, Q, Value
from django.db.models.functions import Abs, ExtractYear, Now
from django.db.models.lookups import GreaterThan

from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.models import AggregateRating, Title
from catalog.quality.expectations import Expectation, Rows

THEME = "ranges"
#: Titles are announced a few years ahead; a later year is a slip of the pen.
YEARS_AHEAD = 10
#: Minutes. A few experiments are longer; most that seem to be are in seconds, or whole seasons.
MAX_RUNTIME = 1_000
#: A festival and the cinemas, or two countries, may be on two sides of a new year.
YEARS_APART = 1

_LAST_YEAR = ExtractYear(Now()) + Value(YEARS_AHEAD)
_RELEASE_YEAR = ExtractYear("release_date")
_YEARS = (MIN_YEAR, MAX_YEAR)


def _outside(field: str, low: float, high: float) -> Q:
    return Q(**{f"{field}__lt": low}) | Q(**{f"{field}__gt": high})


EXPECTATIONS = (
    Expectation(
        "years_possible",
        THEME,
        f"years lie between {MIN_YEAR} and {MAX_YEAR}",
        Rows(Title, _outside("start_year", *_YEARS) | _outside("end_year", *_YEARS)),
        required=True,
    ),
    Expectation(
        "years_near",
        THEME,
        f"nothing begins or is released more than {YEARS_AHEAD} years from now",
        Rows(Title, Q(start_year__gt=_LAST_YEAR) | Q(GreaterThan(_RELEASE_YEAR, _LAST_YEAR))),
    ),
    Expectation(
        "end_after_start",
        THEME,
        "nothing ends before it began",
        Rows(Title, Q(end_year__lt=F("start_year")), Q(end_year__isnull=False)),
        required=True,
    ),
    Expectation(
        "release_near_start",
        THEME,
        f"day and year of release are at most {YEARS_APART} year apart",
        Rows(
            Title,
            Q(GreaterThan(Abs(_RELEASE_YEAR - F("start_year")), Value(YEARS_APART))),
            Q(start_year__isnull=False, release_date__isnull=False),
        ),
    ),
    Expectation(
        "runtime_plausible",
        THEME,
        f"runtimes are from 1 to {MAX_RUNTIME:,} minutes",
        Rows(Title, _outside("runtime_minutes", 1, MAX_RUNTIME), Q(runtime_minutes__isnull=False)),
    ),
    Expectation(
        "ratings_possible",
        THEME,
        "every source's mean is from 0 to 10, of no fewer than 0 votes",
        Rows(AggregateRating, _outside("average", 0, 10) | Q(votes__lt=0)),
        required=True,
    ),
    Expectation(
        "title_ratings_possible",
        THEME,
        "a title's own ratings are from 0 to 10, of no fewer than 0 votes",
        Rows(
            Title,
            _outside("average_rating", 0, 10)
            | _outside("weighted_rating", 0, 10)
            | Q(num_votes__lt=0),
        ),
        required=True,
    ),
)
