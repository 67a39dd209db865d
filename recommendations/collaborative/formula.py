"""The one formula that ranks titles for a person, and which titles a person likes. [pure]

With n liked titles j, a title i scores

    Σ w(j) together(j, i)  +  a(n) Σ w(j) alike(j, i) / √(n + 1)  +  b(n) ln(1 + likes(i)),

*w* being more for what was rated lately, 1 in the mean, *together* what is learned from ratings
(``ease``), *alike* the similarity of what is told about titles (``content``), *likes* how many
people like i. The more is known of a person, the more content counts and the less popularity; the
constants are the same for all data (docs/taste.md). Each term belongs to one liked title or to
popularity, so the shown parts sum to the score.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

#: Whoever gives so much (1-10: four stars), or no less than its own mean, likes a title.
LIKED = 8.0
#: How much content counts at most, and the liked titles at which it counts half as much.
ALIKE, HALF_KNOWN = 0.8, 10.0
#: How much popularity counts, up to so many liked titles; beyond, less with their square.
POPULAR, FEW = 0.08, 10
#: How fast liked titles lose weight: the last one counts twice as much as that 100 before.
FADING = 0.15


def likes_from(mean: float) -> float:
    """Return the rating from which on a person with this mean likes what it rates."""
    return min(LIKED, mean)


def liked_of(rated: Mapping[int, float]) -> NDArray[np.int64]:
    """Return the titles that a person likes, in the order of ``rated``: title -> rating (1-10)."""
    if not rated:
        return np.zeros(0, np.int64)
    least = likes_from(sum(rated.values()) / len(rated))
    return np.array([title for title, value in rated.items() if value >= least], np.int64)


def recency(n_liked: int) -> NDArray[np.float64]:
    """Return how much each of so many liked titles counts, the newest first; 1 in the mean."""
    weights = np.arange(1, n_liked + 1, dtype=np.float64) ** -FADING
    return np.asarray(weights * n_liked / weights.sum() if n_liked else weights)


def content_share(n_liked: int) -> float:
    """Return what one unit of similarity adds, if so many titles are liked."""
    return ALIKE * n_liked / (n_liked + HALF_KNOWN) / float(np.sqrt(n_liked + 1))


def popularity_share(n_liked: int) -> float:
    """Return what ln(1 + likes) is multiplied by, if so many titles are liked."""
    return POPULAR * min(1.0, FEW / max(n_liked, 1)) ** 2
