"""Who sees what, and what the counts say: without a database."""

import random
from collections import Counter
from typing import NamedTuple

import pytest

from catalog.shares import difference_of, share_of
from recommendations.experiments.assigning import assigned
from recommendations.experiments.statistics import (
    ENOUGH,
    Done,
    Sums,
    against,
    arm_result,
    is_uneven,
    rate_of,
)

EVEN = {"a": 1, "b": 1}
DRAWN = "baabbaaaabba"


class Person(NamedTuple):
    """One person: titles shown, and how many of them it opened."""

    shown: int
    clicked: int


def people(n: int, clicking: int, shown: int = 10) -> Sums:
    return sums_of([Person(shown, int(i < clicking)) for i in range(n)])


def sums_of(crowd: list[Person]) -> Sums:
    clicked = Done(
        sum(person.clicked > 0 for person in crowd),
        sum(person.clicked for person in crowd),
        sum(person.clicked**2 for person in crowd),
        sum(person.clicked * person.shown for person in crowd),
    )
    shown = [person.shown for person in crowd]
    return Sums(len(crowd), sum(shown), sum(n * n for n in shown), {"clicked": clicked})


def test_a_person_is_always_in_the_same_arm():
    drawn = [assigned("first", person, EVEN) for person in range(100)]
    assert drawn == [assigned("first", person, EVEN) for person in range(100)]
    # Written down, as it must not change while an experiment runs, not even with the program.
    assert "".join(assigned("for_you_1", person, EVEN) for person in range(1, 13)) == DRAWN


@pytest.mark.parametrize("weights", [EVEN, {"a": 1, "b": 3}, {"a": 2, "b": 1, "c": 1}])
def test_arms_have_their_shares_of_the_people(weights):
    n = 20_000
    counts = Counter(assigned("shares", person, weights) for person in range(n))
    for arm, weight in weights.items():
        assert counts[arm] / n == pytest.approx(weight / sum(weights.values()), abs=0.015)


def test_two_experiments_draw_apart():
    both = Counter((assigned("x", p, EVEN), assigned("y", p, EVEN)) for p in range(20_000))
    assert all(count == pytest.approx(5_000, rel=0.06) for count in both.values())


def test_the_interval_of_a_share_is_wilson_s():
    share = share_of(8, 10)
    assert (share.low, share.high) == pytest.approx((0.490, 0.943), abs=0.001)


def test_the_interval_of_a_difference_is_newcombe_s():
    # The first example of the paper: 56 of 70 against 48 of 80.
    found = difference_of(share_of(56, 70), share_of(48, 80))
    assert found == pytest.approx((0.2, 0.0524, 0.3339), abs=0.0001)


def test_the_interval_of_a_rate_is_wider_where_people_differ():
    alike = [Person(10, 2) for _ in range(50)]
    apart = [Person(10, 10 if i < 10 else 0) for i in range(50)]
    same, wide = rate_of(sums_of(alike), "clicked"), rate_of(sums_of(apart), "clicked")
    assert same.value == wide.value == 0.2
    assert same.high - same.low < 1e-9
    assert wide.high - wide.low > 0.2


def test_the_interval_of_a_rate_holds_what_is_true_19_times_in_20():
    chance = random.Random(5)
    held = 0
    for _ in range(400):
        crowd = []
        for _ in range(60):
            shown, taste = chance.randrange(1, 30), chance.betavariate(1, 9)
            clicked = sum(chance.random() < taste for _ in range(shown))
            crowd.append(Person(shown, clicked))
        found = rate_of(sums_of(crowd), "clicked")
        held += found.low <= 0.1 <= found.high
    assert held / 400 > 0.9


def test_a_verdict_needs_enough_people_and_more_than_chance():
    control = arm_result("a", people(400, 40))
    better, same = (arm_result("b", people(400, n)) for n in (80, 44))
    few = arm_result("c", people(ENOUGH - 1, ENOUGH - 1))
    told = [against(arm, control, "clicked").verdict for arm in (better, same, few)]
    assert told == ["better", "no difference beyond chance", "too few people"]
    assert against(control, better, "clicked").verdict == "worse"
    enough = arm_result("d", people(ENOUGH, ENOUGH))
    assert against(enough, control, "clicked").verdict == "better"


def test_two_arms_that_are_the_same_differ_once_in_twenty_times_at_most():
    chance = random.Random(1)

    def crowd() -> Sums:
        return people(200, sum(chance.random() < 0.2 for _ in range(200)))

    different = sum(
        against(arm_result("b", crowd()), arm_result("a", crowd()), "clicked").verdict
        in ("better", "worse")
        for _ in range(400)
    )
    assert different / 400 < 0.08


def test_arms_of_uneven_size_are_noticed():
    def arms(a: int, b: int) -> list:
        return [arm_result(*each) for each in (("a", people(a, 0)), ("b", people(b, 0)))]

    assert is_uneven(arms(1_000, 800), EVEN)
    assert not is_uneven(arms(1_000, 960), EVEN)
    assert not is_uneven(arms(0, 0), EVEN)
    assert not is_uneven(arms(250, 750), {"a": 1, "b": 3})
