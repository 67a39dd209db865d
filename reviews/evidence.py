"""How much a few opinions say: shares with intervals, and differences from the average. [pure]

Wilson's interval of a share and Newcombe's of a difference (R. G. Newcombe, "Interval estimation
for the difference between independent proportions", Statistics in Medicine 17, 1998, method 10):
both stay within their bounds and are honest at n = 5, where the textbook's are not.
"""

from dataclasses import dataclass
from math import sqrt

#: Of a normal distribution, 95 % lie within so many standard deviations.
Z = 1.959964

#: Below so many reviews nothing is said.
ENOUGH = 5

#: A title counts n / (n + HALF_WEIGHT) in the average title: with few reviews as one voice among
#: many, with many as one title among many.
HALF_WEIGHT = 10


@dataclass(frozen=True, slots=True)
class Share:
    """A share in [0, 1] of n opinions, with its 95 % interval."""

    value: float
    n: int
    low: float
    high: float


def share_of(praise: float, n: int) -> Share:
    """Return ``praise`` of ``n`` opinions as a share, by Wilson; praise may be fractional.

    None of 0 opinions is all or nothing: 0.5, between 0 and 1.
    """
    if not n:
        return Share(0.5, 0, 0.0, 1.0)
    value = praise / n
    centre = value + Z * Z / (2 * n)
    spread = Z * sqrt(value * (1 - value) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    low, high = (centre - spread) / scale, (centre + spread) / scale
    return Share(value, n, max(0.0, min(low, value)), min(1.0, max(high, value)))


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a share is above the average title's, with its 95 % interval; in [-1, 1]."""

    value: float
    low: float
    high: float
    n: int

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH

    @property
    def is_better(self) -> bool:
        """Praised more than on the average title, beyond chance."""
        return self.is_enough and self.low > 0

    @property
    def is_worse(self) -> bool:
        return self.is_enough and self.high < 0


def difference(share: Share, average: Share) -> Difference:
    """Return ``share`` minus ``average``, with Newcombe's interval."""
    value = share.value - average.value
    below = sqrt((share.value - share.low) ** 2 + (average.high - average.value) ** 2)
    above = sqrt((share.high - share.value) ** 2 + (average.value - average.low) ** 2)
    return Difference(value, max(-1.0, value - below), min(1.0, value + above), share.n)
