"""The one formula that ranks titles for a person, and which titles a person likes. [pure]

With n liked titles j and some disliked ones d, a title i scores

    u(n) Σ w(j) together(j, i)  +  a(n) [Σ w(j) alike(j, i)  -  2 Σ w(d) alike(d, i)]
        +  b(n) [ln(1 + likes(i))  +  c(n) Σ w(j) lift(j, i)],

*w* being more for what was rated lately, 1 in the mean of each sum, *together* what is learned from
all likes at once (``ease``), *alike* the similarity of what is told about titles (``content``),
*likes* how many people like i, and *lift* how much likelier that is among those who like j
(``lift``). Of who
has just come the last two say most; the more is known, the more counts what is learned from all
likes. The constants are the same for all data (docs/taste.md). Each term belongs to one title
of the person or to popularity, so the shown parts sum to the score.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Whoever gives so much (1-10: four stars), or no less than its own mean, likes a title.
LIKED = 8.0
#: Whoever gives no more (two stars), and less than its own mean, dislikes a title.
DISLIKED = 4.0
#: The liked titles at which what is learned from all likes counts half.
HALF_KNOWN = 20.0
#: How much content counts, if a lot is known and if nearly nothing is.
ALIKE, ALIKE_AT_FIRST = 0.8, 0.08
#: How much more a disliked title counts against what is like it than a liked one counts for it.
AGAINST = 2.0
#: How much popularity counts at first, and lifts beside it.
POPULAR, LIFTED = 0.08, 0.75
#: How fast liked titles lose weight: the last one counts twice as much as that 100 before.
FADING = 0.15


def likes_from(mean: float) -> float:
    """Return the rating from which on a person with this mean likes what it rates."""
    return min(LIKED, mean)


def is_disliked(values: NDArray[np.float64], mean: float) -> NDArray[np.bool_]:
    """Tell which ratings say that a person with this mean dislikes a title."""
    return np.asarray((values <= DISLIKED) & (values < mean))


def recency(n_liked: int) -> NDArray[np.float64]:
    """Return how much each of so many liked titles counts, the newest first; 1 in the mean."""
    weights = np.arange(1, n_liked + 1, dtype=np.float64) ** -FADING
    return np.asarray(weights * n_liked / weights.sum() if n_liked else weights)


def opinions(n_liked: int, n_disliked: int) -> NDArray[np.float64]:
    """Return what content of each liked title counts, then of each disliked one (below 0)."""
    return np.concatenate([recency(n_liked), -AGAINST * recency(n_disliked)])


def together_share(n_liked: int) -> float:
    """Return u: what learned weights are multiplied by, if so many titles are liked (0-1)."""
    return n_liked**2 / (n_liked**2 + HALF_KNOWN**2)


def content_share(n_liked: int) -> float:
    """Return a: what one unit of similarity adds, if so many titles are liked."""
    known = together_share(n_liked)
    return (ALIKE * known + ALIKE_AT_FIRST * (1 - known)) / float(np.sqrt(n_liked + 1))


def popularity_share(n_liked: int) -> float:
    """Return b: what ln(1 + likes) is multiplied by, if so many titles are liked."""
    return POPULAR * (1 - together_share(n_liked))


def lift_share(n_liked: int) -> float:
    """Return b c: what a lift is multiplied by, if so many titles are liked."""
    return LIFTED * popularity_share(n_liked) / float(np.sqrt(max(n_liked, 1)))
