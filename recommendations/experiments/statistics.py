"""What the counts of an experiment say, and what they do not. [pure]

People are what was drawn, so people are what is counted: the share of those who did something at
least once. Titles of one person are alike, so the rate by title gets its interval from people, too
(delta method: A. Deng et al., "Applying the Delta Method in Metric Analytics", KDD 2018).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from catalog.shares import Share, Z, difference_of, share_of

#: Shares of arms that are so unlikely mean that something went wrong: 1 in 1,000.
Z_OF_ALARM = 3.2905
#: Below so many people in an arm nothing is said about differences.
ENOUGH = 30


@dataclass(frozen=True, slots=True)
class Done:
    """What came of titles, summed over people: how many of them did it at least once, of how many
    titles; the squares of these, and their products with the titles that each was shown."""

    people: int = 0
    titles: int = 0
    squared: int = 0
    crossed: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """One arm, summed over people: titles shown, their squares, and what was done by outcome."""

    people: int
    shown: int
    squared: int
    done: Mapping[str, Done]


@dataclass(frozen=True)
class ArmResult:
    """One arm: by outcome, the share of people, and the rate by title, with their intervals."""

    name: str
    people: int
    shown: int
    shares: Mapping[str, Share]
    rates: Mapping[str, Share]


@dataclass(frozen=True)
class Difference:
    """An arm's share of people minus the control's, with its 95 % interval."""

    value: float
    low: float
    high: float
    is_enough: bool

    @property
    def verdict(self) -> str:
        if not self.is_enough:
            return "too few people"
        if self.low > 0:
            return "better"
        return "worse" if self.high < 0 else "no difference beyond chance"


def arm_result(name: str, sums: Sums) -> ArmResult:
    """Return the shares and rates of one arm."""
    return ArmResult(
        name,
        sums.people,
        sums.shown,
        {each: share_of(done.people, sums.people) for each, done in sums.done.items()},
        {each: rate_of(sums, each) for each in sums.done},
    )


def rate_of(sums: Sums, outcome: str) -> Share:
    """Return how many of the titles shown came to ``outcome``; ``n`` is the number of people."""
    n, shown, done = sums.people, sums.shown, sums.done[outcome]
    if n < 2 or not shown:
        return share_of(0, 0)
    rate = done.titles / shown
    # The squares of what each person did beyond the rate, summed; in whole numbers, as they cancel.
    off = (
        done.squared * shown**2
        - 2 * done.titles * shown * done.crossed
        + done.titles**2 * sums.squared
    )
    spread = Z * sqrt(off / shown**2 / (n - 1) / n) / (shown / n)
    return Share(rate, n, max(0.0, rate - spread), min(1.0, rate + spread))


def against(arm: ArmResult, control: ArmResult, outcome: str) -> Difference:
    """Return how much more people of ``arm`` did something than of ``control``."""
    is_enough = min(arm.people, control.people) >= ENOUGH
    return Difference(*difference_of(arm.shares[outcome], control.shares[outcome]), is_enough)


def is_uneven(arms: Sequence[ArmResult], weights: Mapping[str, int]) -> bool:
    """Tell whether arms have other shares of the people than chance explains.

    Then people have got lost in one of them, and its results mean nothing.
    """
    people, total = sum(arm.people for arm in arms), sum(weights.values())
    found = {arm.name: share_of(arm.people, people, Z_OF_ALARM) for arm in arms}
    return any(
        not found[name].low <= weight / total <= found[name].high
        for name, weight in weights.items()
        if name in found and people
    )
