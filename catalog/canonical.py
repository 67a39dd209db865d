"""The canonical columns: what every dataset is mapped into. [pure]

A dataset says facts about titles. Each row of a file becomes one record: the ids by which the
title is known, and whatever else the file says about it. A record that can name a title (it has
``name`` and ``kind``) may create it; any other record only adds to a title that exists.

``None`` is the only "unknown". An empty list means "the file says: none known" and changes
nothing either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

MIN_YEAR, MAX_YEAR = 1870, 2100


@dataclass(frozen=True, slots=True)
class CreditFact:
    """One credit; ``person_id`` is the person's id in the record's source, if it has one."""

    name: str
    category: str
    person_id: str | None = None
    job: str = ""
    character: str = ""
    ordering: int = 0


@dataclass(frozen=True, slots=True)
class RatingFact:
    """The mean (0-10) of ``votes`` ratings by the users of ``source``."""

    source: str
    average: float
    votes: int | None = None


@dataclass(frozen=True)
class Column:
    """One canonical column: its type, unit and meaning."""

    name: str
    type: Any
    meaning: str


#: Columns by which a title is recognised, strongest first.
IDENTITY = (
    Column("imdb_id", str, "IMDb's id: tt and at least seven digits"),
    Column("tmdb_id", int, "TMDB's id; movies and shows are numbered apart"),
    Column("source_ids", dict, "ids in other sources: {source: value}"),
)

#: Single-valued facts. The highest-ranked file that knows one wins.
FACTS = (
    Column("kind", str, "movie or show"),
    Column("name", str, "name under which it is known in English"),
    Column("original_name", str, "name in its own language"),
    Column("status", str, "released, post_production, in_production, planned, rumored, canceled"),
    Column("is_adult", bool, "adult film"),
    Column("start_year", int, f"year of first release, {MIN_YEAR}-{MAX_YEAR}"),
    Column("end_year", int, "year in which a show ended"),
    Column("release_date", date, "day of first release"),
    Column("runtime_minutes", int, "length, of an episode for a show; > 0"),
    Column("seasons", int, "number of seasons of a show; > 0"),
    Column("certification", str, "age rating as the source writes it, such as PG-13"),
    Column("overview", str, "plot in a few sentences"),
    Column("tagline", str, "its advertising line"),
    Column("homepage", str, "its own web address"),
    Column("poster_path", str, "path of the poster at TMDB's image server"),
    Column("budget", int, "US dollars; > 0"),
    Column("revenue", int, "US dollars; > 0"),
    Column("popularity", float, "TMDB's popularity"),
    Column("original_language", str, "ISO 639-1"),
    Column("collection", str, "name of the franchise"),
)

#: List facts. Replaced as a whole by the highest-ranked file that has any.
LISTS = (
    Column("genres", list, "names in the catalogue's vocabulary (catalog.vocabulary)"),
    Column("countries", list, "ISO 3166-1 alpha-2 codes"),
    Column("spoken_languages", list, "ISO 639-1 codes"),
    Column("companies", list, "names"),
    Column("keywords", list, "names in lower case"),
)

#: Facts that add up over files.
MANY = (
    Column("credits", list, "CreditFact: who did what"),
    Column("ratings", list, "RatingFact: how a source's users rate it"),
)

COLUMNS = {column.name: column for column in (*IDENTITY, *FACTS, *LISTS, *MANY)}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that cannot be loaded: where, and why in one phrase."""

    line: int
    reason: str
    value: str = ""


@dataclass
class Chunk:
    """Some thousand records as columns: ``columns[name][i]`` belongs to line ``lines[i]``.

    Every list in ``columns`` is as long as ``lines``. ``skipped`` are the rows of the same
    stretch of the file that gave no record; ``nulled`` counts, by reason, values that became
    None because they made no sense. ``encoding`` is what the file was read as.
    """

    lines: list[int]
    columns: dict[str, list[Any]]
    skipped: list[Skipped] = field(default_factory=list)
    nulled: dict[str, int] = field(default_factory=dict)
    encoding: str = "UTF-8"

    @property
    def rows_read(self) -> int:
        return len(self.lines) + len(self.skipped)

    def column(self, name: str) -> Sequence[Any]:
        """Return the column, or as many ``None`` if the dataset does not have it."""
        return self.columns.get(name) or [None] * len(self.lines)
