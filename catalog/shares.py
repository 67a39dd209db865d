"""Shares with intervals: how much a few of something say. [pure]

Wilson's interval of a share and Newcombe's of a difference (R. G. Newcombe, "Interval estimation
for the difference between independent proportions", Statistics in Medicine 17, 1998, method 10):
both stay within their bounds and are honest at n = 5, where the textbook's are not.
"""

from dataclasses import dataclass
from math import sqrt

#: Of a normal distribution, 95 % lie within so many standard deviations.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """A share in [0, 1] of n, with its 95 % interval."""

    value: float
    n: int
    low: float
    high: float


def share_of(part: float, n: int, z: float = Z) -> Share:
    """Return ``part`` of ``n`` as a share, by Wilson; it may be fractional.

    None of 0 is all or nothing: 0.5, between 0 and 1. ``z`` widens the interval.
    """
    if not n:
        return Share(0.5, 0, 0.0, 1.0)
    value = part / n
    centre = value + z * z / (2 * n)
    spread = z * sqrt(value * (1 - value) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low, high = (centre - spread) / scale, (centre + spread) / scale
    return Share(value, n, max(0.0, min(low, value)), min(1.0, max(high, value)))


def difference_of(share: Share, other: Share) -> tuple[float, float, float]:
    """Return ``share`` minus ``other`` with Newcombe's interval: (value, low, high)."""
    value = share.value - other.value
    below = sqrt((share.value - share.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((share.high - share.value) ** 2 + (other.value - other.low) ** 2)
    return value, max(-1.0, value - below), min(1.0, value + above)
