"""From raw columns to a canonical one: plain cells in bulk, the others by their parser. [pure]

A parser sees each different cell once, however many rows have it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import polars as pl

from catalog.canonical import COLUMNS, LONG, TYPES
from catalog.datasets.cleaning import repairs
from catalog.datasets.errors import CellError, RowError
from catalog.datasets.parser import Parser
from catalog.datasets.plain import CLEAN_OR_BLANK

Parse = Callable[..., Any]


@dataclass(frozen=True)
class Failure:
    """A value that made no sense: in which row of the block, and why."""

    row: int
    reason: str
    value: str
    breaks_row: bool


@dataclass(frozen=True)
class Repair:
    """A value that was put right: in which row of the block, by which rule."""

    row: int
    rule: str
    value: str


@dataclass(frozen=True)
class Parsed:
    """A canonical column of a block: a series, or a long frame for what has entries."""

    values: pl.Series | pl.DataFrame
    failures: list[Failure]
    repairs: list[Repair]


def parse_column(
    name: str, parser: Parser, parse: Parse, cells: Sequence[pl.Series], n_rows: int
) -> Parsed:
    """Return the column ``name`` of ``n_rows`` rows, read from ``cells``."""
    if not cells:
        return Parsed(_constant(name, parse(), n_rows), [], [])
    if parser.plain:
        settled, found = parser.plain(cells)
        if settled.all():
            return Parsed(found, [], [])
        odd = pl.Series("row", (~settled).arg_true(), pl.UInt32)
    else:
        odd, found = pl.int_range(n_rows, dtype=pl.UInt32, eager=True).alias("row"), None
    frame = pl.DataFrame([odd, *(cell[odd].alias(f"{i}") for i, cell in enumerate(cells))])
    outcomes = _Outcomes.of(frame, parse, parser.is_stateful)
    values = outcomes.long(name) if name in LONG else outcomes.series(name)
    if found is not None:
        values = _together(name, found, values, odd)
    return Parsed(values, list(outcomes.failures()), list(outcomes.repairs()))


def _constant(name: str, value: Any, n_rows: int) -> pl.Series:
    return pl.repeat(value, n_rows, dtype=TYPES[COLUMNS[name].type], eager=True)


def _together(name: str, found: Any, values: Any, odd: pl.Series) -> Any:
    """Return what was found in bulk and what the parser said, row by row."""
    if name in LONG:
        columns = ["row", *LONG[name]]
        both = pl.concat([found.select(columns), values.select(columns)])
        return both.sort("row", maintain_order=True)
    settled = (
        found.to_frame("value").with_row_index("row").join(odd.to_frame(), on="row", how="anti")
    )
    parsed = pl.DataFrame([odd, values.alias("value")])
    return pl.concat([settled, parsed]).sort("row")["value"]


@dataclass(frozen=True)
class _Outcomes:
    """What a parser says about different cells, and which rows have them.

    ``rows`` are (row, code): a row of the block has the cells ``cells[code]``, of which the parser
    says ``results[code]`` or ``errors[code]``.
    """

    rows: pl.DataFrame
    cells: pl.DataFrame
    results: list[Any]
    errors: Mapping[int, CellError | RowError]

    @classmethod
    def of(cls, frame: pl.DataFrame, parse: Parse, is_stateful: bool) -> Self:
        """Parse the cells of ``frame``, whose first column is the row."""
        names = frame.columns[1:]
        if is_stateful:
            cells = frame.select(names)
            rows = frame.select("row").with_row_index("code").select("row", "code")
        else:
            cells = frame.select(names).unique(maintain_order=True)
            joined = frame.join(cells.with_row_index("code"), on=names, maintain_order="left")
            rows = joined.select("row", "code")
        results: list[Any] = []
        errors: dict[int, CellError | RowError] = {}
        for place, row in enumerate(cells.iter_rows()):
            try:
                results.append(parse(*row))
            except (CellError, RowError) as error:
                errors[place] = error
                results.append(getattr(error, "instead", None))
        return cls(rows, cells, results, errors)

    def series(self, name: str) -> pl.Series:
        """Return a value for each row."""
        values = pl.Series("value", self.results, TYPES[COLUMNS[name].type], strict=True)
        return values.gather(self.rows["code"])

    def long(self, name: str) -> pl.DataFrame:
        """Return the entries of the rows, in order."""
        entries = [
            (code, *entry)
            for code, result in enumerate(self.results)
            if result
            for entry in _entries(result)
        ]
        schema = {"code": pl.UInt32(), **LONG[name]}
        found = pl.DataFrame(entries, schema=schema, orient="row")
        return self.rows.join(found, on="code", maintain_order="left_right").drop("code")

    def failures(self) -> Iterator[Failure]:
        """Yield what went wrong, for each row."""
        for row, code, cells in self._with_cells(self.errors):
            error = self.errors[code]
            yield Failure(row, str(error), _excerpt(cells), isinstance(error, RowError))

    def repairs(self) -> Iterator[Repair]:
        """Yield by which rules the texts of the rows were put right."""
        odd = self.cells.select(pl.any_horizontal(~pl.all().str.contains(CLEAN_OR_BLANK)))
        suspects = odd.to_series().arg_true()
        for row, _, cells in self._with_cells(set(suspects) - self.errors.keys()):
            for rule in dict.fromkeys(rule for cell in cells for rule in repairs(cell)):
                yield Repair(row, rule, _excerpt(cells))

    def _with_cells(self, codes: Iterable[int]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield (row, code, cells) of the rows that have one of ``codes``."""
        wanted = pl.Series("code", sorted(codes), pl.UInt32)
        cells = self.cells[wanted].insert_column(0, wanted)
        for row, code, *texts in self.rows.join(
            cells, on="code", maintain_order="left"
        ).iter_rows():
            yield row, code, tuple(texts)


def _entries(result: Any) -> Iterable[tuple[Any, ...]]:
    """Return the entries of one record as they stand in a long frame."""
    if isinstance(result, dict):
        return result.items()
    return ((value,) for value in result) if isinstance(result[0], str) else result


def _excerpt(cells: Sequence[str]) -> str:
    return " | ".join(cell[:80] for cell in cells)[:80]
