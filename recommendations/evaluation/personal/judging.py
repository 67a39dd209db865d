"""What rankings are worth, by ratings that were kept back. [pure]"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from recommendations.collaborative.formula import DISLIKED
from recommendations.evaluation import metrics
from recommendations.evaluation.personal.history import Bools, Floats, Ints
from recommendations.evaluation.personal.rankers import NEVER, Ranker
from recommendations.evaluation.personal.splits import Split

#: The length of the lists.
TOP = 10
#: People for whom scores of all items are held at a time.
AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class Judged:
    """The lists of some people, and how good each is: arrays with an entry for each of them."""

    lists: Ints
    ndcg: Floats
    recall: Floats
    reciprocal_rank: Floats
    #: How many of the list the person went on to rate, and to rate with two stars or less.
    rated: Ints
    disliked: Ints

    @classmethod
    def joined(cls, parts: Sequence[Judged]) -> Judged:
        columns = (
            np.concatenate([getattr(each, field.name) for each in parts]) for field in fields(cls)
        )
        return cls(*columns)


def judge(ranker: Ranker, split: Split) -> Judged:
    """Ask for the TOP of everybody who is judged; what they have seen is left out for all."""
    parts = [
        _judge(ranker, split, split.judged[first : first + AT_ONCE])
        for first in range(0, len(split.judged), AT_ONCE)
    ]
    return Judged.joined(parts)


def _judge(ranker: Ranker, split: Split, people: Ints) -> Judged:
    scores = np.array(ranker.scores(split.known, people), np.float64)
    scores[:, ~split.candidates] = NEVER
    seen = split.known.seen[people].tocoo()
    scores[seen.row, seen.col] = NEVER
    relevant = split.hidden.relevant[people].toarray() > 0
    lists = best(scores, TOP)
    found = metrics.hits(lists, relevant)
    n_relevant = relevant.sum(axis=1)
    given = split.hidden.seen[people].toarray()
    return Judged(
        lists,
        metrics.ndcg(found, n_relevant),
        metrics.recall(found, n_relevant),
        reciprocal_ranks(scores, relevant),
        metrics.hits(lists, given > 0).sum(axis=1),
        metrics.hits(lists, (given > 0) & (given <= DISLIKED)).sum(axis=1),
    )


def best(scores: Floats, n: int) -> Ints:
    """Return in each row the ``n`` highest columns, best first, ties by column; -1 for NEVER.

    ``scores`` has shape (n_rows, n_columns).
    """
    n = min(n, scores.shape[1])
    least = -np.partition(-scores, n - 1, axis=1)[:, n - 1 : n]
    lists = np.full((len(scores), n), -1, np.int64)
    for row, (mine, bound) in enumerate(zip(scores, least, strict=True)):
        among = np.flatnonzero((mine >= bound) & (mine > NEVER))
        order = among[np.argsort(-mine[among], kind="stable")][:n]
        lists[row, : len(order)] = order
    return lists


def reciprocal_ranks(scores: Floats, relevant: Bools) -> Floats:
    """Return 1 / the place of the first relevant item of each row; 0 if it has none.

    In the list of all items, so that whoever comes eleventh counts as well.
    """
    first = np.where(relevant, scores, NEVER).max(axis=1, keepdims=True)
    place = np.argmax(np.where(relevant, scores, NEVER), axis=1)
    columns = np.tile(np.arange(scores.shape[1]), (len(scores), 1))
    before = columns < place.reshape(-1, 1)
    rank = 1 + ((scores > first) | ((scores == first) & before)).sum(axis=1)
    ranks: Floats = np.where(first[:, 0] > NEVER, 1 / rank, 0.0)
    return ranks


def describe(judged: Judged, split: Split, genres: Bools | None) -> dict[str, float | None]:
    """Return the figures of one ranker, as plain values.

    ``disliked_10`` is the share of two stars and less among what people were recommended and went
    on to rate; None if that is nothing. Novelty is by the share of people whose ratings were learnt
    from; of a title that nobody of them rated, as if one half of a person had.
    """
    people = max(len(np.unique(split.train.people)), 1)
    shares = np.maximum(split.train.raters, 0.5) / people
    n_rated = int(judged.rated.sum())
    known = judged.lists if genres is None else _with_genres(judged.lists, genres)
    return {
        f"ndcg_{TOP}": metrics.mean(judged.ndcg),
        f"recall_{TOP}": metrics.mean(judged.recall),
        "mrr": metrics.mean(judged.reciprocal_rank),
        f"disliked_{TOP}": float(judged.disliked.sum() / n_rated) if n_rated else None,
        f"coverage_{TOP}": metrics.coverage(judged.lists, int(split.candidates.sum())),
        "novelty_bits": metrics.novelty(judged.lists, shares),
        f"diversity_{TOP}": None if genres is None else metrics.diversity(known, genres),
    }


def _with_genres(lists: Ints, genres: Bools) -> Ints:
    """Return the lists without titles of which no genre is known: those are like nothing."""
    known: Bools = np.asarray(genres.any(axis=1))
    kept: Ints = np.where((lists >= 0) & known[np.maximum(lists, 0)], lists, -1)
    return kept


def compare(
    gains: Mapping[str, Floats], rivals: Sequence[str], baseline: str
) -> dict[str, dict[str, Any]]:
    """Return by name the interval of nDCG, and its ratios to the baseline and the best rival.

    ``gains`` has by name the nDCG of each person. The same people are drawn anew for everybody,
    so that ratios are paired. A ratio to 0 is None.
    """
    names = list(gains)
    columns = np.stack([gains[name] for name in names], axis=1)
    means, drawn = columns.mean(axis=0), metrics.resampled_means(columns)
    places = {name: place for place, name in enumerate(names)}
    there = [name for name in rivals if name in places]
    rival = max(there, key=lambda name: means[places[name]], default=None)
    against = {"baseline": baseline if baseline in places else None, "rival": rival}
    compared = {}
    for name, place in places.items():
        low, high = metrics.interval(drawn[:, place])
        figures: dict[str, Any] = {f"ndcg_{TOP}_low": low, f"ndcg_{TOP}_high": high}
        for key, other in against.items():
            theirs = None if other is None else places[other]
            figures |= _ratio(key, means, drawn, place, theirs)
        compared[name] = figures | against
    return compared


def _ratio(
    key: str, means: Floats, drawn: Floats, place: int, theirs: int | None
) -> dict[str, float | None]:
    """Return the ratio of two nDCG, and the lower bound of its interval; None if unknown."""
    if theirs is None:
        return {f"over_{key}": None, f"over_{key}_low": None}
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, paired = means[place] / means[theirs], drawn[:, place] / drawn[:, theirs]
    low = metrics.interval(paired)[0] if np.isfinite(paired).all() else np.nan
    return {f"over_{key}": finite(ratio), f"over_{key}_low": finite(low)}


def finite(number: Any) -> float | None:
    """Return a number that JSON knows."""
    return float(number) if np.isfinite(number) else None
