"""Search in plots, beside PostgreSQL's full-text search and SQLite's FTS5.

Loads a made-up catalogue into a database of its own, indexes it, and asks every engine for the
same words: pairs, each out of one overview, and the commonest words one by one. The project's time
is that of ``search_texts``, with what it asks the database, and it returns up to 1,000 titles; the
others return ten.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from django.apps import apps
from django.conf import settings

from bench.child import load_in_child
from bench.make import make
from bench.report import load_average, machine, print_facts, print_json, print_table
from bench.scratch import default_server, scratch_database, server_version
from bench.text_build import build_in_child
from bench.text_peers import Fts5, Search, count_tsvectors, make_tsvectors, search_tsvectors

#: Shorter words are often joining words, of which each engine has a list of its own.
SHORTEST = 5


def main(arguments: Sequence[str]) -> int:
    """Build all indexes, ask all engines, print how long it took."""
    options = _parser().parse_args(arguments)
    load_at_start = load_average()
    with scratch_database(options.db, options.url) as folder:
        loaded = load_in_child(make("tmdb", folder, options.titles, options.words, options.seed))
        built = build_in_child()
        index = Path(settings.INDEX_DIR) / "texts"
        fts5 = Fts5(folder)
        made = fts5.make() | (make_tsvectors() if options.db == "postgresql" else {})
        queries: dict[str, Sequence[Sequence[str]]] = {
            "pairs": pairs_of_words(options.queries, options.seed),
            "common": common_words(options.queries),
        }
        times = ask(engines(options.db, fts5), queries, options.rounds)
        facts = {
            "titles": loaded.created,
            **built,
            "build_titles_per_s": built["indexed_titles"] / built["build_seconds"],
            "index_mb": sum(file.stat().st_size for file in index.rglob("*")) / 1e6,
            **made,
            **times,
            "queries": {kind: len(words) for kind, words in queries.items()},
            "rounds": options.rounds,
            "db": options.db,
            **machine(),
            "database": server_version(),
            "load_average": [load_at_start, load_average()],
        }
        fts5.close()
    _print(facts)
    if options.json:
        print_json(facts)
    return 0


def engines(db: str, fts5: Fts5) -> dict[str, Search]:
    """Return what is measured, by name."""
    from catalog.text_search import search_texts

    peers: dict[str, Search] = {"fts5": fts5.search}
    if db == "postgresql":
        peers |= {"ts_rank": search_tsvectors, "ts_count": count_tsvectors}
    return {"project": lambda words: search_texts(" ".join(words))} | peers


def pairs_of_words(n: int, seed: int) -> list[tuple[str, str]]:
    """Return ``n`` pairs of different words, each out of one overview."""
    from catalog.words import stems

    titles = apps.get_model("catalog", "Title")._default_manager.exclude(overview="")
    ids = list(titles.order_by("pk").values_list("pk", flat=True))
    rng = np.random.default_rng(seed)
    pairs: list[tuple[str, str]] = []
    for pk in rng.permutation(ids).tolist():
        words = dict(stems(titles.get(pk=pk).overview))
        known = sorted(word for word in words.values() if len(word) >= SHORTEST)
        if len(known) >= 2:
            first, second = rng.choice(known, 2, replace=False).tolist()
            pairs.append((first, second))
        if len(pairs) == n:
            break
    return pairs


def common_words(n: int) -> list[tuple[str]]:
    """Return the ``n`` words, each of another stem, that occur in most of 10,000 overviews."""
    from catalog.words import stems

    titles = apps.get_model("catalog", "Title")._default_manager.exclude(overview="")
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for overview in titles.order_by("pk").values_list("overview", flat=True)[:10_000]:
        said = {stem: word for stem, word in stems(overview) if len(word) >= SHORTEST}
        counts.update(said.keys())
        words |= said
    return [(words[stem],) for stem, _ in counts.most_common(n)]


def ask(
    engines: Mapping[str, Search], queries: Mapping[str, Sequence[Sequence[str]]], rounds: int
) -> dict[str, float]:
    """Return p50 and p99 of each engine, for each kind of queries, as medians over rounds.

    In each round the engines take turns.
    """
    percentiles: dict[str, list[Any]] = {}
    for kind, name in [*product(queries, engines)] * (rounds + 1):
        times = []
        for words in queries[kind]:
            started = perf_counter()
            engines[name](words)
            times.append((perf_counter() - started) * 1e3)
        percentiles.setdefault(f"{name}_{kind}", []).append(np.percentile(times, (50, 99)))
    return {
        f"{what}_{percentile}_ms": median(float(found[place]) for found in rounds_of[1:])
        for what, rounds_of in percentiles.items()  # the first round opens files
        for place, percentile in enumerate(("p50", "p99"))
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench texts", description=__doc__)
    parser.add_argument("--titles", type=int, default=100_000)
    parser.add_argument("--from", dest="words", type=Path, help="a file in TMDB's 24 columns")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--url", default=default_server(), help="the PostgreSQL server")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print JSON in the last line")
    return parser


def _print(facts: dict[str, Any]) -> None:
    names = {
        "project": "project",
        "fts5": "SQLite FTS5, bm25",
        "ts_rank": "PostgreSQL, ts_rank",
        "ts_count": "PostgreSQL, count only",
    }
    figures = [f"{kind}_{each}_ms" for kind in ("pairs", "common") for each in ("p50", "p99")]
    print_table(
        ("", "two words: p50 ms", "p99 ms", "a common word: p50 ms", "p99 ms"),
        [
            (label, *(f"{facts[f'{name}_{figure}']:.2f}" for figure in figures))
            for name, label in names.items()
            if f"{name}_{figures[0]}" in facts
        ],
    )
    print(
        f"{facts['indexed_titles']:,} of {facts['titles']:,} titles indexed in "
        f"{facts['build_seconds']:.1f} s, with at most {facts['build_peak_rss_mb']:,.0f} MB; "
        f"{facts['index_mb']:,.0f} MB on disk."
    )
    made = ("ts_seconds", "ts_mb", "ts_gin_mb", "fts5_seconds", "fts5_mb")
    print_facts({name: round(facts[name], 1) for name in made if name in facts})
    print_facts({name: facts[name] for name in ("database", *machine(), "load_average")})
