"""Load a made-up catalogue, and beside it: raw writing, Django's bulk_create, pandas' to_sql.

Every round runs all four on the same empty database; figures are medians over the rounds. What
the floor is stands in ``bench.floor``, what the peers are given in ``bench.peers``.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.child import Loaded, load_in_child
from bench.floor import ReadyMade, keep_rows, write_floor
from bench.make import make
from bench.peers import Slice, bulk_create_seconds, read_slice, to_sql_seconds
from bench.report import load_average, machine, print_facts, print_json, print_table
from bench.scratch import (
    count_rows,
    default_server,
    empty_database,
    scratch_database,
    server_version,
)

#: Of so large files a round takes minutes; then one must do, and the output says so.
LARGE_BYTES = 100_000_000


@dataclass(frozen=True)
class FirstLoad:
    """The load that the others are measured by, the same files once more, and what it wrote."""

    loaded: Loaded
    refresh: Loaded
    rows: dict[str, int]
    ready: ReadyMade
    piece: Slice

    @property
    def n_rows(self) -> int:
        return sum(self.rows.values())


@dataclass
class Seconds:
    """The seconds of each round; those of the peers are for their slice."""

    project: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    bulk_create: list[float] = field(default_factory=list)
    to_sql: list[float] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Measure what the command line asks for and print it."""
    options = _parser().parse_args(arguments)
    load_at_start = load_average()
    with scratch_database(options.db, options.url) as folder:
        files = options.file or make(
            options.shape, folder, options.titles, options.words, options.seed
        )
        is_large = sum(file.stat().st_size for file in files if file.exists()) > LARGE_BYTES
        n_rounds = options.rounds or (1 if is_large else 3)
        first, seconds = measure(files, folder, n_rounds, options.slice)
        facts = facts_of(first, seconds) | {
            "db": options.db,
            **machine(),
            "database": server_version(),
            "load_average": [load_at_start, load_average()],
        }
    _print(facts)
    if options.json:
        print_json(facts)
    return 0


def measure(
    files: Sequence[Path], folder: Path, n_rounds: int, n_slice: int
) -> tuple[FirstLoad, Seconds]:
    """Run all rounds. Raises SystemExit if the loader fails or the floor wrote something else."""
    first, seconds = None, Seconds()
    for _ in range(n_rounds):
        empty_database()
        loaded = load_in_child(files)
        seconds.project.append(loaded.seconds)
        first = first or _rest_of_first(loaded, files, folder, n_slice)
        empty_database()
        seconds.floor.append(write_floor(first.ready))
        if count_rows() != first.ready.counts:
            raise SystemExit("the floor wrote other rows than the loader")
        empty_database()
        seconds.bulk_create.append(bulk_create_seconds(first.piece))
        seconds.to_sql.append(to_sql_seconds(first.piece, folder))
    assert first is not None  # noqa: S101  # there is at least one round
    return first, seconds


def _rest_of_first(loaded: Loaded, files: Sequence[Path], folder: Path, n_slice: int) -> FirstLoad:
    rows = count_rows()
    refresh = load_in_child(files)
    return FirstLoad(loaded, refresh, rows, keep_rows(folder), read_slice(n_slice))


def facts_of(first: FirstLoad, seconds: Seconds) -> dict[str, Any]:
    """Return what was found: medians, and how many times as long the others take.

    The peers' seconds are scaled from the rows of the slice to all rows.
    """
    project, floor = median(seconds.project), median(seconds.floor)
    scale = first.n_rows / first.piece.n_rows
    bulk_create, to_sql = median(seconds.bulk_create) * scale, median(seconds.to_sql) * scale
    return {
        "titles": first.loaded.rows_read,
        "rows": first.n_rows,
        "seconds": project,
        "cpu_seconds": first.loaded.cpu_seconds,
        "titles_per_s": first.loaded.rows_read / project,
        "rows_per_s": first.n_rows / project,
        "peak_rss_mb": first.loaded.peak_rss_mb,
        "children_peak_rss_mb": first.loaded.children_peak_rss_mb,
        "created": first.loaded.created,
        "changed": first.loaded.changed,
        "skipped": first.loaded.skipped,
        "refresh_seconds": first.refresh.seconds,
        "refresh_created": first.refresh.created,
        "refresh_changed": first.refresh.changed,
        "floor_seconds": floor,
        "bulk_create_seconds": bulk_create,
        "to_sql_seconds": to_sql,
        "over_floor": floor / project,
        "over_bulk_create": bulk_create / project,
        "over_to_sql": to_sql / project,
        "rounds": len(seconds.project),
        "slice_titles": first.piece.n_titles,
        "slice_rows": first.piece.n_rows,
        "rows_of_tables": first.rows,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench load", description=__doc__)
    parser.add_argument("--titles", type=int, help="default: all that the published file has")
    parser.add_argument("--shape", choices=("tmdb", "credits"), default="tmdb")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--url", default=default_server(), help="the PostgreSQL server")
    parser.add_argument("--rounds", type=int, help="default: 1 for large files, else 3")
    parser.add_argument("--slice", type=int, default=20_000, help="titles that the peers write")
    parser.add_argument("--from", dest="words", type=Path, help="words: a file in TMDB's columns")
    parser.add_argument("--file", type=Path, action="append", help="load this; may be repeated")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print JSON in the last line")
    return parser


def _print(facts: dict[str, Any]) -> None:
    def row(what: str, seconds: float) -> tuple[str, ...]:
        per_second = facts["rows"] / seconds
        return (what, f"{seconds:,.2f}", f"{per_second:,.0f}", f"{seconds / facts['seconds']:.2f}")

    print_table(
        ("", "seconds", "rows/s", "× project"),
        [
            row("project: load_files", facts["seconds"]),
            row("project: the same again", facts["refresh_seconds"]),
            row("floor: ready-made rows", facts["floor_seconds"]),
            row("Django bulk_create, scaled", facts["bulk_create_seconds"]),
            row("pandas to_sql, scaled", facts["to_sql_seconds"]),
        ],
    )
    print(
        f"{facts['titles']:,} rows of files became {facts['rows']:,} rows in "
        f"{len(facts['rows_of_tables'])} tables; {facts['created']:,} titles created, "
        f"{facts['skipped']:,} rows skipped; again: {facts['refresh_created']:,} created, "
        f"{facts['refresh_changed']:,} changed.\n"
        f"rows/s counts rows of tables; the project reads {facts['titles_per_s']:,.0f} titles/s.\n"
        f"{facts['rounds']} interleaved rounds, medians. bulk_create and to_sql wrote the "
        f"{facts['slice_rows']:,} rows of {facts['slice_titles']:,} titles, which they were given "
        f"ready-made;\ntheir seconds are scaled to {facts['rows']:,} rows. Most memory held by the "
        f"loader: {facts['peak_rss_mb']:,.0f} MB"
        f" (its children: {facts['children_peak_rss_mb']:,.0f} MB)."
    )
    print_facts({name: facts[name] for name in ("database", *machine(), "load_average")})
