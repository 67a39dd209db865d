"""Sweeping: what the dead have left, what is periodic, and bells that nobody heard."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from catalog import job_limits as limits
from catalog import jobs, tasks
from catalog.jobs import bell, claiming, working
from catalog.jobs.polling import Poller
from catalog.jobs.sweeping import KILLED, Swept
from catalog.jobs.working import OUTAGE
from catalog.models import Heartbeat, Job
from catalog.tests.job_kinds import raises

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note")]

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_job_whose_worker_died_is_due_again_when_its_lease_has_run_out():
    with time_machine.travel(NOON, tick=False) as clock:
        claiming.claim(jobs.ask("note", 603).pk)
        clock.shift(120)
        assert jobs.sweep().reclaimed == 0
        clock.shift(1)
        assert jobs.sweep().reclaimed == 1
        job = Job.objects.get()
        assert (job.state, job.attempts, job.last_error) == ("waiting", 1, KILLED)
        assert jobs.work_next() == "done"


def test_a_job_that_kills_its_worker_each_time_is_dead_after_five():
    with time_machine.travel(NOON, tick=False) as clock:
        job = jobs.ask("note", 603)
        for _ in range(limits.ATTEMPTS):
            assert claiming.claim(job.pk)
            clock.shift(121)
            jobs.sweep()
        assert claiming.claim(job.pk) is None
    job = Job.objects.get()
    assert (job.state, job.last_error) == ("dead", KILLED)
    assert job.finished_at is not None


@pytest.mark.parametrize(
    "afterwards",
    [Poller("me").work_until_empty, jobs.work_next, tasks.sweep],
    ids=["a thread", "a worker", "a sweep"],
)
def test_a_job_under_which_the_database_went_away_waits_no_longer_than_the_outage(
    note, monkeypatch, afterwards
):
    """Its lease, of many minutes, need not run out: the process says so as soon as it can."""
    note.during = raises(OperationalError("server closed the connection"))
    job = jobs.ask("note", 1)
    with monkeypatch.context() as outage, pytest.raises(OperationalError):
        outage.setattr(working, "put_back", raises(OperationalError("no connection")))
        jobs.work_next()
    assert Job.objects.get(pk=job.pk).state == Job.State.RUNNING
    note.reset()
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(working, "after_pause", lambda attempts: later)
    afterwards()
    job.refresh_from_db()
    assert (job.state, job.last_error, job.lease_until) == (Job.State.WAITING, OUTAGE, None)
    with time_machine.travel(later + timedelta(seconds=1), tick=False):
        assert jobs.work_next() == "done"


def test_what_is_periodic_is_asked_for_when_it_is_time(settings):
    settings.PERIODIC = {"note": 3600}
    with time_machine.travel(NOON, tick=False) as clock:
        jobs.sweep()
        assert jobs.work_next() == "done"
        clock.shift(3599)
        jobs.sweep()
        assert jobs.work_next() is None
        clock.shift(1)
        jobs.sweep()
        assert jobs.work_next() == "done"


def test_without_redis_no_bell_is_rung_but_who_polls_wakes():
    jobs.ask("note", 603)
    bell.woken.clear()
    assert jobs.sweep() == Swept(reclaimed=0, rung=0)
    assert bell.woken.is_set()


def test_no_more_than_forty_bells_are_under_way(rung):
    with time_machine.travel(NOON, tick=False) as clock:
        jobs.ask_many("note", range(100))
        assert (jobs.ring_due(), jobs.ring_due()) == (limits.BELLS, 0)
        for _ in range(3):
            jobs.work_next()
        assert jobs.ring_due() == 3
        assert len(set(rung)) == limits.BELLS + 3
        clock.shift(limits.RING_AGAIN_SECONDS)
        assert jobs.ring_due() == limits.BELLS
    assert len(set(rung)) == limits.BELLS + 3, "a minute later the same are rung for again"


def test_the_most_wanted_is_rung_for_first_and_what_is_put_off_is_not(rung, monkeypatch):
    monkeypatch.setattr(limits, "BELLS", 2)
    with time_machine.travel(NOON, tick=False):
        jobs.ask_many("note", [1, 2, 3])
        jobs.ask_many("note", [4], priority=5)
        Job.objects.filter(subject=1).update(not_before=NOON + MINUTE)
        jobs.ring_due()
    assert rung == ["note:4", "note:2"]


def test_a_bell_that_could_not_be_rung_is_rung_by_the_next_sweep(rung, monkeypatch):
    monkeypatch.setattr(bell, "_ring_one", lambda job: False)
    with time_machine.travel(NOON, tick=False):
        jobs.ask_many("note", [1])
        assert jobs.ring_due() == 0
        monkeypatch.setattr(bell, "_ring_one", lambda job: True)
        assert jobs.ring_due() == 1


def test_workers_that_are_long_gone_are_forgotten():
    with time_machine.travel(NOON, tick=False) as clock:
        jobs.stamp("work@old")
        clock.shift(timedelta(days=8))
        jobs.stamp("work@new")
        jobs.sweep()
    assert [beat.worker for beat in Heartbeat.objects.all()] == ["work@new"]


def test_the_age_of_the_last_beat_is_that_of_the_newest():
    assert jobs.seconds_since_beat() is None
    with time_machine.travel(NOON, tick=False) as clock:
        jobs.stamp("work@one")
        clock.shift(30)
        jobs.stamp("work@two")
        clock.shift(15)
        assert jobs.seconds_since_beat() == 15


def test_a_process_stamps_once_in_ten_seconds(django_assert_num_queries):
    with django_assert_num_queries(1):
        for _ in range(50):
            jobs.stamp("work@here")


def test_an_idle_sweep_takes_few_queries(rung, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        jobs.sweep()
