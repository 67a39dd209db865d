"""The canonical columns: what every dataset is mapped into. [pure]

A dataset says facts about titles. Each row of a file becomes one record: the ids by which the
title is known, and whatever else the file says about it. A record that can name a title (it has
``name`` and ``kind``) may create it; any other record only adds to a title that exists.

``None`` is the only "unknown". An empty list means "the file says: none known" and changes
nothing either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import polars as pl

MIN_YEAR, MAX_YEAR = 1870, 2100
#: Rows quoted for each rule.
MAX_EXAMPLES = 5


class CreditFact(NamedTuple):
    """One credit; ``person_id`` is the person's id in the record's source, if it has one."""

    name: str
    category: str
    person_id: str | None = None
    job: str = ""
    character: str = ""
    ordering: int = 0


class RatingFact(NamedTuple):
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
    Column("other_names", list, "further names: translated, transcribed, older"),
)

#: Facts that add up over files.
MANY = (
    Column("credits", list, "CreditFact: who did what"),
    Column("ratings", list, "RatingFact: how a source's users rate it"),
)

COLUMNS = {column.name: column for column in (*IDENTITY, *FACTS, *LISTS, *MANY)}


#: What a column is in a frame. List facts and those that add up are frames of their own, long:
#: one line for each entry, ``row`` tells whose it is.
TYPES: dict[Any, pl.DataType] = {
    str: pl.String(),
    int: pl.Int64(),
    bool: pl.Boolean(),
    float: pl.Float64(),
    date: pl.Date(),
}
LONG: dict[str, dict[str, pl.DataType]] = {
    "source_ids": {"source": pl.String(), "value": pl.String()},
    **{column.name: {"value": pl.String()} for column in LISTS},
    "credits": {
        "name": pl.String(),
        "category": pl.String(),
        "person_id": pl.String(),
        "job": pl.String(),
        "character": pl.String(),
        "ordering": pl.Int64(),
    },
    "ratings": {"source": pl.String(), "average": pl.Float64(), "votes": pl.Int64()},
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that cannot be loaded: where, and why in one phrase."""

    line: int
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was done to values: by which rule, how often, and first where.

    ``is_repair``: the value was put right; otherwise it was taken for unknown.

    ``examples`` are (line, value as it stands in the file), at most ``MAX_EXAMPLES``.
    """

    rule: str
    is_repair: bool
    count: int
    examples: tuple[tuple[int, str], ...]


@dataclass
class Chunk:
    """Some thousand records as columns.

    ``facts`` has a row for each record: its ``line`` in the file, and the single-valued columns
    that the dataset has. ``many`` has a frame for each of the others, of the columns in ``LONG``
    after ``row``, which is a record's place in ``facts``; entries are in the file's order.
    ``skipped`` are the rows of the same stretch of the file that gave no record; ``remarks`` what
    was repaired or taken for unknown. ``encoding`` is what the file was read as, ``share`` how much
    of it has been read, 0-1.
    """

    facts: pl.DataFrame
    many: dict[str, pl.DataFrame]
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    encoding: str = "UTF-8"
    share: float = 1.0

    @property
    def rows_read(self) -> int:
        return len(self) + len(self.skipped)

    @property
    def nulled(self) -> dict[str, int]:
        """Return how many values were taken for unknown, by rule."""
        return {remark.rule: remark.count for remark in self.remarks if not remark.is_repair}

    @property
    def lines(self) -> list[int]:
        return self.facts["line"].to_list()

    @property
    def names(self) -> set[str]:
        """Return the canonical columns that the chunk has."""
        return {*self.facts.columns, *self.many} - {"line"}

    def __len__(self) -> int:
        return self.facts.height

    def line(self, row: int) -> int:
        return int(self.facts["line"][row])

    def column(self, name: str) -> list[Any]:
        """Return a value for each record, as Python has it; None if the dataset has no such column.

        Lists of entries are lists: of strings, ``CreditFact`` or ``RatingFact``; ``source_ids``
        are dicts, None for a record without any.
        """
        if name in self.many:
            return self._entries(name)
        if name in self.facts.columns:
            return self.facts[name].to_list()
        return [None] * len(self)

    def take(self, rows: Sequence[int] | pl.Series) -> Chunk:
        """Return the chunk of those records only, in their order."""
        rows = pl.Series("old", rows, pl.UInt32).sort()
        places = pl.DataFrame({"old": rows}).with_row_index("row")
        many = {
            name: entries.rename({"row": "old"})
            .join(places, on="old", maintain_order="left")
            .select("row", *LONG[name])
            for name, entries in self.many.items()
        }
        return Chunk(self.facts[rows], many, encoding=self.encoding)

    def _entries(self, name: str) -> list[Any]:
        found: list[Any] = [[] for _ in range(len(self))]
        for row, *entry in self.many[name].iter_rows():
            found[row].append(_ENTRY.get(name, lambda value: value)(*entry))
        if name == "source_ids":
            return [dict(pairs) or None for pairs in found]
        return found


_ENTRY: dict[str, Any] = {
    "source_ids": lambda source, value: (source, value),
    "credits": CreditFact,
    "ratings": RatingFact,
}
