"""Ask every recommender and every peer about every candidate, and measure what they answer."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any

import django
import numpy as np

from catalog.index_store import IndexMissing
from catalog.inverted_index import top
from recommendations.evaluation.asking import Ranker, peers, recommenders
from recommendations.evaluation.candidates import Candidates, Ints
from recommendations.evaluation.measuring import LONG, SHORT, Answers, compare, measure, of_truths
from recommendations.evaluation.reading import read_candidates, read_source, source_names
from recommendations.evaluation.truth import Source


class NothingToEvaluate(Exception):  # noqa: N818 - a state of the data, not a mistake
    """There are no ratings from which anything could follow; says so in one sentence."""


def read_sources(names: Sequence[str] = ()) -> list[Source]:
    """Return the sources of ratings with these names, or all of them. Raises NothingToEvaluate."""
    known = source_names()
    if unknown := set(names) - set(known):
        there = f"There are: {', '.join(known)}." if known else "There are none."
        raise NothingToEvaluate(f"There are no ratings of {', '.join(sorted(unknown))}. {there}")
    sources = [source for name in names or known if (source := read_source(name))]
    if not sources:
        raise NothingToEvaluate(
            "There are no ratings to compare with, or too few of titles that the catalogue tells "
            "something about: load_catalog, then load_ratings."
        )
    return sources


def all_candidates(sources: Iterable[Source]) -> Candidates:
    """Return the candidates of all sources together."""
    return read_candidates(reduce(np.union1d, [source.title_ids for source in sources]))


def choose_queries(source: Source, most: int | None) -> Ints:
    """Return the positions of the titles that are asked about: all, or ``most`` evenly spread."""
    n = len(source.title_ids)
    if most is None or most >= n:
        return np.arange(n)
    return np.unique(np.linspace(0, n - 1, most).astype(np.int64))


def ask(
    ranker: Ranker, source: Source, queries: Ints, on_progress: Callable[[int], object]
) -> Answers:
    """Return the LONG best candidates for each query; ties by id, the query itself left out."""
    lists = np.full((len(queries), LONG), -1, np.int64)
    for place, query in enumerate(queries):
        scores = ranker.scores(int(source.title_ids[query]), source.title_ids)
        best, _ = top(np.asarray(scores), LONG, [int(query)])
        lists[place, : len(best)] = best
        on_progress(1)
    return Answers(source, queries, lists)


def evaluate(
    sources: Sequence[Source],
    half: str,
    most_queries: int | None = None,
    on_progress: Callable[[int, int], object] = lambda done, total: None,
) -> dict[str, Any]:
    """Return all figures of all recommenders and peers as plain values, best first.

    ``on_progress`` is called for each list, with 1 and the number of lists. Raises IndexMissing
    if no recommender is ready, and NothingToEvaluate if there is no query in ``half``.
    """
    candidates = all_candidates(sources)
    queries = [choose_queries(source, most_queries) for source in sources]
    facts = [_facts(*each, half, candidates) for each in zip(sources, queries, strict=True)]
    if not all(each["queries"] for each in facts):
        raise NothingToEvaluate("Too few titles are asked about: there are none in this half.")
    known_peers, not_run = peers(candidates)
    rankers = recommenders(LONG) | known_peers
    total = len(rankers) * sum(map(len, queries))
    rows: list[dict[str, Any]] = []
    gains = {}
    for name, ranker in rankers.items():
        asked = zip(sources, queries, strict=True)
        try:
            answers = [ask(ranker, *each, lambda n: on_progress(n, total)) for each in asked]
        except IndexMissing as error:
            not_run[name] = str(error)
            if not (rankers.keys() - known_peers.keys()) - not_run.keys():
                raise
            continue
        figures, gains[name] = measure(answers, candidates, half)
        rows.append({"recommender": name, "is_peer": name in known_peers} | figures)
    compared = compare(gains, list(known_peers))
    rows = [row | compared[row["recommender"]] for row in rows]
    rows.sort(key=lambda row: -row[f"ndcg_{SHORT}"])
    about = {"half": half, "sources": facts, "not_run": not_run, "versions": _versions()}
    return about | {"recommenders": rows}


def _facts(source: Source, queries: Ints, half: str, candidates: Candidates) -> dict[str, Any]:
    """Return what the figures of a source rest on."""
    return {
        "source": source.name,
        "people": source.people,
        "ratings": source.ratings,
        "candidates": len(source.title_ids),
        "left_out": source.left_out,
        "queries": int(source.in_half(half)[queries].sum()),
        **of_truths(source, candidates),
    }


def _versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "django": django.get_version(),
    }
