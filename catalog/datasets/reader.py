"""From a file to blocks of raw rows: CSV and line numbers. [pure]

Knows nothing about titles. What makes the rest of the file doubtful is a ``DatasetError``; what
is wrong with one row only is a ``Skipped``.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from catalog.canonical import Skipped
from catalog.datasets.errors import DatasetError, NoRowsError
from catalog.datasets.files import Encoding, examine, open_text, read_start

#: A row with a longer cell is skipped.
MAX_CELL_CHARACTERS = 1_000_000
#: A quoted cell that goes on for longer has lost its closing quote.
MAX_QUOTED_CHARACTERS = 16_000_000


@dataclass(frozen=True)
class Block:
    """Some thousand raw rows as columns: ``cells[header name][i]`` begins on line ``lines[i]``."""

    lines: list[int]
    cells: dict[str, tuple[str, ...]]
    skipped: list[Skipped]
    encoding: str


def read_header(path: Path, delimiter: str = ",") -> list[str]:
    """Return the names in the first row that is not empty.

    Raises DatasetError if the file is empty, no text, or begins with something else than CSV.
    """
    start = io.StringIO(read_start(path).decode("utf-8-sig", "replace"), newline="")
    try:
        header = next(filter(None, csv.reader(start, delimiter=delimiter)))
    except (csv.Error, StopIteration) as error:
        raise DatasetError.about(path, "has no header: its first line is not CSV") from error
    return [name.strip() for name in header]


def read_blocks(path: Path, delimiter: str = ",", block_rows: int = 5000) -> Iterator[Block]:
    """Yield the rows after the header, ``block_rows`` at a time.

    Wholly empty lines are no rows, as for ``csv.DictReader``. Raises DatasetError, be it half
    way through the file: after a quote that does not end, nothing can be trusted.
    """
    header = read_header(path, delimiter)
    repeated = [name for name, count in Counter(header).items() if name and count > 1]
    if repeated:
        raise DatasetError.about(path, f"repeats the column {repeated[0]} in its header")
    encoding = examine(path)
    rows = numbered_rows(path, delimiter, encoding)
    next(rows)  # the header
    last: tuple[int, list[str]] | None = None
    while numbered := list(islice(rows, block_rows)):
        last = numbered[-1]
        yield _block(numbered, header, encoding)
    if not last:
        raise NoRowsError.about(path, "has a header but no rows")
    line, row = last
    if not encoding.ends_line and any(map(str.strip, row)) and len(row) < len(header):
        raise DatasetError.about(path, f"is incomplete: the last row is cut off (line {line})")


def numbered_rows(
    path: Path, delimiter: str = ",", encoding: Encoding | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield every row that is not empty, the header first, with the line on which it begins.

    Raises DatasetError, be it half way through the file.
    """
    csv.field_size_limit(MAX_QUOTED_CHARACTERS)
    with open_text(path, encoding or examine(path)) as lines:
        yield from _numbered(csv.reader(lines, delimiter=delimiter, strict=True), path)


def _numbered(reader: Iterator[list[str]], path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of the line on which it begins."""
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            n_lines = reader.line_num + 1 - line  # type: ignore[attr-defined]
            problem = f"row at line {line}: {_why_broken(str(error), n_lines)}"
            raise DatasetError.about(path, f"is broken, {problem}") from error
        if row:
            yield line, row


def _why_broken(error: str, n_lines: int) -> str:
    """Return in our words what ``csv`` says about a row that goes on over ``n_lines`` lines."""
    if "expected after" in error:
        return "text follows a closing quote"
    if "limit" in error and n_lines == 1:
        return f"a cell has more than {MAX_QUOTED_CHARACTERS:,} characters"
    return "a quoted cell does not end"


def _block(numbered: list[tuple[int, list[str]]], header: list[str], encoding: Encoding) -> Block:
    lines, rows, skipped = [], [], []
    for line, row in numbered:
        if problem := _problem(row, len(header), encoding.has_nul):
            skipped.append(Skipped(line, problem, ",".join(row)[:80].replace("\0", "␀")))
        else:
            lines.append(line)
            rows.append(row)
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    return Block(lines, dict(zip(header, columns, strict=True)), skipped, encoding.label)


def _problem(row: list[str], width: int, may_have_nul: bool) -> str | None:
    """Return why the row cannot be used, or None."""
    if not any(map(str.strip, row)):
        return "blank row"
    if len(row) != width:
        return "too few cells" if len(row) < width else "too many cells"
    if may_have_nul and "\0" in "".join(row):
        return "NUL character"
    if max(map(len, row)) > MAX_CELL_CHARACTERS:
        return f"cell of more than {MAX_CELL_CHARACTERS:,} characters"
    return None
