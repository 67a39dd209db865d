"""Lists of objects as Python's ``repr`` writes them, read faster than ``ast`` does it. [pure]

Such a list says the same keys in the same order for every object, so one expression reads them
all, and each key's values are turned together. What the expression found is put together again and
compared with the cell: whatever does not come out the same, and whatever is no list of flat
objects, goes to ``ast.literal_eval``.
"""

import ast
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

_SINGLE, _DOUBLE = r"'[^'\\\n\r\0]*'", r'"[^"\\\n\r\0]*"'
_ESCAPED = r"""'(?:[^'\\\n\r\0]|\\.)*'|"(?:[^"\\\n\r\0]|\\.)*\""""
_NUMBER = r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?"
_WORD = r"None|True|False"
_STRING = f"{_SINGLE}|{_DOUBLE}|{_ESCAPED}"
_KEY = re.compile(rf"'([A-Za-z_]\w*)': ({_STRING}|{_NUMBER}|{_WORD})(, |\}})", re.ASCII)
_CONSTANTS: dict[str, Any] = {"None": None, "True": True, "False": False}


def read_literal(cell: str) -> Any:
    """Return what ``ast.literal_eval(cell)`` returns. Raises what it raises."""
    shape = _shape(cell)
    if not shape:
        return ast.literal_eval(cell)
    found = _object(shape).findall(cell)
    wholes, *columns = zip(*found, strict=True) if found else [()]
    if f"[{', '.join(wholes)}]" != cell:
        return ast.literal_eval(cell)
    keys = [key for key, _ in shape]
    values = [_read(column) for column in columns]
    return [dict(zip(keys, row, strict=False)) for row in zip(*values, strict=False)]


def _shape(cell: str) -> tuple[tuple[str, bool], ...]:
    """Return the keys of the first object, and whether its value is a text; () if none is there."""
    shape = []
    place = 2 if cell.startswith("[{") else -1
    while place > 0:
        pair = _KEY.match(cell, place)
        if not pair:
            return ()
        shape.append((pair[1], pair[2][0] in "'\""))
        if pair[3] == "}":
            break
        place = pair.end()
    return tuple(shape)


@lru_cache(maxsize=100)
def _object(shape: Sequence[tuple[str, bool]]) -> re.Pattern[str]:
    """Return what finds (object, value, value …) of objects that have these keys.

    What the first object has is tried first: a text, or something else.
    """
    pairs = ", ".join(
        f"'{key}': ({_STRING}|{_WORD}|{_NUMBER})"
        if is_text
        else f"'{key}': ({_NUMBER}|{_WORD}|{_STRING})"
        for key, is_text in shape
    )
    return re.compile(rf"(\{{{pairs}\}})")


def _read(values: Iterable[str]) -> list[Any]:
    """Return what the values of one key mean."""
    return [
        value[1:-1]
        if value[0] in "'\"" and "\\" not in value
        else int(value)
        if value.isdigit()
        else _read_one(value)
        for value in values
    ]


def _read_one(value: str) -> Any:
    return _CONSTANTS[value] if value in _CONSTANTS else ast.literal_eval(value)
