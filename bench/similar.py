"""Build the similarity index of a made-up catalogue and ask it; beside scikit-learn and faiss.

Everything runs on one thread. Project and peers take turns in each round; their figures are of
all rounds together. How it is asked is in ``bench.similar_queries``.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.build_child import Built, build_in_child
from bench.child import load_in_child
from bench.make import make
from bench.report import load_average, machine, print_facts, print_json, print_table
from bench.scratch import default_server, scratch_database, server_version

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
#: Questions in each round; the peers take up to a second for one.
ASKED = {"scikit-learn brute": 2, "scipy product": 6}
ASKED_OF_OTHERS = 6

Times = dict[str, list[float]]


def main(arguments: Sequence[str]) -> int:
    """Measure what the command line asks for and print it."""
    options = _parser().parse_args(arguments)
    os.environ |= dict.fromkeys(THREADS, "1")
    load_at_start = load_average()
    with scratch_database(options.db, options.url) as folder:
        files = options.file or make("tmdb", folder, options.titles, options.words, options.seed)
        load_in_child(files)
        built = build_in_child()
        facts = _facts_of_build(built, folder / "index" / "similar")
        facts |= measure(options, folder / "index") | {
            "db": options.db,
            **machine(),
            "database": server_version(),
            "load_average": [load_at_start, load_average()],
        }
    _print(facts)
    if options.json:
        print_json(facts)
    return 0


def measure(options: argparse.Namespace, home: Path) -> dict[str, Any]:
    """Return how long questions take, and how right the answers are."""
    from bench import similar_peers as peers
    from bench import similar_queries as queries
    from recommendations.index import current_index

    queries.forget_pages(home)
    times: Times = {}
    rng = np.random.default_rng(options.seed)
    times["opening"] = queries.time_each(lambda _: current_index(), [0])
    index = current_index()
    queries.forget_pages(home)
    rows = rng.choice(len(index.titles.title_ids), options.queries, replace=False).tolist()
    plain, steered = queries.plain(index), queries.whole(index, steered=True)
    whole = queries.whole(index, steered=False)
    times["cold"] = queries.time_each(plain, rows[:20])
    queries.time_each(steered, rows[:20])
    finders = (
        {}
        if options.without_peers
        else peers.make_finders(index.titles.rows.vectors, len(index.terms), queries.N)
    )
    found: dict[str, list[list[int]]] = {}
    for part in np.array_split(rows, options.rounds):
        for name, ask in (("plain", plain), ("whole", whole), ("steered", steered)):
            times.setdefault(name, []).extend(queries.time_each(ask, part.tolist()))
        for name, finder in finders.items():
            few = part[: ASKED.get(name, ASKED_OF_OTHERS)].tolist()
            seconds, answers = peers.seconds_each(finder, few)
            times.setdefault(name, []).extend(1000 * each for each in seconds)
            found.setdefault(name, []).extend(answers)
    asked = {name: _asked(rows, options.rounds, name) for name in finders}
    return {
        **_facts_of_times(times),
        "missing_peers": peers.missing_peers(),
        "recall_at_10": queries.recall(
            [plain(row) for row in rows[: options.exact]],
            [queries.dense_neighbours(index, row) for row in rows[: options.exact]],
        ),
        **_recalls(index, found, asked),
        "queries": len(rows),
        "rounds": options.rounds,
    }


def _asked(rows: Sequence[int], rounds: int, name: str) -> list[int]:
    """Return the rows that a peer was asked about, in order."""
    parts = np.array_split(rows, rounds)
    return [row for part in parts for row in part[: ASKED.get(name, ASKED_OF_OTHERS)].tolist()]


def _recalls(
    index: Any, found: dict[str, list[list[int]]], asked: dict[str, list[int]]
) -> dict[str, float]:
    """Return how many of the nearest by shared terms each peer found, itself left out."""
    from bench import similar_queries as queries

    nearest = queries.cosines_only(index)
    recalls = {}
    for name, answers in found.items():
        true = [[each for each in nearest(row) if each != row] for row in asked[name]]
        without = [
            [each for each in answer if each != row]
            for answer, row in zip(answers, asked[name], strict=True)
        ]
        recalls[f"recall of {name}"] = queries.recall(without, [each[: queries.N] for each in true])
    return recalls


def _facts_of_build(built: Built, home: Path) -> dict[str, Any]:
    folder = max(path for path in home.iterdir() if path.is_dir())
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "titles": built.titles,
        "rows": built.rows,
        "terms": built.terms,
        "build_seconds": built.seconds,
        "build_titles_per_s": built.titles / built.seconds,
        "build_peak_rss_mb": built.peak_rss_mb,
        "index_mb": size / 1024**2,
    }


def _facts_of_times(times: Times) -> dict[str, Any]:
    def p(name: str, percent: float) -> float:
        return float(np.percentile(times[name], percent))

    facts: dict[str, Any] = {"p50_ms": p("plain", 50), "p99_ms": p("plain", 99)}
    facts |= {"open_ms": p("opening", 50), "cold_first_ms": times["cold"][0]}
    facts |= {"cold_p50_ms": p("cold", 50)}
    for name in ("whole", "steered"):
        facts |= {f"{name}_p50_ms": p(name, 50), f"{name}_p99_ms": p(name, 99)}
    facts["steered_p99_over_plain_p50"] = facts["steered_p99_ms"] / facts["p50_ms"]
    peers = [name for name in times if name not in ("opening", "cold", "plain", "whole", "steered")]
    facts["peers"] = {name: round(p(name, 50), 2) for name in peers}
    for name in peers:
        facts[f"speedup_over_{name.split()[0].replace('scikit-learn', 'sklearn')}"] = (
            p(name, 50) / facts["p50_ms"]
        )
    return facts


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench similar", description=__doc__)
    parser.add_argument("--titles", type=int, default=1_000_000)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--url", default=default_server(), help="the PostgreSQL server")
    parser.add_argument("--from", dest="words", type=Path, help="words: a file in TMDB's columns")
    parser.add_argument("--file", type=Path, action="append", help="load this instead")
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--exact", type=int, default=50, help="answers that are checked densely")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print JSON in the last line")
    return parser


def _print(facts: dict[str, Any]) -> None:
    ms = "{:,.2f}".format
    print_table(
        ("", "p50 ms", "p99 ms"),
        [
            ("project: the ten nearest", ms(facts["p50_ms"]), ms(facts["p99_ms"])),
            *(
                (f"project: {what}", ms(facts[f"{name}_p50_ms"]), ms(facts[f"{name}_p99_ms"]))
                for name, what in (
                    ("whole", "as a page asks, with reasons and database"),
                    ("steered", "the same with sliders, filters, diversity"),
                )
            ),
            *((name, ms(value), "") for name, value in facts["peers"].items()),
        ],
    )
    print(
        f"{facts['titles']:,} titles, of which {facts['rows']:,} say enough, with "
        f"{facts['terms']:,} terms: built in {facts['build_seconds']:.1f} s "
        f"({facts['build_titles_per_s']:,.0f} titles/s), most memory held "
        f"{facts['build_peak_rss_mb']:,.0f} MB, {facts['index_mb']:,.0f} MB on disk.\n"
        f"Opened and verified in {facts['open_ms']:,.0f} ms; the first question then took "
        f"{facts['cold_first_ms']:,.0f} ms, the first twenty {facts['cold_p50_ms']:,.1f} ms in the "
        f"median. Recall@10 against dense float64: {facts['recall_at_10']:.4f}."
    )
    for name, value in facts.items():
        if name.startswith("recall of"):
            print(f"{name}, of the nearest by shared terms alone: {value:.3f}")
    if facts["missing_peers"]:
        print(f"not installed: {', '.join(facts['missing_peers'])}")
    print_facts({name: facts[name] for name in ("database", *machine(), "load_average")})
