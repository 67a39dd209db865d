"""Find mistyped names among a made-up million; beside rapidfuzz, PostgreSQL, SQLite and difflib.

Names are drawn as people ask for them (weighted by votes, plus one) and each alike; with --names
also from files of real names, which join the others. In every round the project answers all that
was drawn by votes, and each peer some of it, the next ones in each round.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import Any

import numpy as np
from django.conf import settings

from bench.damage import KINDS, Damaged, draw_damaged
from bench.make import make
from bench.report import load_average, machine, print_facts, print_json, print_table
from bench.scratch import default_server, scratch_database
from bench.search_build import build_in_child
from bench.search_names import made_names, names_of_files, titles_of
from bench.search_peers import BEST, Peer, open_peers
from catalog.names import name_key
from catalog.search_index import NameIndex
from catalog.search_query import SearchQuery, spellings
from catalog.search_ranking import closest, rank

#: The names of the made-up file and those of the files that --names gives.
SOURCES = ("made", "given")


@dataclass(frozen=True)
class Catalogue:
    """The titles that are searched; ``names[id]`` is a title's name."""

    index: NameIndex
    names: list[str]
    votes: list[int]

    def found(self, typed: str) -> list[tuple[str, int]]:
        """Return (key, title) of the five titles that the project holds for the best."""
        query = SearchQuery.parse(typed)
        return [(name.key, name.id) for name in rank(query, closest(query, self.index))[:BEST]]

    def is_right(self, damaged: Damaged, key: str, title: int | None) -> bool:
        """Tell whether a find bears the name that was meant; namesakes are as good."""
        meant = spellings(self.names[damaged.place])
        return key in meant or (title is not None and name_key(self.names[title]) in meant)


@dataclass
class Answers:
    """How one searcher did: milliseconds, and at which place the right name was, 0 for nowhere.

    ``cpu_milliseconds`` are of processor time, which others at work on the machine hardly change.
    """

    milliseconds: list[float] = field(default_factory=list)
    cpu_milliseconds: list[float] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def top1(self) -> float:
        return float(np.mean([place == 1 for place in self.places]))

    @property
    def top5(self) -> float:
        return float(np.mean([place > 0 for place in self.places]))

    def percentiles(self) -> dict[str, float]:
        """Return the median and the 99th percentile of both times."""
        times = {"ms": self.milliseconds, "cpu_ms": self.cpu_milliseconds}
        return {
            f"p{share}_{unit}": float(np.percentile(found, share))
            for unit, found in times.items()
            for share in (50, 99)
        }


@dataclass
class Turns:
    """What a peer did over the rounds, and its time as a multiple of the project's in each."""

    peer: Peer
    answers: Answers = field(default_factory=Answers)
    ratios: list[float] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Measure what the command line asks for and print it."""
    options = _parser().parse_args(arguments)
    load_at_start = load_average()
    with scratch_database("sqlite", "") as folder:
        made = options.file or make("tmdb", folder, options.titles, options.words, options.seed)[0]
        frames = [made_names(made)]
        if options.names:
            frames.append(names_of_files(options.names, settings.DATASETS))
        titles = titles_of(*frames)
        built = build_in_child(titles, folder)
        catalogue = Catalogue(
            NameIndex.open(folder / "index"),
            titles["name"].to_list(),
            titles["popularity"].to_list(),
        )
        n_made = frames[0]["name"].count()
        with open_peers(_keys(catalogue), None if options.no_server else options.url) as peers:
            facts = measure(catalogue, n_made, peers, options)
    facts = {"titles": len(titles), **asdict(built), **facts, "seed": options.seed}
    facts |= {**machine(), "load_average": [load_at_start, load_average()]}
    _print(facts)
    if options.json:
        print_json(facts)
    return 0


def measure(
    catalogue: Catalogue, n_made: int, peers: Sequence[Peer], options: argparse.Namespace
) -> dict[str, Any]:
    """Run all rounds and return what was found."""
    samples = _samples(catalogue, n_made, options.queries, options.seed)
    quality = {name: _ask_project(catalogue, sample) for name, sample in samples.items()}
    asked = samples["made_by_votes"]
    project, turns = Answers(), [Turns(peer) for peer in peers]
    for number in range(options.rounds):
        answers = _ask_project(catalogue, asked)
        project.milliseconds += answers.milliseconds
        project.cpu_milliseconds += answers.cpu_milliseconds
        for turn in turns:
            _take_turn(turn, catalogue, asked, answers, number)
    facts: dict[str, Any] = {"queries": len(asked), "rounds": options.rounds}
    facts |= project.percentiles()
    facts |= {"top1": quality["made_by_votes"].top1, "top5": quality["made_by_votes"].top5}
    for name, answers in quality.items():
        facts[name] = _summary(answers, samples[name])
    for turn in turns:
        facts[turn.peer.name] = {
            "label": turn.peer.label,
            "queries": len(turn.answers.places),
            "top1": turn.answers.top1,
            "top5": turn.answers.top5,
            "p50_ms": median(turn.answers.milliseconds),
        }
        facts[f"speedup_over_{turn.peer.name}"] = median(turn.ratios)
    return facts


def _keys(catalogue: Catalogue) -> list[str]:
    return catalogue.index.keys(range(len(catalogue.index.ends) - 1))


def _samples(catalogue: Catalogue, n_made: int, n: int, seed: int) -> dict[str, list[Damaged]]:
    """Return damaged names of each source, drawn by votes and each alike."""
    samples = {}
    for source, first, stop in zip(
        SOURCES, (0, n_made), (n_made, len(catalogue.names)), strict=True
    ):
        names = catalogue.names[first:stop]
        weights = [votes + 1 for votes in catalogue.votes[first:stop]]
        for how, by in (("by_votes", weights), ("alike", None)) if names else ():
            drawn = draw_damaged(names, by, n, seed)
            samples[f"{source}_{how}"] = [one._replace(place=one.place + first) for one in drawn]
    return samples


def _ask_project(catalogue: Catalogue, sample: Sequence[Damaged]) -> Answers:
    answers = Answers()
    for damaged in sample:
        started, cpu_started = perf_counter(), thread_time()
        found = catalogue.found(damaged.typed)
        answers.milliseconds.append((perf_counter() - started) * 1e3)
        answers.cpu_milliseconds.append((thread_time() - cpu_started) * 1e3)
        answers.places.append(_place(catalogue, damaged, found))
    return answers


def _take_turn(
    turn: Turns, catalogue: Catalogue, asked: Sequence[Damaged], project: Answers, number: int
) -> None:
    """Ask the peer the next queries, and compare its time with the project's for the same."""
    n = turn.peer.per_round
    places = [place % len(asked) for place in range(number * n, (number + 1) * n)]
    seconds = []
    for damaged in (asked[place] for place in places):
        typed = name_key(damaged.typed)
        started = perf_counter()
        keys = turn.peer.ask(typed)
        seconds.append((perf_counter() - started) * 1e3)
        found = [(key, None) for key in keys]
        turn.answers.places.append(_place(catalogue, damaged, found))
    turn.answers.milliseconds += seconds
    turn.ratios.append(median(seconds) / median(project.milliseconds[place] for place in places))


def _place(catalogue: Catalogue, damaged: Damaged, found: Sequence[tuple[str, int | None]]) -> int:
    """Return at which place the name that was meant is, 0 for nowhere."""
    right = (catalogue.is_right(damaged, *one) for one in found)
    return next((place for place, is_right in enumerate(right, start=1) if is_right), 0)


def _summary(answers: Answers, sample: Sequence[Damaged]) -> dict[str, Any]:
    """Return the figures of a sample, and [top 1, top 5] for each kind of damage."""
    kinds: dict[str, list[float]] = {}
    for kind in KINDS:
        pairs = zip(sample, answers.places, strict=True)
        places = [place for damaged, place in pairs if damaged.kind == kind]
        if places:
            part = Answers(places=places)
            kinds[kind] = [round(part.top1, 3), round(part.top5, 3)]
    return {
        "queries": len(sample),
        "top1": answers.top1,
        "top5": answers.top5,
        **answers.percentiles(),
        "by_kind": kinds,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench search", description=__doc__)
    parser.add_argument("--titles", type=int, default=1_000_000)
    parser.add_argument("--from", dest="words", type=Path, help="words: a file in TMDB's columns")
    parser.add_argument("--file", type=Path, help="names of this file in TMDB's columns instead")
    parser.add_argument("--names", type=Path, action="append", help="a file of titles; repeatable")
    parser.add_argument("--queries", type=int, default=1_000, help="of each sample")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--url", default=default_server(), help="a PostgreSQL server for pg_trgm")
    parser.add_argument("--no-server", action="store_true", help="leave pg_trgm out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print JSON in the last line")
    return parser


def _print(facts: dict[str, Any]) -> None:
    samples = {name: facts[name] for name in facts if name.endswith(("_by_votes", "_alike"))}
    kinds = [kind for kind in KINDS if any(kind in one["by_kind"] for one in samples.values())]
    print_table(
        ("top 1 / top 5", *samples),
        [
            ("all", *(f"{one['top1']:.3f} / {one['top5']:.3f}" for one in samples.values())),
            *(
                (kind, *(_both(one["by_kind"].get(kind)) for one in samples.values()))
                for kind in kinds
            ),
        ],
    )
    print()
    peers = [name for name in facts if f"speedup_over_{name}" in facts]
    rows = [("project", facts["queries"], facts["top1"], facts["top5"], facts["p50_ms"], 1.0)]
    for name in peers:
        one = facts[name]
        numbers = (one["queries"], one["top1"], one["top5"], one["p50_ms"])
        rows.append((one["label"], *numbers, facts[f"speedup_over_{name}"]))
    print_table(
        ("made-up names, by votes", "queries", "top 1", "top 5", "p50 ms", "× project"),
        [
            (label, f"{n:,}", f"{top1:.3f}", f"{top5:.3f}", f"{ms:,.2f}", f"{ratio:,.1f}")
            for label, n, top1, top5, ms, ratio in rows
        ],
    )
    print(
        f"{facts['titles']:,} titles with {facts['names']:,} spellings, {facts['keys']:,} of them "
        f"different; index built in {facts['build_seconds']:.1f} s with at most "
        f"{facts['build_peak_rss_mb']:,.0f} MB, {facts['index_mb']:,.0f} MB on disk.\n"
        f"Project: p99 {facts['p99_ms']:.2f} ms; of processor time p50 {facts['p50_cpu_ms']:.2f}, "
        f"p99 {facts['p99_cpu_ms']:.2f} ms. {facts['rounds']} interleaved rounds; peers "
        f"answer as many queries as the table says, the next ones in each round."
    )
    print_facts({name: facts[name] for name in (*machine(), "load_average", "seed")})


def _both(pair: Sequence[float] | None) -> str:
    return f"{pair[0]:.3f} / {pair[1]:.3f}" if pair else ""
