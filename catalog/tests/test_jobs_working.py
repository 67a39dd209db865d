"""Working on jobs: claimed once, stored once and whole, tried again as often as is sensible."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connections

from catalog import job_limits as limits
from catalog import jobs
from catalog.clients.errors import ClientConfigError, NotFound, NotNow, ServerError
from catalog.jobs import claiming
from catalog.jobs.working import Outcome, after_pause
from catalog.models import Heartbeat, Job, Upstream
from catalog.tests.job_kinds import LONG, raises

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note")]

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=3)


def stored() -> list[str]:
    return list(Upstream.objects.order_by("pk").values_list("host", flat=True))


def job_now() -> Job:
    return Job.objects.get()


def test_a_job_is_done_and_its_result_stored():
    job = jobs.ask("note", 603)
    assert jobs.work(job.pk) == Outcome.DONE
    assert stored() == ["note:603, claim 1"]
    job = job_now()
    assert (job.state, job.attempts, job.token, job.lease_until) == ("done", 1, 1, None)
    assert job.started_at <= job.finished_at


def test_a_bell_that_rings_twice_is_heard_once():
    job = jobs.ask("note", 603)
    jobs.work(job.pk)
    assert jobs.work(job.pk) is None
    assert len(stored()) == 1


def test_a_job_is_leased_for_longer_than_it_may_take(note):
    leases = []
    note.during = LONG.during = lambda job, _: leases.append(job_now().lease_until - NOON)
    with time_machine.travel(NOON, tick=False):
        jobs.work(jobs.ask("note", 1).pk)
        Job.objects.all().delete()
        jobs.work(jobs.ask("long", 1).pk)
    assert leases == [timedelta(seconds=120), timedelta(seconds=660)]


def test_what_is_put_off_is_not_begun():
    job = jobs.ask("note", 603)
    Job.objects.update(not_before=LATER)
    with time_machine.travel(NOON, tick=False):
        assert jobs.work(job.pk) is None
        assert jobs.work_next() is None
    with time_machine.travel(LATER, tick=False):
        assert jobs.work_next() == Outcome.DONE


def test_the_most_wanted_comes_first_then_the_oldest():
    with time_machine.travel(NOON) as clock:
        for subject, priority in ((1, 0), (2, 0), (3, 10)):
            jobs.ask("note", subject, priority=priority)
            clock.shift(1)
        while jobs.work_next():
            pass
    assert [host.partition(",")[0] for host in stored()] == ["note:3", "note:1", "note:2"]


def test_only_the_kinds_asked_for_are_done():
    jobs.ask("long", 1)
    assert jobs.work_next(["note"]) is None
    assert jobs.work_next(["note", "long"]) == Outcome.DONE


def test_not_now_does_not_count_as_an_attempt(note):
    note.during = raises(NotNow("the day's budget is spent", LATER))
    jobs.ask("note", 603)
    assert jobs.work_next() == Outcome.PUT_BACK
    job = job_now()
    assert (job.state, job.attempts, job.not_before) == ("waiting", 0, LATER)
    assert job.last_error == "NotNow: the day's budget is spent"


@pytest.mark.parametrize("error", [ServerError("502"), ValueError("a mistake of ours")])
def test_what_fails_waits_and_is_dead_after_five_attempts(note, error):
    note.during = raises(error)
    with time_machine.travel(NOON) as clock:
        jobs.ask("note", 603)
        for attempt in range(1, limits.ATTEMPTS):
            assert jobs.work_next() == Outcome.PUT_BACK
            assert job_now().attempts == attempt
            clock.shift(3600)
        assert jobs.work_next() == Outcome.DEAD
        clock.shift(3600)
        assert jobs.work_next() is None
    job = job_now()
    assert (job.state, job.attempts, job.lease_until) == ("dead", 5, None)
    assert job.last_error == f"{type(error).__name__}: {error}"
    assert job.finished_at is not None and stored() == []


def test_a_dead_job_that_is_tried_again_is_done(note):
    note.during = raises(NotFound("no such title"))
    jobs.ask("note", 603)
    assert jobs.work_next() == Outcome.DEAD
    note.reset()
    jobs.try_again(Job.objects.all())
    assert jobs.work_next() == Outcome.DONE
    assert job_now().last_error == ""


@pytest.mark.parametrize("error", [NotFound("no such title"), ClientConfigError("no key")])
def test_an_answer_that_the_kind_does_not_handle_ends_the_job_at_once(note, error):
    note.during = raises(error)
    jobs.ask("note", 603)
    assert jobs.work_next() == Outcome.DEAD
    assert job_now().attempts == 1


def test_a_kind_that_was_taken_out_ends_its_jobs(settings):
    jobs.ask("note", 603)
    settings.JOBS = {}
    assert jobs.work_next() == Outcome.DEAD
    assert "no kind 'note'" in job_now().last_error


def test_a_mistake_of_ours_is_logged_once_with_its_place(note, caplog):
    note.during = raises(ZeroDivisionError("half of nothing"))
    jobs.ask("note", 603)
    with caplog.at_level(logging.ERROR):
        jobs.work_next()
    [record] = caplog.records
    assert "note:603, attempt 1" in record.getMessage()
    assert record.exc_info[0] is ZeroDivisionError


def test_what_fails_while_it_is_stored_stores_nothing(note):
    note.storing = raises(IntegrityError("a row that cannot be"))
    jobs.ask("note", 603)
    assert jobs.work_next() == Outcome.PUT_BACK
    assert stored() == [] and job_now().state == "waiting"


def test_a_lost_job_stores_nothing(note):
    """The worker was so slow that its job was reclaimed, and is somebody else's."""

    def be_slow(job, context):
        Job.objects.update(lease_until=NOON)
        assert jobs.sweep().reclaimed == 1
        claiming.claim(job.pk)

    note.during = be_slow
    jobs.ask("note", 603)
    assert jobs.work_next() == Outcome.LOST
    job = job_now()
    assert (job.state, job.token, job.attempts) == ("running", 2, 2)
    assert stored() == []


def test_a_forgotten_job_stores_nothing(note):
    note.during = lambda job, context: jobs.forget(Job.objects.all())
    jobs.ask("note", 603)
    assert jobs.work_next() == Outcome.LOST
    assert stored() == []


def test_a_lost_job_that_fails_does_not_disturb_its_next_owner(note):
    def be_slow_and_fail(job, context):
        Job.objects.update(token=9, lease_until=LATER)
        raise ServerError("502")

    note.during = be_slow_and_fail
    jobs.ask("note", 603)
    jobs.work_next()
    job = job_now()
    assert (job.state, job.token, job.last_error) == ("running", 9, "")


def test_progress_is_stored_and_extends_the_lease(note):
    def go_on(job, context):
        with time_machine.travel(NOON + timedelta(seconds=100), tick=False):
            context.progress(3, 10)
        seen.append(job_now())

    seen: list[Job] = []
    note.during = go_on
    with time_machine.travel(NOON, tick=False):
        jobs.work(jobs.ask("note", 603).pk, worker="test@here")
    assert (seen[0].done_units, seen[0].all_units) == (3, 10)
    assert seen[0].lease_until == NOON + timedelta(seconds=220)
    assert Heartbeat.objects.get().worker == "test@here"


def test_progress_of_many_small_steps_is_stored_at_the_first_and_the_last(
    note, django_assert_num_queries
):
    def go_on(job, context):
        with django_assert_num_queries(2):
            for step in range(101):
                context.progress(step, 100)

    note.during = go_on
    jobs.ask("note", 603)
    assert jobs.work_next() == Outcome.DONE
    assert job_now().done_units == 100


def test_progress_tells_when_the_job_is_lost(note):
    def go_on(job, context):
        Job.objects.update(token=9)
        with pytest.raises(jobs.LeaseLost):
            context.progress(1, 2)

    note.during = go_on
    jobs.ask("note", 603)
    assert jobs.work_next() == Outcome.LOST


def test_a_process_that_ends_gives_its_job_back(note):
    note.during = raises(KeyboardInterrupt())
    jobs.ask("note", 603)
    with pytest.raises(KeyboardInterrupt):
        jobs.work_next()
    job = job_now()
    assert (job.state, job.attempts, job.lease_until) == ("waiting", 0, None)


def test_pauses_double_up_to_a_limit_and_use_all_of_it():
    with time_machine.travel(NOON, tick=False):
        pauses = {
            n: [(after_pause(n) - NOON).total_seconds() for _ in range(400)] for n in (1, 3, 9)
        }
    for attempt, longest in ((1, 10), (3, 40), (9, 600)):
        assert 0 <= min(pauses[attempt]) < 0.1 * longest
        assert 0.9 * longest < max(pauses[attempt]) <= longest


def test_an_error_with_a_nul_or_of_any_length_can_be_stored(note):
    note.during = raises(ServerError("nul \0 " + 1_000 * "x"))
    jobs.ask("note", 603)
    assert jobs.work_next() == Outcome.PUT_BACK
    assert len(job_now().last_error) == 500


@pytest.mark.django_db(transaction=True)
def test_twenty_workers_claim_each_job_once():
    jobs.ask_many("note", range(30))
    n_threads = 20
    together, errors = threading.Barrier(n_threads), []

    def work() -> None:
        try:
            together.wait(timeout=30)
            while jobs.work_next():
                pass
        except Exception as error:  # told to the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sorted(stored()) == sorted(f"note:{n}, claim 1" for n in range(30))
    assert set(Job.objects.values_list("state", "attempts", "token")) == {("done", 1, 1)}
