"""Parse cells that Python's repr wrote, beside ast.literal_eval: as a column, and one by one.

The column is read as the loader reads it: from cells of cast and crew to credits. They must be
the credits that literal_eval's objects give. One by one, the objects must be identical, types and
order of keys as well, and what one refuses the other must refuse: damaged cells are tried, too.
Seconds are of processor time, so that whatever else the machine does is not measured.
"""

import argparse
import ast
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, cast

import polars as pl

from bench.make import make
from bench.report import load_average, machine, print_facts, print_json, print_table
from catalog.datasets.columns import parse_column
from catalog.datasets.credits import cast_and_crew
from catalog.datasets.errors import RowError
from catalog.datasets.lists import python_list
from catalog.datasets.reader import read_blocks
from catalog.datasets.tmd_credits import DATASET

COLUMNS = ("cast", "crew")
#: Cells that are also tried with a piece cut out or something else put in.
N_DAMAGED = 200


def main(arguments: Sequence[str]) -> int:
    """Compare the two and print how fast they are. Raises SystemExit if they differ."""
    options = _parser().parse_args(arguments)
    load_at_start = load_average()
    with TemporaryDirectory(prefix="movierec-bench-") as folder:
        path = options.source or make("credits", Path(folder), options.titles, seed=options.seed)[1]
        rows = list(islice(rows_of(path), options.cells // 2))
    cells = [cell for row in rows for cell in row if cell not in ("", "[]")]
    if not cells:
        raise SystemExit(f"{path} has no cells to parse")
    n_refused = refuse_differences(cells + list(damaged(cells[:N_DAMAGED])))
    refuse_other_credits(rows)
    column, project, peer = _seconds(rows, cells, options.rounds)
    megabytes = sum(len(cell.encode()) for cell in cells) / 1e6
    facts = {
        "cells": len(cells),
        "megabytes": megabytes,
        "damaged_cells_refused": n_refused,
        "identical": True,
        "seconds": column,
        "one_by_one_seconds": project,
        "literal_eval_seconds": peer,
        "mb_per_s": megabytes / column,
        "one_by_one_mb_per_s": megabytes / project,
        "literal_eval_mb_per_s": megabytes / peer,
        "over_literal_eval": peer / column,
        "one_by_one_over_literal_eval": peer / project,
        "rounds": options.rounds,
        **machine(),
        "load_average": [load_at_start, load_average()],
    }
    _print(facts)
    if options.json:
        print_json(facts)
    return 0


def rows_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the cells of cast and crew, row by row."""
    for block in read_blocks(path):
        yield from block.cells.select(COLUMNS).iter_rows()


def refuse_other_credits(rows: Sequence[tuple[str, str]]) -> None:
    """Compare the credits read as a column with those that literal_eval's objects give.

    Raises SystemExit if they differ.
    """
    one_by_one = cast_and_crew(ast.literal_eval, *COLUMNS).begin(Path())
    expected = [tuple(credit) for row in rows for credit in one_by_one(*row)]
    if read_column(rows).drop("row").rows() != expected:
        raise SystemExit("the column does not give the credits that literal_eval gives")


def read_column(rows: Sequence[tuple[str, str]]) -> pl.DataFrame:
    """Return the credits of these rows, as the loader reads them."""
    cells = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    return _read_frame(cells)


def _read_frame(cells: pl.DataFrame) -> pl.DataFrame:
    parser = DATASET.columns["credits"]
    parse = parser.begin(Path())
    parsed = parse_column("credits", parser, parse, cells.get_columns(), cells.height)
    return cast(pl.DataFrame, parsed.values)


def damaged(cells: Sequence[str]) -> Iterator[str]:
    """Yield ``cells`` as they must not be taken for whole: cut, doubled, with code in them."""
    for cell in cells:
        half = len(cell) // 2
        yield cell[:half]
        yield cell[:half] + cell[half + 1 :]
        yield cell[:half] + "'" + cell[half:]
        yield cell.replace(": ", ": f", 1)
        yield cell.replace("{", "{{", 1)
        yield cell.replace("None", "null", 1)


def refuse_differences(cells: Sequence[str], parse: Callable[[str], Any] = python_list) -> int:
    """Compare ``parse`` with literal_eval on every cell; return how many cells both refuse.

    Raises SystemExit at the first difference.
    """
    refused = 0
    for cell in cells:
        expected, got = _outcome(ast.literal_eval, cell), _outcome(parse, cell)
        # Of what is no list, the project makes nothing.
        if not isinstance(expected, list):
            expected = None
        if not identical(expected, got):
            raise SystemExit(f"not as literal_eval has it: {cell[:200]!r}")
        refused += expected is None
    return refused


def identical(a: Any, b: Any) -> bool:
    """Return whether two objects are the same, in types and order of keys as well."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return identical(list(a.items()), list(b.items()))
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(identical, a, b))
    return repr(a) == repr(b) if isinstance(a, float) else bool(a == b)


def _outcome(parse: Callable[[str], Any], cell: str) -> Any:
    try:
        return parse(cell)
    except (RowError, ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _seconds(
    rows: Sequence[tuple[str, str]], cells: Sequence[str], n_rounds: int
) -> tuple[float, float, float]:
    """Return the medians of the seconds for all cells, over interleaved rounds."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    ways: list[Callable[[], Any]] = [
        lambda: _read_frame(frame),
        lambda: [python_list(cell) for cell in cells],
        lambda: [ast.literal_eval(cell) for cell in cells],
    ]
    taken: list[list[float]] = [[] for _ in ways]
    for number in range(n_rounds):
        # Who comes later finds memory as the others have left it, so they take turns.
        for step in range(len(ways)):
            place = (number + step) % len(ways)
            started = process_time()
            ways[place]()
            taken[place].append(process_time() - started)
    column, one_by_one, peer = map(median, taken)
    return column, one_by_one, peer


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench literals", description=__doc__)
    parser.add_argument("--titles", type=int, default=2_000, help="made-up movies with credits")
    parser.add_argument("--from", dest="source", type=Path, help="a credits.csv, read instead")
    parser.add_argument("--cells", type=int, default=4_000, help="at most so many")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print JSON in the last line")
    return parser


def _print(facts: dict[str, Any]) -> None:
    def row(what: str, prefix: str) -> tuple[str, ...]:
        seconds, speed = facts[f"{prefix}seconds"], facts[f"{prefix}mb_per_s"]
        return (what, f"{seconds:.3f}", f"{speed:.1f}", f"{seconds / facts['seconds']:.2f}")

    print_table(
        ("", "CPU seconds", "MB/s", "× project"),
        [
            row("project: the column", ""),
            row("project: one by one", "one_by_one_"),
            row("ast.literal_eval", "literal_eval_"),
        ],
    )
    print(
        f"{facts['cells']:,} cells of {facts['megabytes']:.1f} MB, identical objects; both refuse "
        f"the same {facts['damaged_cells_refused']:,} damaged cells. "
        f"{facts['rounds']} interleaved rounds, medians."
    )
    print_facts({name: facts[name] for name in (*machine(), "load_average")})
