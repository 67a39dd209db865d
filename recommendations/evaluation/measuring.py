"""What lists of recommendations are worth, and how they compare. [pure]"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from recommendations.evaluation import metrics
from recommendations.evaluation.candidates import Bools, Candidates, Floats, Ints
from recommendations.evaluation.truth import Source

#: Lengths of the lists that are judged by their order, and by what is among them.
SHORT, LONG = 10, 20


@dataclass(frozen=True, eq=False)
class Answers:
    """What was recommended for titles of one source.

    ``lists`` has a row of LONG for each of ``queries``; both are positions in the source.
    """

    source: Source
    queries: Ints
    lists: Ints

    def hits(self, truth: str, judged: Bools) -> tuple[Bools, Ints]:
        """Return what is relevant in the lists, and how much is at all, of ``judged`` queries."""
        relevant = self.source.relevant[truth][self.queries[judged]]
        return metrics.hits(self.lists[judged], relevant), relevant.sum(axis=1)


def measure(
    answers: Sequence[Answers], candidates: Candidates, half: str
) -> tuple[dict[str, Any], dict[str, Floats]]:
    """Return the figures of one ranker, and by truth the nDCG of each judged query.

    nDCG and recall are of the queries in ``half``; coverage, diversity, bias and novelty are of
    the lists of all queries, for they do not depend on what is relevant.
    """
    gains: dict[str, Floats] = {}
    recalls = []
    of_lists: dict[str, list[float]] = {}
    for each in answers:
        judged = each.source.in_half(half)[each.queries]
        for truth in each.source.relevant:
            found, n_relevant = each.hits(truth, judged)
            gains[f"{each.source.name} {truth}"] = metrics.ndcg(found[:, :SHORT], n_relevant)
            recalls.append(metrics.mean(metrics.recall(found, n_relevant)))
        for name, figure in _of_lists(each, candidates).items():
            of_lists.setdefault(name, []).append(figure)
    by_truth = {truth: metrics.mean(values) for truth, values in gains.items()}
    figures: dict[str, Any] = {
        f"ndcg_{SHORT}": float(np.mean(list(by_truth.values()))),
        f"ndcg_{SHORT}_by_truth": by_truth,
        f"recall_{LONG}": float(np.mean(recalls)),
        **{name: float(np.mean(values)) for name, values in of_lists.items()},
    }
    return figures, gains


def compare(
    gains: Mapping[str, Mapping[str, Floats]], peer_names: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Return by ranker the interval of its nDCG, and its ratios to the best peer of each truth.

    ``gains`` has by ranker and truth the nDCG of each query. Queries are drawn anew, the same
    ones for every ranker, so that the ratios are paired. A ratio to 0 is None.
    """
    names = list(gains)
    truths = list(gains[names[0]])
    means, drawn, best = {}, {}, {}
    for truth in truths:
        columns = np.stack([gains[name][truth] for name in names], axis=1)
        means[truth] = np.array([metrics.mean(column) for column in columns.T])
        drawn[truth] = metrics.resampled_means(columns)
        places = [names.index(name) for name in peer_names]
        best[truth] = max(places, key=lambda place: means[truth][place])
    return {
        name: _compared(place, means, drawn, best) | {"best_peers": _names(best, names)}
        for place, name in enumerate(names)
    }


def of_truths(source: Source, candidates: Candidates) -> dict[str, float]:
    """Return bias and diversity of what the same people like: lists without them would be wrong."""
    genres = candidates.genres[candidates.rows_of(source.title_ids)]
    biases, diversities = [], []
    for relevant in source.relevant.values():
        lists = np.full((len(relevant), LONG), -1, np.int64)
        for place, row in enumerate(relevant):
            liked = np.flatnonzero(row)[:LONG]
            lists[place, : len(liked)] = liked
        biases.append(metrics.popularity_bias(lists, source.shares))
        diversities.append(metrics.diversity(lists, genres))
    return {
        "liked_popularity_bias": float(np.mean(biases)),
        "liked_diversity": float(np.mean(diversities)),
    }


def _compared(
    place: int,
    means: Mapping[str, Floats],
    drawn: Mapping[str, Floats],
    best: Mapping[str, int],
) -> dict[str, Any]:
    """Return the comparison of the ranker at ``place`` with the best peer at ``best[truth]``."""
    low, high = metrics.interval(np.mean([each[:, place] for each in drawn.values()], axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = {truth: means[truth][place] / means[truth][best[truth]] for truth in best}
        paired = {truth: drawn[truth][:, place] / drawn[truth][:, best[truth]] for truth in best}
    lows = {truth: metrics.interval(each)[0] for truth, each in paired.items()}
    return {
        f"ndcg_{SHORT}_low": low,
        f"ndcg_{SHORT}_high": high,
        "ratio": _finite(np.mean(list(ratios.values()))),
        "ratio_low": _finite(metrics.interval(np.mean(list(paired.values()), axis=0))[0]),
        "ratio_by_truth": {truth: _finite(each) for truth, each in ratios.items()},
        "ratio_low_by_truth": {truth: _finite(each) for truth, each in lows.items()},
    }


def _names(best: Mapping[str, int], names: Sequence[str]) -> dict[str, str]:
    return {truth: names[place] for truth, place in best.items()}


def _finite(number: float) -> float | None:
    """Return a number that JSON knows."""
    return float(number) if np.isfinite(number) else None


def _of_lists(answers: Answers, candidates: Candidates) -> dict[str, float]:
    """Return what can be said of lists without knowing what is relevant."""
    source, short = answers.source, answers.lists[:, :SHORT]
    rows = candidates.rows_of(source.title_ids)
    return {
        f"coverage_{SHORT}": metrics.coverage(short, len(source.title_ids)),
        f"diversity_{SHORT}": metrics.diversity(short, candidates.genres[rows]),
        "popularity_bias": metrics.popularity_bias(short, source.shares),
        "novelty_bits": metrics.novelty(short, source.shares),
    }
