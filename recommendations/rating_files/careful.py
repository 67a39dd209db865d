"""One line of a ratings file, read with care: a record, or the reason why it is none. [pure]"""

import csv
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice

from catalog.datasets.errors import RowError
from recommendations.rating_files.layouts import (
    HALF_STARS,
    MOVIE,
    RATING,
    TIMESTAMP,
    VIEWER,
    Layout,
)

#: An id as a word; the models hold no longer ones.
MAX_VIEWER_CHARACTERS, MAX_MOVIE_CHARACTERS = 60, 120
#: Unknown, as a time of rating.
UNKNOWN = 0

_NUMBER = re.compile(r"\+?0*([0-9]{1,18})(?:\.0*)?")
_SECONDS = re.compile(r"\+?0*([0-9]{1,18})(?:\.[0-9]*)?")
_RATING = re.compile(r"\+?((?:[0-9]{1,9}\.?[0-9]{0,20}|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,2})?)")
_NEGATIVE = re.compile(r"-[0-9]*\.?[0-9]+")


class LineReader:
    """Reads lines whose cells are ``columns``; ``latest`` is the last possible time of rating."""

    def __init__(self, layout: Layout, columns: Sequence[str], latest: int) -> None:
        self.separator = layout.separator
        self.width = len(columns)
        self.places = {ours: columns.index(its) for ours, its in layout.columns.items()}
        self.has_numbers = layout.has_numbers
        self.scale = layout.scale or HALF_STARS
        self.latest = latest

    def record(self, text: str) -> tuple[int | str, int | str, int, int]:
        """Return viewer, movie, value and time of rating; raises RowError."""
        cells = self._cells(text)
        id_of = _number if self.has_numbers else _word
        return (
            id_of(cells[self.places[VIEWER]], "user", MAX_VIEWER_CHARACTERS),
            id_of(cells[self.places[MOVIE]], "movie", MAX_MOVIE_CHARACTERS),
            self._value(cells[self.places[RATING]]),
            self._rated_at(cells[self.places[TIMESTAMP]]),
        )

    def _cells(self, text: str) -> list[str]:
        if "\0" in text:
            raise RowError("NUL character")
        if not text.strip():
            raise RowError("blank row")
        if self.separator == ",":
            try:
                cells = next(islice(csv.reader([text], strict=True), 1))
            except csv.Error as error:
                raise RowError("a quote that is not closed, or text behind it") from error
        else:
            cells = text.split(self.separator)
        if len(cells) != self.width:
            raise RowError("too few cells" if len(cells) < self.width else "too many cells")
        return [cell.strip() for cell in cells]

    def _value(self, cell: str) -> int:
        if not cell:
            raise RowError("no rating")
        found = _RATING.fullmatch(cell)
        if not found and not _NEGATIVE.fullmatch(cell):
            raise RowError("rating is no number")
        value = float(found[1]) * 2 if found else -1
        if value not in self.scale.half_stars:
            raise RowError(f"rating not on the scale {self.scale.name}")
        return int(value)

    def _rated_at(self, cell: str) -> int:
        if not cell:
            return UNKNOWN
        found = _SECONDS.fullmatch(cell)
        seconds = int(found[1]) if found else None if self.has_numbers else _seconds(cell)
        if seconds is None:
            raise RowError("timestamp is no time")
        if not 1 <= seconds <= self.latest:
            raise RowError("timestamp before 1970 or in the future")
        return seconds


def _number(cell: str, what: str, _: int) -> int:
    if not cell:
        raise RowError(f"no {what} id")
    found = _NUMBER.fullmatch(cell)
    if not found or not int(found[1]):
        raise RowError(f"{what} id is no positive number")
    return int(found[1])


def _word(cell: str, what: str, longest: int) -> str:
    if not cell:
        raise RowError(f"no {what} id")
    if len(cell) > longest:
        raise RowError(f"{what} id of more than {longest} characters")
    return cell


def _seconds(cell: str) -> int | None:
    """Return seconds since 1970 of an ISO date and time, which is UTC unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(cell)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None
