"""How much likelier a title is liked by those who like another. [pure]

With c(j, i) people who like both of two titles, c(j) who like the one, and a share p(i) of all
people who like the other,

    lift(j, i) = ln [(c(j, i) + m p(i)) / (c(j) + m) / p(i)],

the logarithm of lift (Brin et al. 1997, "Dynamic itemset counting") drawn to 0 by m people who are
like all others. ln p(i) and the lifts of some liked titles add up to naive Bayes. Among titles that
few like lifts are chance, and none of those would come first anyway: only the most liked have any.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recommendations.collaborative.products import ROWS_AT_ONCE

Ints = NDArray[np.integer[Any]]

#: People like all others that are added to those who like a title.
ALIKE_ALL = 50.0
#: The most liked titles, which are raised or lowered.
MOST_LIKED = 1_000


def most_liked(likes: Ints) -> NDArray[np.int64]:
    """Return the positions of the MOST_LIKED titles, rising; of as many likes the first."""
    order = np.argsort(-np.asarray(likes, np.int64), kind="stable")
    return np.sort(order[:MOST_LIKED]).astype(np.int64)


def lifts(likes: sp.csr_array, popular: Ints) -> NDArray[np.float16]:
    """Return in row j what liking column j does to each of ``popular``; itself: 0.

    ``likes`` has 1 where a person (row) likes a title (column). The shape is (columns, popular).
    """
    counts = np.asarray(likes.sum(axis=0), np.float32)
    shares = np.maximum(counts[popular], 0.5) / max(likes.shape[0], 1)
    across, theirs = likes.T.tocsr(), likes[:, popular]
    found = np.empty((likes.shape[1], len(popular)), np.float16)
    for first in range(0, len(found), ROWS_AT_ONCE):
        rows = slice(first, first + ROWS_AT_ONCE)
        both = (across[rows] @ theirs).toarray() + ALIKE_ALL * shares
        found[rows] = np.log(both / ((counts[rows, None] + ALIKE_ALL) * shares))
    found[popular, np.arange(len(popular))] = 0
    return found
