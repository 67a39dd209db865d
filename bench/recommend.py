"""Recommend to people: how good beside usual ways, what training costs, how long a list takes.

Without ``--movielens`` catalogue and ratings are made up: then cost and times mean something, how
good the lists are does not.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from bench.build_child import build_in_child
from bench.child import load_in_child
from bench.make import make
from bench.report import load_average, machine, print_facts, print_json, print_table
from bench.resampled import Columns, invented, resampled
from bench.scratch import default_server, scratch_database, server_version
from bench.train_child import Trained, train_in_child

#: People and ratings of each where ratings are made up.
PEOPLE, EACH = 600, 150
#: How long a list is.
N = 20
#: What made-up people are called.
SOURCE = "bench"
#: Ratings that are put into the database at a time.
ROWS_AT_ONCE = 100_000


def main(arguments: Sequence[str]) -> int:
    """Measure what the command line asks for and print it."""
    options = _parser().parse_args(arguments)
    load_at_start = load_average()
    with scratch_database(options.db, options.url) as folder:
        load_in_child(options.catalogue or make("tmdb", folder, options.titles, None, options.seed))
        build_in_child()
        facts: dict[str, Any] = {
            "quality": _quality([] if options.without_peers else options.movielens)
        }
        source = _source(options)
        for n in options.ratings:
            _store(resampled(source, n, options.seed))
            trained = train_in_child()
            facts[f"training_{n}"] = asdict(trained)
            facts[f"serving_{n}"] = _serving(options.people, options.rounds)
        facts |= {
            "db": options.db,
            **machine(),
            "database": server_version(),
            "load_average": [load_at_start, load_average()],
        }
    _print(facts, options.ratings)
    if options.json:
        print_json(facts)
    return 0


def _quality(folders: Sequence[Path]) -> dict[str, Any]:
    """Return nDCG by temporal split of the hybrid, and its ratios, by source."""
    from recommendations.evaluation.personal.reading import read_file
    from recommendations.evaluation.personal.run import evaluate
    from recommendations.evaluation.personal.splits import TEMPORAL

    grounds = [ground for folder in folders if (ground := read_file(folder))]
    rows = evaluate(grounds, [TEMPORAL])["rows"]
    return {
        row["source"]: {
            "hybrid_ndcg_10": row["ndcg_10"],
            "over_popularity": row["over_baseline"],
            "over_best_peer": row["over_rival"],
            "best_peer": row["rival"],
            "peers_ndcg_10": {
                each["recommender"]: each["ndcg_10"]
                for each in rows
                if each["source"] == row["source"] and each["is_peer"]
            },
        }
        for row in rows
        if row["recommender"] == "hybrid"
    }


def _source(options: argparse.Namespace) -> Columns:
    """Return ratings of titles of the catalogue."""
    from catalog.models import Title
    from recommendations.evaluation.personal.reading import read_file

    if not options.movielens:
        titles = np.array(Title.objects.recommendable().order_by("pk").values_list("pk", flat=True))
        return invented(PEOPLE, titles[: options.rated], EACH, options.seed)
    ground = read_file(options.movielens[0])
    if ground is None:
        raise SystemExit(f"{options.movielens[0]} has too few ratings")
    history = ground.history
    known = ground.is_known[history.items]
    return (
        history.people[known].astype(np.int64),
        ground.title_ids[history.items[known]].astype(np.int64),
        history.values[known].astype(np.int64),
    )


def _store(ratings: Columns) -> None:
    """Put ratings into the database, instead of those that were there."""
    from django.db import transaction

    from catalog.bulk import IdPool, insert_frame
    from recommendations.models import Rating, Viewer

    people, titles, values = ratings
    with transaction.atomic():
        Rating.objects.all().delete()
        Viewer.objects.all().delete()
        pool = IdPool()
        numbers = np.unique(people)
        ids = pool.take(Viewer, len(numbers))
        same = {"source": SOURCE, "gender": "", "occupation": ""}
        made = pl.DataFrame({"id": ids, "source_id": ids.cast(pl.String)})
        insert_frame(Viewer, made.with_columns(**{key: pl.lit(text) for key, text in same.items()}))
        viewer_ids = ids.to_numpy()[np.searchsorted(numbers, people)]
        rated = pl.DataFrame({"viewer_id": viewer_ids, "title_id": titles, "value": values})
        for some in rated.iter_slices(ROWS_AT_ONCE):
            insert_frame(Rating, some.with_columns(id=pool.take(Rating, len(some))))


def _serving(n_people: int, rounds: int) -> dict[str, float]:
    """Return how many milliseconds ``recommend_for`` takes, reading what the person rated."""
    from recommendations.models import Viewer
    from recommendations.personal.recommend import recommend_for

    viewers = list(Viewer.objects.order_by("pk"))
    drawn = np.random.default_rng(0).permutation(len(viewers))[:n_people]
    asked = [viewers[place] for place in drawn.tolist()]
    for viewer in asked[:20]:  # opens the files, and fills what is kept
        recommend_for(viewer, N)
    times, answered = [], 0
    for _ in range(rounds):
        for viewer in asked:
            started = perf_counter()
            found = recommend_for(viewer, N)
            times.append((perf_counter() - started) * 1000)
            answered += found.by == "hybrid"
    p50, p99 = np.percentile(times, [50, 99])
    return {
        "p50_ms": float(p50),
        "p99_ms": float(p99),
        "lists": len(times),
        "by_the_model": answered / len(times),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench recommend", description=__doc__)
    parser.add_argument("--titles", type=int, default=45_000)
    parser.add_argument("--catalogue", type=Path, action="append", help="a file of titles instead")
    parser.add_argument(
        "--movielens", type=Path, action="append", default=[], help="a folder of ratings"
    )
    parser.add_argument("--ratings", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rated", type=int, default=9_000, help="titles that made-up people rate")
    parser.add_argument("--people", type=int, default=200, help="people who are recommended to")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-peers", action="store_true", help="cost and times only")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--url", default=default_server(), help="the PostgreSQL server")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print JSON in the last line")
    return parser


def _print(facts: dict[str, Any], sizes: Sequence[int]) -> None:
    for source, found in facts["quality"].items():
        print(
            f"{source}: nDCG@10 {found['hybrid_ndcg_10']:.4f}, {found['over_popularity']:.2f} × "
            f"popularity, {found['over_best_peer']:.2f} × {found['best_peer']}, the best peer."
        )
    rows = []
    for n in sizes:
        trained, served = Trained(**facts[f"training_{n}"]), facts[f"serving_{n}"]
        numbers = (trained.cpu_seconds, trained.peak_rss_mb, served["p50_ms"], served["p99_ms"])
        rows.append((f"{trained.ratings:,}", *(f"{number:,.1f}" for number in numbers)))
    print_table(("ratings", "CPU s", "peak MB", "list p50 ms", "p99 ms"), rows)
    print_facts({name: facts[name] for name in ("database", *machine(), "load_average")})
