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
#: Questions in each round; a peer takes up to a second for one.
ASKED_OF_PEERS = 4

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
    from bench import similar_queries as queries
    from recommendations.index import current_index
    from recommendations.live_index import live_index

    queries.forget_pages(home)
    times: Times = {"opening": queries.time_each(lambda _: current_index(), [0])}
    index = current_index()
    queries.forget_pages(home)
    ids = index.titles.title_ids
    rng = np.random.default_rng(options.seed)
    rows = rng.choice(len(ids), options.queries, replace=False).tolist()
    asks = {
        "plain": queries.plain(index),
        "everything": queries.with_everything(live_index(), ids),
        "recommended": queries.recommended(ids, steered=False),
        "recommended steered": queries.recommended(ids, steered=True),
    }
    times["cold"] = queries.time_each(asks["plain"], rows[:20])
    for ask in asks.values():
        queries.time_each(ask, rows[:20])
    peer_facts = ask_in_turns(index, asks, rows, options, times)
    times |= time_pages(ids[rows[:100]])
    exact = rows[: options.exact]
    return {
        **_facts_of_times(times),
        **peer_facts,
        "recall_at_10": queries.recall(
            [asks["plain"](row) for row in exact],
            [queries.dense_neighbours(index, row) for row in exact],
        ),
        "queries": len(rows),
        "rounds": options.rounds,
    }


def ask_in_turns(
    index: Any, asks: dict[str, Any], rows: list[int], options: argparse.Namespace, times: Times
) -> dict[str, Any]:
    """Ask the project and the peers in turns, into ``times``; return what the peers found.

    The recall of a dense index is against scikit-learn's answers, which are exact.
    """
    from bench import similar_peers as peers
    from bench import similar_queries as queries

    vectors = index.titles.rows.vectors
    finders = (
        {} if options.without_peers else peers.make_finders(vectors, len(index.terms), queries.N)
    )
    found: dict[str, list[list[int]]] = {}
    for part in np.array_split(rows, options.rounds):
        for name, ask in asks.items():
            times.setdefault(name, []).extend(queries.time_each(ask, part.tolist()))
        for name, finder in finders.items():
            taken, answers = peers.time_each(finder, part[:ASKED_OF_PEERS].tolist())
            times.setdefault(name, []).extend(taken)
            found.setdefault(name, []).extend(answers)
    exact = found.get("scikit-learn brute", [])
    return {
        "peers_ms": {name: float(np.median(times[name])) for name in finders},
        "peers_recall": {name: queries.recall(each, exact) for name, each in found.items()},
        "missing_peers": peers.missing_peers(),
    }


def time_pages(ids: Any) -> Times:
    """Return how long pages of titles take, with the index and as if there were none."""
    from django.test import override_settings

    from bench import similar_queries as queries

    ask, places = queries.title_page(ids), list(range(len(ids)))
    times: Times = {}
    for part in np.array_split(places, 5):
        for name, settings in (("page", {}), ("page without", {"INDEX_DIR": "none"})):
            with override_settings(**settings):
                ask(int(part[0]))  # opens the index anew
                times.setdefault(name, []).extend(queries.time_each(ask, part.tolist()))
    return times


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

    facts = {"p50_ms": p("plain", 50), "p99_ms": p("plain", 99)}
    for name in ("everything", "recommended", "recommended steered", "page", "page without"):
        key = name.replace(" ", "_")
        facts |= {f"{key}_p50_ms": p(name, 50), f"{key}_p99_ms": p(name, 99)}
    facts["everything_p99_over_plain_p50"] = facts["everything_p99_ms"] / facts["p50_ms"]
    facts["page_added_ms"] = facts["page_p50_ms"] - facts["page_without_p50_ms"]
    facts |= {"open_ms": p("opening", 50), "cold_first_ms": times["cold"][0]}
    facts |= {"cold_p50_ms": p("cold", 50)}
    if "scikit-learn brute" in times:
        facts["speedup_over_sklearn"] = p("scikit-learn brute", 50) / facts["p50_ms"]
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


LINES = {
    "": "project: the ten nearest",
    "everything_": "project: with sliders, filters, diversity, reasons",
    "recommended_": "project: as a page asks, with reasons and the database",
    "recommended_steered_": "project: as a page asks, with all that can be steered",
    "page_": "page of a title",
    "page_without_": "page of a title without an index",
}


def _print(facts: dict[str, Any]) -> None:
    ms = "{:,.2f}".format
    lines = [
        (what, *(ms(facts[f"{key}{p}_ms"]) for p in ("p50", "p99"))) for key, what in LINES.items()
    ]
    print_table(
        ("", "p50 ms", "p99 ms", "recall"),
        [(*line, "") for line in lines]
        + [
            (name, ms(taken), "", f"{facts['peers_recall'][name]:.3f}")
            for name, taken in facts["peers_ms"].items()
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
    if facts["missing_peers"]:
        print(f"not installed: {', '.join(facts['missing_peers'])}")
    print_facts({name: facts[name] for name in ("database", *machine(), "load_average")})
