"""Update the ratings of a catalogue of 45,000 movies from a file of IMDb's 819,206 ratings.

Most rows are about titles that the catalogue does not have, as in IMDb's own file: they are kept
until their titles come.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.child import Loaded, load_in_child
from bench.make import make
from bench.report import load_average, machine, print_facts, print_json, print_table
from bench.scratch import default_server, scratch_database, server_version

N_RATINGS = 819_206


def main(arguments: Sequence[str]) -> int:
    """Load the catalogue, then the ratings twice, and print how long the ratings took."""
    options = _parser().parse_args(arguments)
    load_at_start = load_average()
    with scratch_database(options.db, options.url) as folder:
        catalogue = options.catalogue or make("credits", folder, options.titles, None, options.seed)
        ratings = options.source or _made(folder, catalogue[0], options)
        titles = load_in_child(catalogue[:1])
        update, again = load_in_child([ratings]), load_in_child([ratings])
        facts = {
            **_facts(titles, update, again),
            "db": options.db,
            **machine(),
            "database": server_version(),
            "load_average": [load_at_start, load_average()],
        }
    _print(facts)
    if options.json:
        print_json(facts)
    return 0


def make_ratings(path: Path, imdb_ids: pl.Series, n_rows: int, seed: int = 0) -> None:
    """Write ``n_rows`` ratings in the shape of title.ratings.tsv, nine in ten of ``imdb_ids``.

    The others are of ids that are not among them.
    """
    rng = np.random.default_rng(seed)
    known = imdb_ids.filter(pl.Series(rng.random(len(imdb_ids)) < 0.9)).head(n_rows)
    numbers = rng.permutation(np.arange(10_000_000, 10_000_000 + n_rows - len(known)))
    ids = pl.concat([known, "tt" + pl.Series(numbers).cast(pl.String)])
    ratings = pl.DataFrame(
        {
            "tconst": ids,
            "averageRating": rng.normal(6.9, 1.4, n_rows).clip(1, 10).round(1),
            "numVotes": rng.lognormal(3.5, 1.8, n_rows).astype(np.int64) + 5,
        }
    )
    ratings.sort("tconst").write_csv(path, separator="\t")


def _made(folder: Path, catalogue: Path, options: argparse.Namespace) -> Path:
    ids = pl.read_csv(catalogue, columns=["imdb_id"], infer_schema=False)["imdb_id"]
    path = folder / "title.ratings.tsv"
    make_ratings(path, ids.drop_nulls().unique(maintain_order=True), options.rows, options.seed)
    return path


def _facts(titles: Loaded, update: Loaded, again: Loaded) -> dict[str, Any]:
    return {
        "titles": titles.created,
        "rows": update.rows_read,
        "seconds": update.seconds,
        "rows_per_s": update.rows_read / update.seconds,
        "peak_rss_mb": update.peak_rss_mb,
        "changed": update.changed,
        "unchanged": update.unchanged,
        "skipped": update.skipped,
        "again_seconds": again.seconds,
        "again_changed": again.changed,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench ratings-update", description=__doc__)
    parser.add_argument("--titles", type=int, default=45_000)
    parser.add_argument("--rows", type=int, default=N_RATINGS)
    parser.add_argument("--catalogue", type=Path, action="append", help="a file of titles instead")
    parser.add_argument("--from", dest="source", type=Path, help="a title.ratings.tsv instead")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--url", default=default_server(), help="the PostgreSQL server")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print JSON in the last line")
    return parser


def _print(facts: dict[str, Any]) -> None:
    print_table(
        ("", "seconds", "rows/s"),
        [
            (what, f"{seconds:,.2f}", f"{facts['rows'] / seconds:,.0f}")
            for what, seconds in (
                ("ratings over the catalogue", facts["seconds"]),
                ("the same again", facts["again_seconds"]),
            )
        ],
    )
    print(
        f"{facts['rows']:,} ratings over {facts['titles']:,} titles: {facts['changed']:,} changed, "
        f"{facts['skipped']:,} of no known title; again: {facts['again_changed']:,} changed. "
        f"Most memory held: {facts['peak_rss_mb']:,.0f} MB."
    )
    print_facts({name: facts[name] for name in ("database", *machine(), "load_average")})
