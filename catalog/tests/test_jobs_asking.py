"""Asking for jobs: one row for each thing to do, however often and by however many."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from catalog import jobs
from catalog.jobs import bell
from catalog.jobs.kinds import UnknownKind
from catalog.models import Job
from catalog.tests.job_kinds import raises

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note")]

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def end(job: Job, state: str = Job.State.DONE, at: datetime = NOON) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=at, attempts=3, token=3)


def test_asking_writes_a_row_that_is_due():
    with time_machine.travel(NOON, tick=False):
        job = jobs.ask("note", 603)
    assert (job.key, job.kind, job.subject, job.state) == ("note:603", "note", 603, "waiting")
    assert job.not_before == job.asked_at == NOON
    assert jobs.ask("note").key == "note"


def test_asking_twice_is_asking_once():
    assert jobs.ask("note", 603).pk == jobs.ask("note", 603).pk
    assert Job.objects.count() == 1


@pytest.mark.parametrize("state", ["waiting", "running", "done", "dead"])
def test_asking_again_changes_nothing_and_takes_one_query(state):
    job = jobs.ask("note", 603)
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=NOON, lease_until=NOON)
    before = Job.objects.values().get()
    with CaptureQueriesContext(connection) as queries:
        jobs.ask("note", 603)
    assert len(queries) == 1
    assert Job.objects.values().get() == before


@pytest.mark.parametrize("state", ["done", "dead"])
@pytest.mark.parametrize(("later", "reopened"), [(DAY, True), (DAY - timedelta(seconds=1), False)])
def test_what_has_ended_is_reopened_when_it_is_old(state, later, reopened):
    job = jobs.ask("note", 603)
    end(job, state)
    with time_machine.travel(NOON + later, tick=False):
        job = jobs.ask("note", 603, again_after=DAY)
    assert (job.state == "waiting") is reopened
    assert (job.attempts == 0 and job.asked_at == NOON + later) is reopened
    assert job.token == 3, "whoever still works on it must not be taken for the next"


def test_asking_with_a_higher_priority_raises_it_and_never_lowers_it(rung):
    jobs.ask_many("note", [603])
    assert jobs.ask("note", 603, priority=10).priority == 10
    assert jobs.ask("note", 603, priority=5).priority == 10


def test_an_unknown_kind_is_refused():
    with pytest.raises(UnknownKind):
        jobs.ask("nothing")
    with pytest.raises(UnknownKind):
        jobs.ask_many("nothing", [1])


def test_the_bell_is_rung_after_commit_only(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        jobs.ask("note", 603)
        assert rung == []
    [callback] = callbacks
    callback()
    assert rung == ["note:603"]


def test_the_bell_is_rung_once_for_what_is_asked_twice(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        jobs.ask("note", 603)
        jobs.ask("note", 603)
    assert rung == ["note:603"]


def test_a_bell_that_breaks_does_not_break_the_page(
    rung, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(bell, "_ring_one", raises(RuntimeError("a mistake of ours")))
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.ask("note", 603).state == "waiting"


def test_asking_for_many_says_how_many_are_new():
    jobs.ask("note", 1)
    end(jobs.ask("note", 2), at=NOON)
    with time_machine.travel(NOON + DAY, tick=False):
        assert jobs.ask_many("note", [1, 2, 3, 3, 4], again_after=DAY) == 3
        assert jobs.ask_many("note", [1, 2, 3, 4], again_after=DAY) == 0
    assert set(Job.objects.values_list("subject", "state")) == {
        (n, "waiting") for n in (1, 2, 3, 4)
    }


def test_asking_for_thousands_takes_a_few_statements_each_thousand():
    with CaptureQueriesContext(connection) as queries:
        assert jobs.ask_many("note", range(2_500)) == 2_500
    assert len(queries) <= 60, "a thousand in ten on PostgreSQL, in twenty on SQLite"


def test_state_of_is_none_before_anybody_asked():
    assert jobs.state_of("note", 603) is None
    jobs.ask("note", 603)
    assert jobs.state_of("note", 603).state == "waiting"


def test_trying_again_leaves_what_runs():
    dead, running = jobs.ask("note", 1), jobs.ask("note", 2)
    end(dead, "dead")
    Job.objects.filter(pk=running.pk).update(state="running", lease_until=NOON)
    assert jobs.try_again(Job.objects.all()) == 1
    assert set(Job.objects.values_list("state", "attempts")) == {("waiting", 0), ("running", 0)}


@pytest.mark.django_db(transaction=True)
def test_two_hundred_who_ask_at_once_get_one_job(rung):
    n_threads, each = 20, 10
    together, found, errors = threading.Barrier(n_threads), [], []

    def ask() -> None:
        try:
            together.wait(timeout=30)
            found.extend(jobs.ask("note", 603).pk for _ in range(each))
        except Exception as error:  # told to the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert len(found) == 200 and len(set(found)) == 1
    assert Job.objects.count() == 1
    assert rung == ["note:603"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the database")
def test_a_page_does_without_a_job_while_somebody_writes():
    holding, enough = threading.Event(), threading.Event()

    def load() -> None:
        with transaction.atomic():
            Job.objects.create(key="note:1", kind="note")
            holding.set()
            enough.wait(30)
        connections.close_all()

    loading = threading.Thread(target=load)
    loading.start()
    try:
        assert holding.wait(30)
        assert jobs.ask_from_page("note", 603) is None
    finally:
        enough.set()
        loading.join(30)
    assert jobs.ask_from_page("note", 603).state == "waiting"
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 20_000
