"""A dataset: how one file format maps to the canonical columns. [pure]"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from catalog.canonical import MAX_EXAMPLES, Chunk, Remark, Skipped
from catalog.datasets.columns import Failure, Parsed, Repair, parse_column
from catalog.datasets.parser import Parser
from catalog.datasets.reader import BLOCK_ROWS, Block, read_blocks
from catalog.datasets.records import Positions


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

    def read(self, path: Path, chunk_rows: int = BLOCK_ROWS) -> Iterator[Chunk]:
        """Yield the file's rows as canonical columns, ``chunk_rows`` rows of it at a time.

        Raises DatasetError, be it half way through the file.
        """
        parse = {name: parser.begin(path) for name, parser in self.columns.items()}
        for block in read_blocks(path, self.delimiter, chunk_rows):
            yield self._chunk(block, parse)

    def _chunk(self, block: Block, parse: Mapping[str, Callable[..., Any]]) -> Chunk:
        present = set(block.cells.columns)
        columns = {
            name: parse_column(
                name, parser, parse[name], block.cells.select(parser.cells).get_columns(),
                len(block.lines),
            )
            for name, parser in self.columns.items()
            if present.issuperset(parser.cells)
        }  # fmt: skip
        refused: dict[int, Skipped] = {}
        for name, column in columns.items():
            refused = self._ruled_out(name, column, block.lines) | refused
        chunk = Chunk(
            facts=_facts(block, columns),
            many={
                name: column.values
                for name, column in columns.items()
                if isinstance(column.values, pl.DataFrame)
            },
            skipped=sorted([*block.skipped, *refused.values()], key=lambda row: row.line),
            remarks=_remarks(columns, refused, block.lines),
            encoding=block.encoding,
            share=block.share,
        )
        return _without(chunk, refused) if refused else chunk

    def _ruled_out(self, name: str, column: Parsed, lines: Positions) -> dict[int, Skipped]:
        """Return the rows that this column rules out, and why."""
        rows: dict[int, Skipped] = {}
        if name in self.required:
            rows |= {
                row: Skipped(int(lines[row]), f"{name} is blank")
                for row in _blank(column.values, len(lines))
            }
        for failure in column.failures:
            line = int(lines[failure.row])
            if failure.breaks_row:
                rows[failure.row] = Skipped(line, failure.reason, failure.value)
            elif name in self.required:
                rows[failure.row] = Skipped(line, f"{name} {failure.reason}", failure.value)
        return rows


def _blank(values: pl.Series | pl.DataFrame, n_rows: int) -> list[int]:
    """Return the rows that have no value, or no entry."""
    if isinstance(values, pl.Series):
        return values.is_null().arg_true().to_list()
    return sorted(set(range(n_rows)).difference(values["row"].to_list()))


def _facts(block: Block, columns: Mapping[str, Parsed]) -> pl.DataFrame:
    singles = {
        name: column.values
        for name, column in columns.items()
        if isinstance(column.values, pl.Series)
    }
    return pl.DataFrame({"line": pl.Series(block.lines, dtype=pl.Int64), **singles})


def _without(chunk: Chunk, refused: Collection[int]) -> Chunk:
    kept = [row for row in range(len(chunk)) if row not in refused]
    return replace(
        chunk.take(kept), skipped=chunk.skipped, remarks=chunk.remarks, share=chunk.share
    )


def _remarks(
    columns: Mapping[str, Parsed], refused: Collection[int], lines: Positions
) -> list[Remark]:
    """Return what was taken for unknown, by column and reason, and what was repaired, by rule."""
    found: dict[tuple[str, bool], list[tuple[int, str]]] = {}
    for name, column in columns.items():
        told: list[tuple[str, bool, Failure | Repair]] = [
            (f"{name} {failure.reason}", False, failure) for failure in column.failures
        ]
        told += [(repair.rule, True, repair) for repair in column.repairs]
        for rule, is_repair, event in told:
            if event.row not in refused:
                place = (int(lines[event.row]), event.value)
                found.setdefault((rule, is_repair), []).append(place)
    return [
        Remark(rule, is_repair, len(places), tuple(sorted(places)[:MAX_EXAMPLES]))
        for (rule, is_repair), places in found.items()
    ]
