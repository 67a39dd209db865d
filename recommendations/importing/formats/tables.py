"""Tables of separated values, and what cells of theirs mean. [pure]"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.datasets.cleaning import clean
from catalog.datasets.errors import RowError
from recommendations.importing.formats.entries import (
    OF_FIVE,
    OF_HUNDRED,
    OF_TEN,
    Entry,
    ImportRefused,
    Refused,
    Scale,
)
from recommendations.importing.formats.uploads import Part
from recommendations.rating_files.movies import names_of

MAX_CELL, MAX_NAME = 20_000, 300
#: A text may have line breaks in its cells, so there are more lines than rows.
MAX_LINES, MAX_LINE = 500_000, 1_000_000
#: Rows with a quote that is not closed; each is searched to the end of the file.
MAX_BROKEN = 50
SEPARATORS = ",;\t|"
#: What some spreadsheets write above the header.
SAID_SEPARATOR = re.compile(rf'"?sep=([{SEPARATORS}])"?\s*$', re.I)

_IMDB_ID = re.compile(r"tt0*([0-9]{1,10})")
_DIGITS = re.compile(r"0*([0-9]{1,9})(?:\.0)?")
_YEAR = re.compile(r"[0-9]{4}")
_FORMS = ("%a %b %d %H:%M:%S %Y", "%d %b %Y", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S UTC")
#: The first film was rated by nobody before.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """One row: its cells by the header's names in lower case; a cell that is missing is ""."""

    line: int
    cells: Mapping[str, str]

    def get(self, *names: str) -> str:
        """Return the first cell under one of ``names`` that is not blank, cleaned."""
        for name in names:
            if text := self.cells.get(name, "").strip():
                return clean(text)
        return ""

    @property
    def text(self) -> str:
        return ", ".join(self.cells.values())[:200]


@dataclass(frozen=True)
class Table:
    """The header of a text in lower case, and its rows."""

    part: Part
    separator: str
    header: tuple[str, ...]

    @classmethod
    def of(cls, part: Part) -> Table:
        """Read the header; its separator is what stands there most often, or is said above it."""
        lines = (line for line in io.StringIO(part.text, newline=None) if line.strip())
        first = next(lines, "")[:MAX_CELL]
        if said := SAID_SEPARATOR.match(first):
            first = next(lines, "")[:MAX_CELL]
        separator = said[1] if said else max(SEPARATORS, key=first.count)
        try:
            cells = next(csv.reader([first], delimiter=separator, strict=True), [])
        except csv.Error:
            cells = []
        return cls(part, separator, tuple(clean(cell).lower() for cell in cells))

    def has(self, *names: str) -> bool:
        return set(names) <= set(self.header)

    def rows(self) -> Iterator[Row | RowProblem]:
        """Yield what stands below the header. Raises ImportRefused where too much is broken."""
        # Spreadsheets leave separators behind the last column: names that are blank.
        names = [name for name in self.header if name]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ImportRefused(f"{self.part.path} has the column “{twice[:40]}” twice.")
        lines = _lines(self.part)
        told = (i for i, line in enumerate(lines) if line.strip())
        start = next((i for i in told if not SAID_SEPARATOR.match(lines[i])), len(lines)) + 1
        for line, cells in _records(lines, start, self.separator, self.part.path):
            if isinstance(cells, RowProblem):
                yield cells
            elif any(cell.strip() for cell in cells):
                yield self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> Row | RowProblem:
        text = self.separator.join(cells)[:200]
        if len(cells) != len(self.header):
            few = "few" if len(cells) < len(self.header) else "many"
            return RowProblem(line, text, f"too {few} cells")
        if max(map(len, cells)) > MAX_CELL:
            return RowProblem(line, text, f"a cell of more than {MAX_CELL:,} characters")
        return Row(line, dict(zip(self.header, cells, strict=True)))


@dataclass(frozen=True)
class RowProblem:
    """A row that is none."""

    line: int
    text: str
    reason: str


def entries_of(table: Table, read: Callable[[Row], Entry]) -> Iterator[Entry | Refused]:
    """Yield what ``read`` makes of every row, or why it cannot; it may raise RowError."""
    path = table.part.path
    for row in table.rows():
        if isinstance(row, RowProblem):
            yield Refused(path, row.line, row.text, row.reason)
            continue
        try:
            yield read(row)
        except RowError as error:
            yield Refused(path, row.line, row.text, str(error))


def likely_scale(table: Table, columns: Sequence[str]) -> Scale:
    """Return the smallest scale that all ratings fit on; ratings that are none do not count."""
    scale = OF_FIVE
    for row in table.rows():
        cell = "" if isinstance(row, RowProblem) else row.get(*columns)
        if not _fits(cell, OF_HUNDRED):
            continue
        while not _fits(cell, scale):
            scale = OF_TEN if scale is OF_FIVE else OF_HUNDRED
    return scale


def _fits(cell: str, scale: Scale) -> bool:
    try:
        scale.half_stars(cell)
    except RowError:
        return False
    return True


def _lines(part: Part) -> list[str]:
    """Return the lines with their ends; raises ImportRefused for too many or too long ones."""
    if part.text.count("\n") + part.text.count("\r") > MAX_LINES:
        raise ImportRefused(f"{part.path} has more than {MAX_LINES:,} lines.")
    lines = list(io.StringIO(part.text, newline=None))
    if max(map(len, lines), default=0) > MAX_LINE:
        raise ImportRefused(f"{part.path} has a line of more than {MAX_LINE:,} characters.")
    return lines


def _records(
    lines: list[str], start: int, separator: str, path: str
) -> Iterator[tuple[int, list[str] | RowProblem]]:
    """Yield (number of its first line, cells); a quote that is not closed costs its line only."""
    broken = 0
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), delimiter=separator, strict=True)
        done = 0
        try:
            for cells in reader:
                yield start + done + 1, cells
                done = reader.line_num
            return
        except csv.Error:
            broken += 1
            if broken > MAX_BROKEN:
                raise ImportRefused(f"{path} is no table: too many quotes are open.") from None
            start += done + 1
            problem = "a quote that is not closed, or text behind it"
            yield start, RowProblem(start, lines[start - 1][:200], problem)


def name_in(text: str) -> str:
    """Return the name of a title; raises RowError if it is longer than names are."""
    if len(text) > MAX_NAME:
        raise RowError(f"the name has more than {MAX_NAME} characters")
    return text


def dated_name(cell: str) -> tuple[str, int | None]:
    """Return name and year of a cell that has both; (the cell, None) where it has not.

    >>> dated_name("Glass Ferry, The (1962)"), dated_name("Night Trams")
    (('The Glass Ferry', 1962), ('Night Trams', None))
    """
    name = name_in(cell)
    return next(names_of(name), (name, None))


def year_in(text: str) -> int | None:
    """Return a year in which there are films; None for anything else."""
    bare = text.removesuffix(".0")
    if not (_YEAR.fullmatch(bare) and bare.isascii()):
        return None
    return int(bare) if MIN_YEAR <= int(bare) <= MAX_YEAR else None


def imdb_id_in(text: str) -> str:
    """Return an IMDb id in its usual form; "" for anything else.

    >>> imdb_id_in("https://www.imdb.com/title/tt133093/"), imdb_id_in("nm0000206")
    ('tt0133093', '')
    """
    found = _IMDB_ID.search(text[:200])
    return f"tt{found[1]:0>7}" if found else ""


def number_in(text: str) -> int | None:
    """Return a positive whole number; None for anything else."""
    found = _DIGITS.fullmatch(text)
    return int(found[1]) or None if found and text.isascii() else None


def moment_in(text: str) -> datetime | None:
    """Return a date, a date with time, or seconds since 1970, in UTC if nothing else is said.

    None for anything else, and for what lies in the future.
    """
    if not text:
        return None
    try:
        moment = _moment(text)
        known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return known.astimezone(UTC) if EARLIEST <= known <= datetime.now(UTC) else None
    except (ValueError, OverflowError, OSError):
        return None


def _moment(text: str) -> datetime:
    if text.isascii() and text.isdigit() and len(text) > 8:
        return datetime.fromtimestamp(int(text), UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        for form in _FORMS:
            try:
                return datetime.strptime(text, form).replace(tzinfo=UTC)
            except ValueError:
                continue
        raise
