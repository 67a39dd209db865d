"""Titles of one streaming service: ``netflix_titles.csv``, ``hulu_titles.csv`` and their like.

    show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,description
    s1,Movie,The Glass Ferry,Emil Brandt,"Ada Lindqvist, Jon Berg, Jr.",Germany,"May 4, 2021",1962,PG,98 min,"Dramas, Thrillers",A ferryman …
    s2,TV Show,Night Trams,,,,,2018,2 Seasons,,Crime TV Shows,…

A show's ``release_year`` is the year of its latest season, so it does not tell when it began.
``s1`` is another title at each service, so the service is taken from the file's name: all before
``_titles``, or else the whole name. A length may stand in the column of the age rating, and some
rows that have seasons are called movies.
"""  # noqa: E501

import re
from pathlib import Path

from catalog.datasets import lists, values
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset
from catalog.datasets.cleaning import clean
from catalog.datasets.credits import credits_by_name
from catalog.datasets.errors import CellError
from catalog.datasets.parser import Parser

_KINDS = {"Movie": "movie", "TV Show": "show", "": None}
#: Who else numbers titles; a test compares this with the other datasets.
_NUMBER_TITLES = {"imdb", "justwatch", "movielens", "movies_csv", "sample", "tmdb"}
_LENGTH = re.compile(r"\s*(\d+) (min|Season)s?\s*")


def service_of(path: Path) -> str:
    """Return the name of the service in lower case: netflix for ``Netflix_Titles.csv.gz``.

    A name under which others number titles is not given: ``imdb_titles.csv`` has no IMDb ids.
    """
    stem = path.name.lower().partition(".")[0].partition("_titles")[0]
    service = re.sub(r"\W+", "_", stem).strip("_")[:30] or "streaming"
    return f"streaming_{service}" if service in _NUMBER_TITLES else service


def id_at_service(cell: str) -> Parser:
    """Read an id of the service as ``{service: id}``."""

    return Parser((cell,), lambda path: read.source_id(service_of(path), cell).begin(path))


def kind_of(type_: str, duration: str, rating: str) -> str | None:
    """Return movie or show; what has seasons is a show, whatever ``type`` says."""
    lengths = (found for cell in (duration, rating) if (found := _LENGTH.fullmatch(cell)))
    if any(found[2] == "Season" for found in lengths):
        return "show"
    if type_.strip() not in _KINDS:
        raise CellError("unknown")
    return _KINDS[type_.strip()]


def length_in(unit: str) -> Parser:
    """Read a number of ``unit`` from the duration, or from the rating where it stands there."""

    def parse(*cells: str) -> int | None:
        lengths = (found for cell in cells if (found := _LENGTH.fullmatch(cell)))
        number = next((found[1] for found in lengths if found[2] == unit), "")
        return values.positive_integer(number, largest=values.SMALLINT)

    return read.each(parse, "duration", "rating")


def first_year(type_: str, duration: str, rating: str, release_year: str) -> int | None:
    """Return the year of a movie; of a show the file does not know the first one."""
    is_movie = kind_of(type_, duration, rating) == "movie"
    return values.year(release_year) if is_movie else None


def certification(cell: str) -> str | None:
    """Return the age rating; a length in its place is none."""
    rating = clean(cell)
    if len(rating) > 12:
        raise CellError("longer than 12 characters")
    return None if _LENGTH.fullmatch(rating) else rating or None


DATASET = Dataset(
    name="streaming",
    source="streaming",
    label="titles of a streaming service",
    header=(
        "show_id", "type", "title", "director", "cast", "country", "date_added", "release_year",
        "rating", "duration", "listed_in", "description",
    ),
    columns={
        "source_ids": id_at_service("show_id"),
        "kind": read.each(kind_of, "type", "duration", "rating"),
        "name": read.name("title"),
        "overview": read.text("description"),
        "start_year": read.each(first_year, "type", "duration", "rating", "release_year"),
        "certification": read.each(certification, "rating"),
        "runtime_minutes": length_in("min"),
        "seasons": length_in("Season"),
        "genres": read.genres("listed_in", lists.commas),
        "countries": read.countries("country", lists.commas),
        "credits": credits_by_name(lists.commas, director="director", actor="cast"),
    },
    required=("source_ids", "kind", "name"),
)  # fmt: skip
