"""How alike titles are to each of several others, at once. [pure]"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recommendations.features import CODED, Ints
from recommendations.similarity import PRIOR_SHARE, TitleRows, Vector


def likeness(queries: Sequence[Vector], titles: TitleRows, rows: Ints) -> NDArray[np.float64]:
    """Return what ``similarity.scores`` says of ``rows``, without the prior: (queries, rows)."""
    positions, terms, weights = titles.vectors.postings_of(rows)
    columns = titles.columns
    codes = columns.profiles[columns.profile[rows]]
    inverse = columns.inverse_length[rows].astype(np.float64)
    cosines = np.zeros((len(queries), len(rows)))
    for place, query in enumerate(queries):
        if len(query.terms):
            here = np.minimum(np.searchsorted(query.terms, terms), len(query.terms) - 1)
            shared = query.terms[here] == terms
            products = query.weights[here[shared]] * weights[shared]
            cosines[place] = np.bincount(positions[shared], products, len(rows))
        for column, family in enumerate(CODED):
            cosines[place] += query.tables[family][codes[:, column]] * inverse
    return (1 - PRIOR_SHARE) * cosines
