"""How much is known of the titles: the share that has a value, fact by fact.

All of it is watched only: what a file does not say is no fault of the catalogue, but one wants
to see it, and from which dataset it is missing.
"""

from typing import Any, NamedTuple

from django.db.models import Exists, Model, OuterRef, Q

from catalog.models import AggregateRating, Credit, Title
from catalog.quality.expectations import EVERY, Expectation, Rows

THEME = "completeness"
MOVIES = Q(kind=Title.Kind.MOVIE)
SHOWS = Q(kind=Title.Kind.SHOW)


class Wanted(NamedTuple):
    """A fact that at least ``least`` of the titles (0-1) should have, and why."""

    fact: str
    label: str
    least: float
    reason: str
    lacking: Q
    among: Q = EVERY


def _no_row(model: type[Model], **conditions: Any) -> Q:
    """Return the condition that no row of ``model`` belongs to the title."""
    rows = model._default_manager.filter(title=OuterRef("pk"), **conditions)
    return ~Q(Exists(rows))


def _unlisted(fact: str) -> Q:
    return _no_row(getattr(Title, fact).through)


#: The floors are what full dumps of TMDB and IMDb reach for titles that anybody looks for; below
#: them the part of the site that is named suffers visibly.
WANTED = (
    Wanted("start_year", "a year", 0.97, "titles meet by name and year", Q(start_year=None)),
    Wanted("overview", "an overview", 0.80, "similar titles stand on it", Q(overview="")),
    Wanted("genres", "a genre", 0.85, "browsing and similar titles", _unlisted("genres")),
    Wanted(
        "runtime_minutes", "a runtime", 0.80, "browsing by length; of movies, shows vary",
        Q(runtime_minutes=None), MOVIES,
    ),
    Wanted("seasons", "their seasons", 0.50, "few files know them", Q(seasons=None), SHOWS),
    Wanted("poster_path", "a poster", 0.50, "others get a drawn one", Q(poster_path="")),
    Wanted(
        "original_language", "a language", 0.85, "browsing by language", Q(original_language=None)
    ),
    Wanted("countries", "a country", 0.70, "browsing by country", _unlisted("countries")),
    Wanted("keywords", "a keyword", 0.40, "the best of similar titles", _unlisted("keywords")),
    Wanted("credits", "a credit", 0.70, "person pages, similar titles", _no_row(Credit)),
    Wanted(
        "director", "a director", 0.70, "what a film is known by; of movies",
        _no_row(Credit, category=Credit.Category.DIRECTOR), MOVIES,
    ),
    Wanted("rating", "a rating", 0.60, "every list is ordered by it", _no_row(AggregateRating)),
    Wanted(
        "id_elsewhere", "an id at IMDb or TMDB", 0.90, "without one only the name tells it apart",
        Q(imdb_id=None, tmdb_id=None),
    ),
)  # fmt: skip


def _expects(wanted: Wanted) -> str:
    whose = "movies" if wanted.among == MOVIES else "shows" if wanted.among == SHOWS else "titles"
    return f"{100 * wanted.least:.0f} % of {whose} have {wanted.label}"


EXPECTATIONS = (
    Expectation(
        "name_known", THEME, "every title has a name", Rows(Title, Q(name="")), required=True
    ),
    *(
        Expectation(
            f"{wanted.fact}_known",
            THEME,
            _expects(wanted),
            Rows(Title, wanted.lacking, wanted.among, with_parts=True),
            allowed=round(1 - wanted.least, 4),
        )
        for wanted in WANTED
    ),
)
