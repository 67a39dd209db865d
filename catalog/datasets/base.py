"""A dataset: how one file format maps to the canonical columns. [pure]"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.canonical import Chunk, Skipped
from catalog.datasets.errors import CellError, RowError
from catalog.datasets.parsing import Parser
from catalog.datasets.reader import Block, read_blocks


@dataclass(frozen=True)
class Failure:
    """A value that made no sense: in which row of the block, and why."""

    row: int
    reason: str
    value: str
    breaks_row: bool


@dataclass(frozen=True)
class Dataset:
    """One file format.

    ``header`` are the columns by which a file is recognised: all must be there, in any order,
    and others may be. ``columns`` maps canonical names to parsers; one whose raw columns are
    not in the file (they are listed in ``optional``) is left out. A row in which a ``required``
    column is None is skipped. ``source`` is who numbers the people in ``credits``.
    """

    name: str
    source: str
    label: str
    header: tuple[str, ...]
    columns: Mapping[str, Parser]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    delimiter: str = ","

    @property
    def creates_titles(self) -> bool:
        """Tell whether a row can make a title, or only adds to one that exists."""
        return "name" in self.columns

    def missing(self, header: Iterable[str]) -> list[str]:
        """Return the columns that a file with this header lacks."""
        present = set(header)
        return [column for column in self.header if column not in present]

    def fits(self, header: Sequence[str]) -> bool:
        """Tell whether a file with this header is one: it lacks nothing and half of it is known.

        So a larger format that lost a column is not taken for a smaller one.
        """
        known = len(self.header) + len(self.optional)
        return not self.missing(header) and len(header) <= 2 * known

    def read(self, path: Path, chunk_rows: int = 5000) -> Iterator[Chunk]:
        """Yield the file's rows as canonical columns, ``chunk_rows`` rows of it at a time.

        Raises DatasetError, be it half way through the file.
        """
        parse = {name: parser.begin(path) for name, parser in self.columns.items()}
        for block in read_blocks(path, self.delimiter, chunk_rows):
            yield self._chunk(block, parse)

    def _chunk(self, block: Block, parse: Mapping[str, Callable[..., Any]]) -> Chunk:
        columns: dict[str, list[Any]] = {}
        refused: dict[int, Skipped] = {}
        failures: dict[str, list[Failure]] = {}
        for name, parser in self.columns.items():
            if not block.cells.keys() >= set(parser.cells):
                continue
            cells = [block.cells[cell] for cell in parser.cells]
            columns[name], failures[name] = _parse_column(parse[name], cells, len(block.lines))
            ruled_out = self._ruled_out(name, columns[name], failures[name], block.lines)
            refused = ruled_out | refused
        kept = [row for row in range(len(block.lines)) if row not in refused]
        return Chunk(
            lines=_pick(block.lines, kept, refused),
            columns={name: _pick(values, kept, refused) for name, values in columns.items()},
            skipped=sorted([*block.skipped, *refused.values()], key=lambda row: row.line),
            nulled=_count(failures, refused),
            encoding=block.encoding,
        )

    def _ruled_out(
        self, name: str, values: list[Any], failures: list[Failure], lines: list[int]
    ) -> dict[int, Skipped]:
        """Return the rows that this column rules out, and why."""
        rows: dict[int, Skipped] = {}
        if name in self.required:
            blank = (row for row, value in enumerate(values) if value is None)
            rows |= {row: Skipped(lines[row], f"{name} is blank") for row in blank}
        for failure in failures:
            if failure.breaks_row:
                rows[failure.row] = Skipped(lines[failure.row], failure.reason, failure.value)
            elif name in self.required:
                reason = f"{name} {failure.reason}"
                rows[failure.row] = Skipped(lines[failure.row], reason, failure.value)
        return rows


def _parse_column(
    parse: Callable[..., Any], cells: list[tuple[str, ...]], n_rows: int
) -> tuple[list[Any], list[Failure]]:
    """Return a value for each row, None where it failed, and the failures."""
    rows = zip(*cells, strict=True) if cells else [()] * n_rows
    values: list[Any] = []
    failures = []
    for row in rows:
        try:
            values.append(parse(*row))
        except (CellError, RowError) as error:
            failures.append(
                Failure(len(values), str(error), _excerpt(row), isinstance(error, RowError))
            )
            values.append(getattr(error, "instead", None))
    return values, failures


def _excerpt(cells: tuple[str, ...]) -> str:
    return " | ".join(cell[:80] for cell in cells)[:80]


def _pick(values: list[Any], kept: list[int], refused: Mapping[int, Skipped]) -> list[Any]:
    return [values[row] for row in kept] if refused else values


def _count(failures: Mapping[str, list[Failure]], refused: Mapping[int, Skipped]) -> dict[str, int]:
    """Return how often a value became None, by column and reason, in the rows that are kept."""
    return dict(
        Counter(
            f"{name} {failure.reason}"
            for name, found in failures.items()
            for failure in found
            if failure.row not in refused
        )
    )
