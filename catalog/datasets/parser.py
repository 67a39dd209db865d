"""What reads a canonical column from raw ones. [pure]"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.datasets.plain import Recogniser


@dataclass(frozen=True)
class Parser:
    """Reads ``cells`` of a row into one value.

    ``begin`` is called once for each file that is read, and returns the function for its rows:
    so a parser may look at what lies beside the file. One that ``is_stateful`` remembers what
    came before and sees every row; others see equal cells once. ``plain`` recognises cells that
    need no parser.
    """

    cells: tuple[str, ...]
    begin: Callable[[Path], Callable[..., Any]]
    plain: Recogniser | None = None
    is_stateful: bool = False


def each(parse: Callable[..., Any], *cells: str, plain: Recogniser | None = None) -> Parser:
    """Read ``cells`` of every row with ``parse``, unless they are ``plain``."""
    return Parser(cells, lambda path: parse, plain)


def constant(value: Any) -> Parser:
    """Give every row the same value."""
    return each(lambda: value)
