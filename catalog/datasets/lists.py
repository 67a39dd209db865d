"""From one cell to a list: separated by pipes or commas, written by Python, JSON. [pure]

Raises RowError for a list that does not parse: such a row was cut off or is out of step.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from catalog.datasets.cleaning import clean
from catalog.datasets.errors import RowError
from catalog.datasets.literals import read_literal

#: Turns one cell into a list of strings, of which none is blank.
Splitter = Callable[[str], list[str]]

_NAME_SUFFIX = r"(?:Inc|Ltd|LLC|L\.L\.C|LP|L\.P|Co|Corp|Limited|GmbH|S\.A|S\.L|Jr|Sr)"
_COMMA = re.compile(rf",(?: +(?!{_NAME_SUFFIX}\b)|$)", re.IGNORECASE)
#: A list with a comma of this kind may be more than texts between commas. For polars, which has its
#: own idea of where words end and which letters are an i: so it takes in what is near.
COMMA_IN_NAME = (
    rf"(?i), +{_NAME_SUFFIX.replace('i', '[iİı]').replace('I', '[iİı]')}(?:[^a-z0-9_]|$)|,$"
)

#: Also "0": a spreadsheet that fills what is blank fills lists, too.
NO_LIST = frozenset({"", "[]", "None", "null", "0"})


def pipes(cell: str) -> list[str]:
    """Split at ``|``."""
    return _cleaned(cell.split("|"))


def commas(cell: str) -> list[str]:
    """Split at commas that a space follows, but not before the "Inc." or "Jr." of a name."""
    return _cleaned(_COMMA.split(cell))


def python_list(cell: str) -> list[Any]:
    """Return a list written by Python's ``repr``."""
    return _parsed(cell, read_literal)


def json_list(cell: str) -> list[Any]:
    """Return a list written as JSON."""
    return _parsed(cell, json.loads)


def python_strings(cell: str) -> list[str]:
    """Return the strings of a list written by Python."""
    return _cleaned(python_list(cell))


@dataclass(frozen=True)
class FieldOf:
    """A splitter that takes one field of each object in a list that ``parse`` reads."""

    key: str
    parse: Callable[[str], list[Any]]

    def __call__(self, cell: str) -> list[str]:
        return _cleaned([item.get(self.key) for item in objects(self.parse(cell))])


def python_field(key: str) -> Splitter:
    """Return a splitter that takes one field of each object in a list written by Python."""
    return FieldOf(key, python_list)


def json_field(key: str) -> Splitter:
    """Return a splitter that takes one field of each object in a JSON list."""
    return FieldOf(key, json_list)


def objects(items: list[Any]) -> list[dict[str, Any]]:
    """Return ``items`` if all of them are objects."""
    if not all(isinstance(item, dict) for item in items):
        raise RowError("broken list")
    return items


def _parsed(cell: str, parse: Callable[[str], Any]) -> list[Any]:
    cell = cell.strip()
    if cell in NO_LIST:
        return []
    if not (cell[0] == "[" and cell[-1] == "]"):
        raise RowError("broken list")
    try:
        items = parse(cell)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise RowError("broken list") from error
    if not isinstance(items, list):
        raise RowError("broken list")
    return items


def _cleaned(items: list[Any]) -> list[str]:
    """Return the strings, cleaned, without those of which nothing is left; None is blank."""
    if not all(item is None or isinstance(item, str) for item in items):
        raise RowError("broken list")
    return [text for item in items if item and (text := clean(item))]
