"""How a title's ratings become one number, and how one person's is written. [pure]"""

from collections.abc import Iterable, Sequence
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


def stars_in_words(half_stars: int) -> str:
    """Return a person's rating of 1-10 in words: 7 is "3½ stars"."""
    whole, half = divmod(half_stars, 2)
    number = f"{whole or ''}{'½' if half else ''}"
    return f"{number} star{'' if half_stars <= 2 else 's'}"


def star_signs(half_stars: int) -> str:
    """Return a person's rating of 1-10 as signs: 7 is "★★★½", and 1 "½★"."""
    whole, half = divmod(half_stars, 2)
    return "★" * whole + "½" * half if whole or not half else "½★"


def whole_percents(counts: Sequence[int]) -> list[int]:
    """Return whole percents that sum to 100; all 0 if there is nothing. Ties go to the first."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    percents = [100 * n // total for n in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: -(100 * counts[i] % total))
    for position in by_remainder[: 100 - sum(percents)]:
        percents[position] += 1
    return percents
