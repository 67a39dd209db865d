"""Lists of flat objects in cells, as Python or JSON writes them, taken apart in columns. [pure]

One program wrote all cells of a column: the same keys, in the same order. So the keys of the first
object make an expression that every object has to match from end to end; a cell in which one does
not is left to the parser.
"""

import ast
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from catalog.datasets.lists import NO_LIST


@dataclass(frozen=True)
class Notation:
    """How a language writes texts and what else there may be; ``read`` reads one value."""

    quote: str
    text: str
    other: str
    read: Callable[[str], Any]

    @property
    def value(self) -> str:
        return f"(?:{self.text}|{self.other})"


_NUMBER = r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?"
#: Escapes that are sure to be understood, wherever they stand.
_PYTHON_ESCAPE = r"""\\(?:['"\\nrt]|x[0-9a-f]{2}|u[0-9a-f]{4}|U000[0-9a-f]{5})"""
_JSON_ESCAPE = r"""\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})"""
PYTHON = Notation(
    "'",
    rf"""(?:'(?:[^'\\\n\r\x00]|{_PYTHON_ESCAPE})*'|"(?:[^"\\\n\r\x00]|{_PYTHON_ESCAPE})*")""",
    rf"{_NUMBER}|None|True|False",
    ast.literal_eval,
)
JSON = Notation(
    '"', rf'"(?:[^"\\\x00-\x1f]|{_JSON_ESCAPE})*"', rf"{_NUMBER}|null|true|false", json.loads
)


def take_apart(
    cells: pl.Series, notation: Notation, keys: Sequence[str]
) -> tuple[pl.Series, pl.DataFrame]:
    """Return which rows are plain, and what their objects hold under ``keys``.

    The frame has ``row``, the object's ``place`` in its list, and for each key the text, or the
    value as it is written if it is no text; a key that the objects do not have is null, and a
    second column ``is_text:KEY`` tells which of the two it is.
    """
    rows = pl.int_range(len(cells), dtype=pl.UInt32, eager=True).alias("row")
    frame = pl.DataFrame([rows, cells.alias("cell")])
    blank = cells.is_in(sorted(NO_LIST))
    lists = frame.filter(~blank & cells.str.starts_with("[{") & cells.str.ends_with("}]"))
    shape = _shape(lists["cell"][0], notation) if lists.height else []
    found = [key for key in shape if key in keys]
    if not found:
        return blank, _objects(lists.clear().with_columns(place=0), {}, keys)
    parts = lists.select("row", pl.col("cell").str.slice(2).str.head(-2).str.split("}, {")).explode(
        "cell"
    )
    parts = parts.with_columns(place=pl.int_range(pl.len()).over("row"))
    groups = parts["cell"].str.extract_groups(_pattern(shape, found, notation)).struct.unnest()
    columns = {key: _decoded(groups[:, i], notation) for i, key in enumerate(found)}
    broken = pl.any_horizontal([values.is_null() for values, _ in columns.values()])
    odd = parts["row"].filter(pl.select(broken).to_series()).unique()
    plain = lists["row"].filter(~lists["row"].is_in(odd.implode()))
    objects = _objects(parts, columns, keys)
    return blank | rows.is_in(plain.implode()), objects.filter(
        pl.col("row").is_in(plain.implode())
    )  # fmt: skip


def text_of(key: str) -> pl.Expr:
    """Return the texts under a key in a frame of ``take_apart``; "" where there is no text."""
    return pl.when(f"is_text:{key}").then(key).fill_null("")


def _objects(
    parts: pl.DataFrame, columns: dict[str, tuple[pl.Series, pl.Series]], keys: Sequence[str]
) -> pl.DataFrame:
    nothing = (pl.lit(None, pl.String), pl.lit(False))
    return parts.select(
        "row",
        "place",
        *(columns.get(key, nothing)[0].alias(key) for key in keys),
        *(columns.get(key, nothing)[1].alias(f"is_text:{key}") for key in keys),
    )


def _decoded(written: pl.Series, notation: Notation) -> tuple[pl.Series, pl.Series]:
    """Return values without quotes and escapes, null for what cannot be; and which are texts."""
    is_text = written.str.contains("^['\"]").fill_null(False)
    values = written.str.slice(1).str.head(-1).zip_with(is_text, written)
    escaped = (is_text & written.str.contains("\\", literal=True)).fill_null(False)
    places = escaped.arg_true()
    if places.is_empty():
        return values, is_text
    texts = [_read(text, notation) for text in written[places]]
    return values.scatter(places, pl.Series(texts, dtype=pl.String)), is_text


def _read(text: str, notation: Notation) -> str | None:
    try:
        value = notation.read(text)
        value.encode()  # lone surrogates
    except (ValueError, SyntaxError):
        return None
    return str(value)


def _shape(cell: str, notation: Notation) -> list[str]:
    """Return the keys of the first object, [] if they cannot be read."""
    quote = notation.quote
    pair = re.compile(rf"{quote}(\w+){quote}: {notation.value}(?:, |\}})", re.ASCII)
    keys, place = [], 2
    while found := pair.match(cell, place):
        keys.append(found[1])
        place = found.end()
        if found[0].endswith("}"):
            return keys if len(set(keys)) == len(keys) else []
    return []


def _pattern(shape: Sequence[str], keys: Sequence[str], notation: Notation) -> str:
    """Return what matches the inside of an object of this shape, a group for each of ``keys``."""
    pairs = [
        f"{notation.quote}{key}{notation.quote}: "
        + (f"({notation.value})" if key in keys else notation.value)
        for key in shape
    ]
    return f"^{', '.join(pairs)}$"
