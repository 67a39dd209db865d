"""The file of people beside ratings: age, gender, occupation. [pure]"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from catalog.canonical import Skipped
from catalog.datasets.errors import CellError, RowError
from catalog.datasets.files import read_start
from recommendations.rating_files.blocks import read_blocks
from recommendations.rating_files.layouts import PeopleTable

MAX_AGE = 120
MAX_GENDER_CHARACTERS, MAX_OCCUPATION_CHARACTERS = 20, 60
#: As the models hold them. Genders are words, in lower case.
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "line": pl.UInt32, "source_id": pl.String, "age": pl.Int16, "gender": pl.String,
    "occupation": pl.String,
}  # fmt: skip

_GENDERS = {"m": "male", "f": "female"}
_INTEGER = re.compile(r"([0-9]{1,9})(?:\.0*)?")
_NUMBER = re.compile(r"0*([0-9]+)(?:\.0*)?")


@dataclass
class People:
    """What a file says of people: ``frame`` of SCHEMA, the rows that are of no use, by reason.

    ``nulled`` counts values that made no sense and count as unknown.
    """

    frame: pl.DataFrame
    skipped: list[Skipped] = field(default_factory=list)
    nulled: Counter[str] = field(default_factory=Counter)


def read_people(path: Path, table: PeopleTable, *, has_numbers: bool) -> People | None:
    """Return the people of a file; None if it has another header, so it is about something else.

    Of two rows about one person the first counts. Raises DatasetError.
    """
    read_start(path)  # what is no text at all is refused
    people = People(pl.DataFrame())
    records: dict[str, tuple[int, str, int | None, str, str]] = {}
    lines = _lines(path)
    columns = table.columns
    if table.has_header:
        columns = _header(next(lines, (1, ""))[1], table.separator)
        if not set(table.columns) <= set(columns):
            return None
    for line, text in lines:
        try:
            cells = _row(text, table.separator, columns)
            record = (line, *_person(cells, table, people.nulled, has_numbers=has_numbers))
            if record[1] in records:
                raise RowError("repeats an earlier row")
            records[record[1]] = record
        except RowError as error:
            people.skipped.append(Skipped(line, str(error), text[:80].replace("\0", "␀")))
    people.frame = pl.DataFrame(list(records.values()), schema=SCHEMA, orient="row")
    return people


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty; bytes that are not UTF-8 are Latin-1."""
    for block in read_blocks(path):
        try:
            block.data.decode()
            encoding = "utf-8"
        except UnicodeDecodeError:
            encoding = "latin-1"
        yield from ((line, text) for line, text in block.lines(encoding) if text.strip())


def _header(text: str, separator: str) -> tuple[str, ...]:
    with suppress(RowError):
        return tuple(name.strip() for name in _cells(text, separator))
    return ()


def _cells(text: str, separator: str) -> list[str]:
    if separator != ",":
        return text.split(separator)
    try:
        return next(csv.reader([text], strict=True))
    except (csv.Error, StopIteration) as error:
        raise RowError("a quote that is not closed, or text behind it") from error


def _row(text: str, separator: str, columns: tuple[str, ...]) -> dict[str, str]:
    if "\0" in text:
        raise RowError("NUL character")
    cells = _cells(text, separator)
    if len(cells) != len(columns):
        raise RowError("too few cells" if len(cells) < len(columns) else "too many cells")
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}


def _person(
    cells: dict[str, str], table: PeopleTable, nulled: Counter[str], *, has_numbers: bool
) -> tuple[str, int | None, str, str]:
    """Return id, age, gender and occupation."""
    source_id = cells["user_id"]
    if has_numbers:
        found = _NUMBER.fullmatch(source_id)
        source_id = found[1] if found else ""
    if not source_id:
        raise RowError("no user id")
    try:
        age = _age(cells["age"], table)
    except CellError as error:
        nulled[f"age {error}"] += 1
        age = None
    gender = cells["gender"].lower()
    occupation = cells["occupation"].lower()
    if table.occupations is not None:
        occupation = _occupation(occupation, table.occupations, nulled)
    return (
        source_id,
        age,
        _GENDERS.get(gender, gender)[:MAX_GENDER_CHARACTERS],
        occupation[:MAX_OCCUPATION_CHARACTERS],
    )


def _age(cell: str, table: PeopleTable) -> int | None:
    """Return years, or None if the cell is empty; raises CellError for what is no age."""
    if not cell:
        return None
    found = _INTEGER.fullmatch(cell)
    age = int(found[1]) if found else 0
    if table.ages is not None:
        if age not in table.ages:
            raise CellError("is none of the groups")
        return table.ages[age]
    if not 1 <= age <= MAX_AGE:
        raise CellError(f"not 1-{MAX_AGE}")
    return age


def _occupation(code: str, words: Mapping[str, str], nulled: Counter[str]) -> str:
    if code and code not in words:
        nulled["occupation is none of the codes"] += 1
    return words.get(code, "")
