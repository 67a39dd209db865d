"""How much a few opinions say: differences from the average title. [pure]

The intervals are those of ``catalog.shares``.
"""

from dataclasses import dataclass

from catalog.shares import Share, difference_of

#: Below so many reviews nothing is said.
ENOUGH = 5

#: A title counts n / (n + HALF_WEIGHT) in the average title: with few reviews as one voice among
#: many, with many as one title among many.
HALF_WEIGHT = 10


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
    """Return ``share`` minus ``average``, with its interval."""
    return Difference(*difference_of(share, average), share.n)
