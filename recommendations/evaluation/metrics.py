"""Figures about lists of recommendations: arrays in, numbers out. [pure]

*Lists* have shape (n_queries, n): positions of candidates, best first, -1 where a list is shorter.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

#: How many times queries are drawn anew for an interval, and the seed of the draws.
RESAMPLES, SEED = 1000, 0
#: A 95 % interval leaves out as much at either end.
TAILS = (2.5, 97.5)


def hits(lists: Ints, relevant: Bools) -> Bools:
    """Tell for each place of each list whether a relevant candidate stands there.

    ``relevant`` has shape (n_queries, n_candidates).
    """
    found = np.take_along_axis(relevant, np.maximum(lists, 0), axis=1)
    return found & (lists >= 0)


def ndcg(found: Bools, n_relevant: Ints) -> Floats:
    """Return the normalised discounted cumulative gain of each list, with gains of 0 and 1.

    The gain at place k, from 1, is divided by log2(k + 1); the sum by that of a list which begins
    with min(n, n_relevant) relevant ones. NaN for queries to which nothing is relevant.
    """
    discounts = 1 / np.log2(np.arange(2, found.shape[1] + 2))
    ideal = np.concatenate([[np.nan], np.cumsum(discounts)])
    gained: Floats = found @ discounts / ideal[np.minimum(n_relevant, found.shape[1])]
    return gained


def recall(found: Bools, n_relevant: Ints) -> Floats:
    """Return which share of what is relevant to a query is in its list; NaN if nothing is."""
    share: Floats = found.sum(axis=1) / np.where(n_relevant, n_relevant, np.nan)
    return share


def coverage(lists: Ints, n_candidates: int) -> float:
    """Return which share of the candidates stands in at least one list."""
    return len(np.unique(lists[lists >= 0])) / n_candidates


def mean(values: Floats) -> float:
    """Return the mean of those values that are numbers; 0 if none is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0


def diversity(lists: Ints, genres: Bools) -> float:
    """Return how different the genres within a list are, from 0 (all the same) to 1.

    1 - Jaccard similarity, mean over the pairs of a list, then over the lists with two and more.
    ``genres`` has shape (n_candidates, n_genres); two titles without any have none in common.
    """
    unlike = [_unlike(genres[row[row >= 0]]) for row in lists if (row >= 0).sum() > 1]
    return mean(np.array(unlike))


def _unlike(genres: Bools) -> float:
    counts = genres.astype(np.float64)
    common = counts @ counts.T
    sizes = counts.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - common
    pairs = np.triu_indices(len(genres), k=1)
    return float(np.mean(1 - common[pairs] / np.maximum(either[pairs], 1)))


def percentiles(popularity: Floats) -> Floats:
    """Return for each candidate the share that is less popular, equals counting half."""
    ordered = np.sort(popularity)
    below = np.searchsorted(ordered, popularity, "left")
    up_to = np.searchsorted(ordered, popularity, "right")
    return (below + up_to) / (2 * len(popularity))


def popularity_bias(lists: Ints, popularity: Floats) -> float:
    """Return how much more popular the recommended are than candidates at large, -0.5 to 0.5.

    The mean percentile of what is recommended, less 0.5: drawn at random it is 0.
    """
    return mean(percentiles(popularity)[lists[lists >= 0]] - 0.5)


def novelty(lists: Ints, shares: Floats) -> float:
    """Return the mean surprise of what is recommended, in bits: -log2 of its share of people."""
    return mean(-np.log2(shares[lists[lists >= 0]]))


def resampled_means(values: Floats) -> Floats:
    """Return the means of columns over queries that are drawn with replacement, RESAMPLES times.

    ``values`` has shape (n_queries, k), the result (RESAMPLES, k). Every column sees the same
    draws, so ratios of columns are paired. NaN counts as absent.
    """
    n_queries = len(values)
    drawn = np.random.default_rng(SEED).integers(0, n_queries, (RESAMPLES, n_queries))
    times = np.zeros((RESAMPLES, n_queries))
    np.add.at(times, (np.arange(RESAMPLES)[:, None], drawn), 1)
    present = ~np.isnan(values)
    means: Floats = (times @ np.nan_to_num(values)) / np.maximum(times @ present, 1)
    return means


def interval(samples: Floats) -> tuple[float, float]:
    """Return the bounds between which 95 % of ``samples`` lie."""
    low, high = np.percentile(samples, TAILS)
    return float(low), float(high)
