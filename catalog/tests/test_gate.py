"""Rate, pauses, breaker and budget: one row, shared by all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from catalog.clients.errors import NotNow
from catalog.clients.gate import FAILURES, FIRST_BREAK, KEY_REFUSED, LONGEST_BREAK, Gate
from catalog.models import Upstream

NOON = datetime(2026, 8, 3, 12, tzinfo=UTC)


class Clock:
    """A clock that moves only when told to, or when somebody sleeps by it."""

    def __init__(self) -> None:
        self.moment = NOON
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def pass_by(self, **how: float) -> None:
        self.moment += timedelta(**how)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(db, clock) -> Gate:
    return make_gate(clock)


def make_gate(clock: Clock, *, per_second: float = 4, daily: int = 1000) -> Gate:
    return Gate("api.test", per_second=per_second, daily=daily, now=clock.now, sleep=clock.sleep)


def until_of(gate: Gate) -> datetime:
    with pytest.raises(NotNow) as caught:
        gate.enter()
    return caught.value.until


def fail_until_broken(gate: Gate) -> None:
    for _ in range(FAILURES):
        gate.failed(gate.enter())


def test_the_first_request_does_not_wait(gate, clock, django_assert_num_queries):
    gate.enter()
    with django_assert_num_queries(2):
        gate.enter()
    assert clock.slept == [0.25]


def test_requests_keep_the_rate(gate, clock):
    for _ in range(9):
        gate.enter()
    assert clock.moment == NOON + timedelta(seconds=2)


def test_the_rate_is_shared_by_all_gates_of_a_host(gate, clock):
    other = make_gate(clock)
    gate.enter()
    other.enter()
    assert clock.slept == [0.25]


def test_nobody_sleeps_for_more_than_a_second(db, clock):
    slow = make_gate(clock, per_second=1 / 3)
    slow.enter()
    assert until_of(slow) == NOON + timedelta(seconds=3)
    assert clock.slept == []
    clock.pass_by(seconds=2.5)
    slow.enter()
    assert clock.slept == [0.5]


def test_a_clock_that_is_wrong_does_not_close_the_gate_for_others(gate, clock):
    wrong = Clock()
    wrong.pass_by(days=3)
    make_gate(wrong).enter()
    gate.enter()
    gate.enter()
    assert clock.slept == [0.25]


def test_a_pause_holds_for_all_and_ends(gate, clock):
    gate.pause("asked to", asked=timedelta(seconds=90))
    other = make_gate(clock)
    assert until_of(other) == NOON + timedelta(seconds=90)
    clock.pass_by(seconds=90)
    other.enter()


def test_pauses_without_a_time_grow_to_a_day(gate, clock):
    lasted = []
    for _ in range(13):
        until = gate.pause("429")
        lasted.append((until - clock.moment).total_seconds())
        clock.moment = until
    assert lasted[:4] == [60, 120, 240, 480]
    assert lasted[-1] == 24 * 3600


def test_success_forgets_earlier_pauses(gate, clock):
    clock.moment = gate.pause("429")
    gate.succeeded()
    assert gate.pause("429") - clock.moment == timedelta(seconds=60)


def test_many_who_hear_of_one_pause_lengthen_it_once(gate, clock):
    for _ in range(5):
        gate.pause("429")
    assert Upstream.objects.get().pauses == 1
    assert gate.pause("429", asked=timedelta(hours=1)) == NOON + timedelta(hours=1)
    assert gate.pause("429", asked=timedelta(seconds=1)) == NOON + timedelta(hours=1)


def test_the_breaker_opens_at_the_fifth_failure(gate, clock):
    for _ in range(FAILURES - 1):
        gate.failed(gate.enter())
    gate.failed(gate.enter())
    assert until_of(gate) == clock.moment + FIRST_BREAK


def test_a_success_between_starts_the_count_again(gate):
    for _ in range(FAILURES - 1):
        gate.failed(gate.enter())
    gate.succeeded()
    gate.failed(gate.enter())
    gate.enter()


def test_one_probe_goes_through_a_breaker_whose_time_is_over(gate, clock):
    fail_until_broken(gate)
    clock.pass_by(seconds=FIRST_BREAK.total_seconds())
    assert gate.enter().is_probe
    assert until_of(make_gate(clock)) > clock.moment


def test_a_probe_that_succeeds_closes_the_breaker(gate, clock):
    fail_until_broken(gate)
    clock.pass_by(seconds=FIRST_BREAK.total_seconds())
    gate.enter()
    gate.succeeded()
    assert not gate.enter().is_probe


def test_probes_that_fail_open_it_for_longer_and_longer(gate, clock):
    fail_until_broken(gate)
    lasted = []
    for _ in range(8):
        clock.moment = until_of(gate)
        gate.failed(gate.enter())
        lasted.append(until_of(gate) - clock.moment)
    assert lasted[:2] == [2 * FIRST_BREAK, 4 * FIRST_BREAK]
    assert lasted[-1] == LONGEST_BREAK


def test_failures_of_those_who_were_inside_do_not_lengthen_a_break(gate, clock):
    leaves = [gate.enter() for _ in range(FAILURES + 5)]
    for leave in leaves:
        gate.failed(leave)
    assert until_of(gate) == clock.moment + FIRST_BREAK


def test_the_breaker_opens_again_after_a_pause(gate, clock):
    fail_until_broken(gate)
    clock.moment = gate.pause("429")
    gate.failed(gate.enter())
    assert until_of(gate) > clock.moment


def test_a_days_budget_ends_at_midnight(db, clock):
    gate = make_gate(clock, daily=3)
    for _ in range(3):
        gate.enter()
    assert until_of(gate) == datetime(2026, 8, 4, tzinfo=UTC)
    clock.moment = datetime(2026, 8, 4, tzinfo=UTC)
    gate.enter()
    assert Upstream.objects.get().spent == 1


def test_a_refused_key_pauses_for_a_minute_and_is_told_once(gate, clock, caplog):
    for _ in range(5):
        gate.key_refused()
        assert until_of(gate) == clock.moment + timedelta(minutes=1)
        clock.pass_by(minutes=1)
        gate.enter()
    loud = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(loud) == 1
    assert Upstream.objects.get().pause_reason == KEY_REFUSED


def test_a_key_that_is_accepted_again_is_told_again_when_it_is_not(gate, clock, caplog):
    for _ in range(2):
        gate.key_refused()
        clock.pass_by(minutes=1)
        gate.succeeded()
    assert [record.levelname for record in caplog.records].count("ERROR") == 2


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_share_the_slots(clock):
    """Eight threads with connections of their own take 40 slots: none twice."""

    def take(_: int) -> list[float]:
        mine = Clock()
        gate = Gate("api.test", per_second=50, daily=1000, now=mine.now, sleep=mine.slept.append)
        try:
            for _ in range(5):
                gate.enter()
        finally:
            connection.close()
        return mine.slept

    with ThreadPoolExecutor(8) as threads:
        waits = sorted(wait for waits in threads.map(take, range(8)) for wait in waits)
    assert Upstream.objects.get().spent == 40
    assert waits == [pytest.approx(n / 50) for n in range(1, 40)]
