"""How alike titles are to each of several others, at once. [pure]"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recommendations.features import CODED, Ints
from recommendations.similarity import PRIOR_SHARE, TitleRows, Vector


def likeness(queries: Sequence[Vector], titles: TitleRows, rows: Ints) -> NDArray[np.float64]:
    """Return what ``similarity.scores`` says of ``rows``, without the prior: (queries, rows)."""
    if not queries:
        return np.zeros((0, len(rows)))
    columns = titles.columns
    codes = columns.profiles[columns.profile[rows]]
    inverse = columns.inverse_length[rows].astype(np.float64)
    cosines = _by_terms(queries, titles, rows)
    for column, family in enumerate(CODED):
        tables = np.stack([query.tables[family] for query in queries])
        cosines += tables[:, codes[:, column]] * inverse
    return (1 - PRIOR_SHARE) * cosines


def _by_terms(queries: Sequence[Vector], titles: TitleRows, rows: Ints) -> NDArray[np.float64]:
    """Return what the terms that each query shares with each row add up to."""
    positions, terms, weights = titles.vectors.postings_of(rows)
    asked = np.concatenate([query.terms for query in queries])
    order = np.argsort(asked, kind="stable")
    asked, worth = asked[order], np.concatenate([query.weights for query in queries])[order]
    owners = np.repeat(np.arange(len(queries)), [len(query.terms) for query in queries])[order]
    # Each term of a row meets all queries that have it.
    starts, stops = (np.searchsorted(asked, terms, side=side) for side in ("left", "right"))
    counts = stops - starts
    each = np.repeat(np.arange(len(terms)), counts)
    there = np.arange(len(each)) + np.repeat(stops - np.cumsum(counts), counts)
    places = owners[there] * len(rows) + positions[each]
    summed = np.bincount(places, worth[there] * weights[each], len(queries) * len(rows))
    return summed.astype(np.float64).reshape(len(queries), len(rows))
