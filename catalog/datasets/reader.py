"""From a file to blocks of raw rows: CSV and line numbers. [pure]

Knows nothing about titles. What makes the rest of the file doubtful is a ``DatasetError``; what
is wrong with one row only is a ``Skipped``. Plain records are read in columns; where anything is
odd, the csv module has the word, which is ten times slower and knows where it stumbled.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, islice
from pathlib import Path

import numpy as np
import polars as pl

from catalog.canonical import Skipped
from catalog.datasets.errors import DatasetError, NoRowsError
from catalog.datasets.files import Encoding, examine, open_blocks, open_text, read_start
from catalog.datasets.records import BrokenQuotesError, Positions, Records, split_records

#: A row with a longer cell is skipped.
MAX_CELL_CHARACTERS = 1_000_000
#: A quoted cell that goes on for longer has lost its closing quote.
MAX_QUOTED_CHARACTERS = 16_000_000
#: Rows in a block: enough for columns to pay, few enough to stay small.
BLOCK_ROWS = 50_000

Numbered = tuple[int, list[str]]


@dataclass(frozen=True)
class Block:
    """Raw rows as columns: ``cells[header name][i]`` begins on line ``lines[i]``; all strings.

    ``share`` is how much of the file has been read so far, 0-1.
    """

    lines: Positions
    cells: pl.DataFrame
    skipped: list[Skipped]
    encoding: str
    share: float = 1.0


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


def read_blocks(path: Path, delimiter: str = ",", block_rows: int = BLOCK_ROWS) -> Iterator[Block]:
    """Yield the rows after the header, at most ``block_rows`` at a time.

    Wholly empty lines are no rows, as for ``csv.DictReader``. Raises DatasetError, be it half
    way through the file: after a quote that does not end, nothing can be trusted.
    """
    header = read_header(path, delimiter)
    repeated = [name for name, count in Counter(header).items() if name and count > 1]
    if repeated:
        raise DatasetError.about(path, f"repeats the column {repeated[0]} in its header")
    reader = _Reader(path, delimiter, header, examine(path))
    has_rows = False
    for block in reader.blocks(block_rows):
        has_rows = True
        yield block
    if not has_rows:
        raise NoRowsError.about(path, "has a header but no rows")


def numbered_rows(
    path: Path, delimiter: str = ",", encoding: Encoding | None = None
) -> Iterator[Numbered]:
    """Yield every row that is not empty, the header first, with the line on which it begins.

    Raises DatasetError, be it half way through the file.
    """
    with open_text(path, encoding or examine(path)) as lines:
        yield from _numbered(lines, delimiter, path)


class _Reader:
    """One file on its way into blocks."""

    def __init__(self, path: Path, delimiter: str, header: list[str], encoding: Encoding) -> None:
        self._path, self._delimiter, self._header = path, delimiter, header
        self._encoding = encoding
        self._share = 0.0
        #: Unnamed and twice named columns cannot be asked for, but take their place.
        self._names = [name or f"\0{place}" for place, name in enumerate(header)]

    def blocks(self, block_rows: int) -> Iterator[Block]:
        """Yield the blocks, a piece of the file after the other."""
        raw = open_blocks(self._path, self._encoding, self._note_share)
        pieces = split_records(raw, self._delimiter, MAX_QUOTED_CHARACTERS)
        is_first = True
        try:
            for records in pieces:
                block = self._plain(records, is_first) or self._careful(records, is_first)
                is_first = False
                yield from _sliced(block, block_rows)
        except BrokenQuotesError as broken:
            yield from self._rest(broken.line, block_rows, is_first)

    def _note_share(self, share: float) -> None:
        self._share = share

    def _plain(self, records: Records, is_first: bool) -> Block | None:
        """Return the records as columns, or None if they are not plain."""
        if records.is_odd(len(self._names), min(MAX_CELL_CHARACTERS, MAX_QUOTED_CHARACTERS)):
            return None
        start = int(is_first)  # the header
        cells = pl.read_csv(
            records.data,
            has_header=False,
            separator=self._delimiter,
            infer_schema=False,
            empty_string_is_null=False,
            new_columns=self._names,
        )
        if cells.shape != (len(records.lines), len(self._names)):
            return None
        cells, lines = cells[start:], records.lines[start:]
        blank = _blank_rows(cells)
        skipped = [Skipped(int(lines[row]), "blank row", ",".join(cells.row(row))) for row in blank]
        if skipped:
            kept = np.setdiff1d(np.arange(len(lines)), blank)
            cells, lines = cells[kept], lines[kept]
        label = self._encoding.label
        return Block(lines, self._named(cells), skipped, label, self._share)

    def _careful(self, records: Records, is_first: bool) -> Block:
        text = io.StringIO(records.data.decode(), newline="")
        rows = _numbered(text, self._delimiter, self._path, int(records.lines[0]))
        numbered = list(islice(rows, int(is_first), None))
        if records.is_cut_off:
            self._refuse_short(numbered[-1:])
        return self._block(numbered)

    def _rest(self, line: int, block_rows: int, is_first: bool) -> Iterator[Block]:
        """Read what begins on ``line`` with the csv module, to the end or to where it breaks."""
        rows = numbered_rows(self._path, self._delimiter, self._encoding)
        rows = islice(dropwhile(lambda numbered: numbered[0] < line, rows), int(is_first), None)
        last: list[Numbered] = []
        while numbered := list(islice(rows, block_rows)):
            yield self._block(numbered)
            last = numbered[-1:]
        if not self._encoding.ends_line:
            self._refuse_short(last)

    def _refuse_short(self, last: Sequence[Numbered]) -> None:
        """Raise DatasetError if the last row, which lacks its line end, lacks cells as well."""
        for line, row in last:
            if any(map(str.strip, row)) and len(row) < len(self._header):
                problem = f"is incomplete: the last row is cut off (line {line})"
                raise DatasetError.about(self._path, problem)

    def _block(self, numbered: Sequence[Numbered]) -> Block:
        lines, rows, skipped = [], [], []
        for line, row in numbered:
            if problem := self._problem(line, row):
                skipped.append(Skipped(line, problem, ",".join(row)[:80].replace("\0", "␀")))
            else:
                lines.append(line)
                rows.append(row)
        cells = pl.DataFrame(rows, schema=dict.fromkeys(self._names, pl.String), orient="row")
        label = self._encoding.label
        return Block(np.array(lines, np.int64), self._named(cells), skipped, label, self._share)

    def _named(self, cells: pl.DataFrame) -> pl.DataFrame:
        return cells.select(name for name in self._header if name)

    def _problem(self, line: int, row: list[str]) -> str | None:
        """Return why the row cannot be used, or None."""
        if not any(map(str.strip, row)):
            return "blank row"
        if len(row) != len(self._header):
            return "too few cells" if len(row) < len(self._header) else "too many cells"
        if self._encoding.has_nul and "\0" in "".join(row):
            return "NUL character"
        if max(map(len, row)) > MAX_CELL_CHARACTERS:
            return f"cell of more than {MAX_CELL_CHARACTERS:,} characters"
        return None


def _sliced(block: Block, block_rows: int) -> Iterator[Block]:
    """Yield the block in parts of ``block_rows``; what was skipped goes with the first."""
    for start in range(0, max(len(block.lines), 1), block_rows):
        stop = start + block_rows
        skipped = [] if start else block.skipped
        if start or len(block.lines) or skipped:
            yield replace(
                block,
                lines=block.lines[start:stop],
                cells=block.cells[start:stop],
                skipped=skipped,
            )


def _blank_rows(cells: pl.DataFrame) -> list[int]:
    """Return the rows in which no cell holds anything; few are looked at in full."""
    is_candidate = pl.col(cells.columns[0]).str.contains(r"^[\s\x1c-\x1f]*$")
    candidates = cells.with_row_index("\0row").filter(is_candidate)
    return [row for row, *texts in candidates.iter_rows() if not any(map(str.strip, texts))]


def _numbered(
    lines: Iterable[str], delimiter: str, path: Path, first_line: int = 1
) -> Iterator[Numbered]:
    """Yield each row that is not empty with the number of the line on which it begins."""
    csv.field_size_limit(MAX_QUOTED_CHARACTERS)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + first_line
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            n_lines = reader.line_num + first_line - line
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
