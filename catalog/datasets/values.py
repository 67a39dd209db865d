"""From one cell to one value: texts, numbers, years, dates, ids. [pure]

Each function takes the cell as it stands in the file and returns a value, or None where the
cell says nothing. Raises CellError for a value that makes no sense, RowError where the cell
shows that the whole row is out of step.
"""

import math
import re
from datetime import date

from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.datasets.cleaning import clean
from catalog.datasets.errors import CellError, RowError

SMALLINT, INTEGER, BIGINT = 2**15 - 1, 2**31 - 1, 2**63 - 1

_INTEGER = re.compile(r"[+-]?[0-9]+(?:\.0*)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_IMDB_ID = re.compile(r"(?:tt)?0*([0-9]{1,10})")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_IMAGE_PATH = re.compile(r"/[\w-]+\.(?:jpg|jpeg|png|svg|webp)")

# Texts -----------------------------------------------------------------------------------------


def text(cell: str, longest: int | None = None) -> str | None:
    """Return the cleaned text, or None if nothing is left of it."""
    cleaned = clean(cell)
    if longest and len(cleaned) > longest:
        raise CellError(f"longer than {longest} characters")
    return cleaned or None


def web_address(cell: str) -> str | None:
    """Return an http(s) address of at most 500 characters."""
    address = clean(cell)
    if address and not (_ADDRESS.fullmatch(address) and len(address) <= 500):
        raise CellError("not a web address")
    return address or None


def image_path(cell: str) -> str | None:
    """Return a path at TMDB's image server: ``/abc.jpg``."""
    path = cell.strip()
    if path and not (_IMAGE_PATH.fullmatch(path) and len(path) <= 120):
        raise CellError("not a path of an image")
    return path or None


# Numbers ---------------------------------------------------------------------------------------


def integer(cell: str) -> int | None:
    """Return an integer in ASCII digits; ``1995.0`` is one, ``1_995`` is not."""
    cell = cell.strip()
    if not cell:
        return None
    if len(cell) > 30 or not _INTEGER.fullmatch(cell):
        raise CellError("not an integer")
    value = int(cell.partition(".")[0])
    if abs(value) > BIGINT:
        raise CellError("out of range")
    return value


def positive_integer(cell: str, largest: int = BIGINT) -> int | None:
    """Return an integer from 1 to ``largest``; 0 means unknown in every known dataset."""
    value = integer(cell)
    if not value:
        return None
    if value < 0:
        raise CellError("not positive")
    if value > largest:
        raise CellError("out of range")
    return value


def number(cell: str) -> float | None:
    """Return a finite number; ``nan`` and ``1e999`` are none."""
    cell = cell.strip()
    if not cell:
        return None
    if len(cell) > 400 or not _NUMBER.fullmatch(cell):
        raise CellError("not a number")
    value = float(cell)
    if not math.isfinite(value):
        raise CellError("out of range")
    return value


def not_negative(cell: str) -> float | None:
    """Return a finite number from 0 up."""
    value = number(cell)
    if value is not None and value < 0:
        raise CellError("negative")
    return value


# Time ------------------------------------------------------------------------------------------


def year(cell: str) -> int | None:
    """Return a year as a number; 0 means unknown."""
    value = integer(cell)
    if value and not MIN_YEAR <= value <= MAX_YEAR:
        raise CellError(f"outside {MIN_YEAR}-{MAX_YEAR}")
    return value or None


def iso_date(cell: str) -> date | None:
    """Return a day written as 1999-03-31; in other ways month and day might be confused."""
    cell = cell.strip()
    if not cell:
        return None
    if not _ISO_DATE.fullmatch(cell):
        raise CellError("not in ISO form")
    try:
        day = date.fromisoformat(cell)
    except ValueError as error:
        raise CellError("not a day of the calendar") from error
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        raise CellError(f"outside {MIN_YEAR}-{MAX_YEAR}")
    return day


def year_of_date(cell: str) -> int | None:
    """Return the year of a date in any order, if it has one of four digits: 10/30/1995."""
    years = _YEAR.findall(cell)
    return year(years[0]) if len(years) == 1 else None


# Ids and flags ---------------------------------------------------------------------------------


def imdb_id(cell: str) -> str | None:
    """Return ``tt`` and at least seven digits, from ``tt0133093``, ``0133093`` or ``133093``."""
    cell = cell.strip()
    if not cell:
        return None
    found = _IMDB_ID.fullmatch(cell) if cell.isascii() else None
    if not found or found[1] == "0":
        raise CellError("not an IMDb id")
    return f"tt{found[1]:0>7}"


def identifier(cell: str) -> str | None:
    """Return an id in another source: at most 120 characters, no spaces."""
    value = cell.strip()
    if len(value) > 120 or not value.isprintable() or " " in value:
        raise CellError("not an id")
    return value or None


def row_number(cell: str) -> int | None:
    """Return a numeric id, of which 0 is none.

    Raises RowError if it is not a number: then the columns have shifted.
    """
    try:
        number = positive_integer(cell, largest=INTEGER)
    except CellError as error:
        raise RowError("id is not a number") from error
    if number is None and cell.strip():
        raise CellError("is 0")
    return number


def flag(cell: str) -> bool | None:
    """Return True or False, written as such in any case, or as 1 or 0."""
    word = cell.strip().lower()
    if not word:
        return None
    if word not in ("true", "false", "1", "0", "1.0", "0.0"):
        raise CellError("neither true nor false")
    return word[0] in "t1"
