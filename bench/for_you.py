"""Ask for a person's recommendations over 45,000 titles and 100,000 ratings, warm.

It loads the real files, builds the index and trains a model in a database of its own, then asks
for each of some people of the ratings file, all by one recommender after the other. Times are of
``recommend_for``: reading the taste, ranking, cards and reasons.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.build_child import build_in_child
from bench.child import load_in_child
from bench.report import load_average, machine, print_facts, print_json, print_table
from bench.scratch import default_server, scratch_database, server_version

DATA = Path(__file__).parents[2] / "shared" / "data"
MOVIES = Path("the_movies_dataset")
FILES = [
    MOVIES / name for name in ("movies_45k_reassembled.csv.gz", "links.csv.gz", "keywords.csv.gz")
]
RATINGS = Path("movielens") / "ml-latest-small"
#: What one asks for at once, and before anything is timed.
N, WARM = 20, 5
Asking = dict[str, Callable[[Any], Any]]


def main(arguments: Sequence[str]) -> int:
    """Measure what the command line asks for and print it."""
    options = _parser().parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"
    load_at_start = load_average()
    with scratch_database(options.db, options.url):
        load_in_child([options.data / file for file in FILES])
        prepare(options.data / RATINGS)
        facts = ask_everybody(options.people) | {
            "db": options.db,
            **machine(),
            "database": server_version(),
            "load_average": [load_at_start, load_average()],
        }
    _print(facts)
    if options.json:
        print_json(facts)
    return 0


def prepare(ratings: Path) -> None:
    """Load ratings, build the index and train the model."""
    from django.core.management import call_command

    call_command("load_ratings", str(ratings), verbosity=0)
    build_in_child()
    call_command("train_recommenders", verbosity=0)


def ask_everybody(people: int) -> dict[str, Any]:
    """Return the times of answers to the first ``people``, by recommender, in ms."""
    from catalog.models import Title
    from recommendations.models import Rating, Viewer
    from recommendations.personal import recommend_for, taste_of_viewer
    from recommendations.personal.recommend import new_titles_for

    viewers = list(Viewer.objects.order_by("pk")[:people])
    crime = {"genre": ["crime"]}
    asking: Asking = {
        "hybrid": lambda viewer: recommend_for(viewer, N),
        "hybrid, filtered": lambda viewer: recommend_for(viewer, N, filters=crime),
        "profile": lambda viewer: recommend_for(viewer, N, "profile"),
        "popular": lambda viewer: recommend_for(viewer, N, "popular"),
        "new titles": lambda viewer: new_titles_for(viewer, N),
        "taste alone": taste_of_viewer,
    }
    return {
        "titles": Title.objects.count(),
        "ratings": Rating.objects.count(),
        "people": len(viewers),
        "by": recommend_for(viewers[0], N).by,
        "ms": {name: times_of(ask, viewers) for name, ask in asking.items()},
    }


def times_of(ask: Callable[[Any], Any], viewers: Sequence[Any]) -> dict[str, float]:
    """Return percentiles of the wall clock, and of the processor, in ms."""
    for viewer in viewers[:WARM]:
        ask(viewer)
    wall, processor = [], []
    for viewer in viewers:
        started, busy = time.perf_counter(), time.process_time()
        ask(viewer)
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - busy)
    return {
        f"{name}p{percent}": float(np.percentile(times, percent) * 1000)
        for name, times in (("", wall), ("cpu_", processor))
        for percent in (50, 99)
    }


def _print(facts: dict[str, Any]) -> None:
    columns = ("p50", "p99", "cpu_p50", "cpu_p99")
    rows = [
        [name, *(f"{times[column]:.1f}" for column in columns)]
        for name, times in facts["ms"].items()
    ]
    print_table(["ms", "p50", "p99", "cpu p50", "cpu p99"], rows)
    print_facts({name: value for name, value in facts.items() if name != "ms"})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench for-you", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real data files")
    parser.add_argument("--people", type=int, default=300, help="people who are asked for")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--url", default=default_server(), help="PostgreSQL server for --db")
    parser.add_argument("--json", action="store_true", help="print one line of JSON at the end")
    return parser
