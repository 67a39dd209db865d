"""How a title's ratings become the one number that titles are ordered by. [pure]"""

from collections.abc import Iterable
from typing import Any, NamedTuple

#: What a film is worth before anybody has voted, and how many votes that belief outweighs.
#: Fixed, not the catalogue's own mean: one more file must not change the rank of every title.
PRIOR_MEAN = 6.4
PRIOR_VOTES = 1000
#: A rating whose number of votes is unknown weighs as little as this many.
UNKNOWN_VOTES = 10


class SourceRating(NamedTuple):
    """The mean (0-10) of ``votes`` ratings by the users of ``source``; None: unknown."""

    source: str
    average: float
    votes: int | None


class Summary(NamedTuple):
    """What titles are sorted by; both ratings are None for a title that nobody rated."""

    average_rating: float | None
    num_votes: int
    weighted_rating: float | None


def bayesian_average(
    average: Any,
    votes: Any,
    *,
    prior_mean: float = PRIOR_MEAN,
    prior_votes: float = PRIOR_VOTES,
) -> Any:
    """Return the mean of the votes and of ``prior_votes`` more that all say ``prior_mean``.

    Of numbers, or of whole columns: it is arithmetic.

    The formula behind IMDb's Top 250: a 9.9 from 6 votes stays near the prior, a million
    votes speak for themselves.

    >>> bayesian_average(9.9, 6) < bayesian_average(7.0, 1000)
    True
    """
    return (average * votes + prior_mean * prior_votes) / (votes + prior_votes)


def summary_rating(ratings: Iterable[SourceRating]) -> Summary:
    """Return what the source with the most votes says; ties: the first by name.

    A rating without votes only speaks where no other has any.
    """
    ordered = sorted(ratings, key=lambda rating: (-(rating.votes or 0), rating.source))
    if not ordered:
        return Summary(None, 0, None)
    _, average, votes = ordered[0]
    weighted = bayesian_average(average, votes or UNKNOWN_VOTES)
    return Summary(round(average, 2), votes or 0, round(weighted, 4))
