"""Jobs through a real Redis and real Celery workers, on a database of their own.

All faults at once, in any number: ``python -m catalog.tests.job_faults``.
"""

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from catalog.tests.job_processes import (
    BEAT,
    WORK,
    WORKER,
    Asker,
    Process,
    job_environment,
    wait_until,
)
from catalog.tests.own_databases import ROOT, OwnDatabase, own_database
from catalog.tests.own_redis import OwnRedis
from catalog.tests.slow_kinds import TABLE
from catalog.tests.test_load_kill import VENDOR, server

#: What a view may lose to a Redis that is dead or frozen.
MOST_SECONDS = 0.5


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("jobs")


@pytest.fixture(scope="module")
def own(folder) -> Iterator[OwnDatabase]:
    with own_database(VENDOR, folder, server(), settings.TEST_DB_SUFFIX) as database:
        do(database, TABLE)
        yield database


def do(database: OwnDatabase, sql: str) -> list[tuple]:
    with closing(database.connect()) as connection:
        cursor = connection.cursor()
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else []
        connection.commit()
        return rows


@pytest.fixture
def states(own) -> Callable[[], dict[str, int]]:
    """Return a function that counts jobs by state; forget the jobs of the test before."""
    do(own, "DELETE FROM catalog_job")
    do(own, "DELETE FROM job_completions")
    return lambda: dict(do(own, "SELECT state, count(*) FROM catalog_job GROUP BY state"))


@pytest.fixture
def start(own, folder, redis) -> Iterator[Callable[..., Process]]:
    """Return a function that starts a process; end them all."""
    started: list[Process] = []

    def start_process(command: list[str], redis_url: str = redis.url) -> Process:
        said = folder / f"said-{len(started)}"
        process = Process(command, job_environment(own, folder, redis_url), said)
        process.start()
        started.append(process)
        return process

    yield start_process
    for process in started:
        process.end()


@pytest.fixture(scope="module")
def asker(own, folder, redis: OwnRedis) -> Iterator[Asker]:
    asker = Asker(job_environment(own, folder, redis.url))
    asker.ask("note", 0)  # everything is imported and connected
    yield asker
    asker.end()


@pytest.fixture
def sound(redis: OwnRedis, states) -> Iterator[OwnRedis]:
    """Give a Redis that is empty and works, and see to it that it works again afterwards."""
    redis.start()
    with redis.client() as client:
        client.flushall()
    yield redis
    redis.start()


def test_a_job_that_is_asked_for_is_rung_and_done(sound, asker, states, start, own):
    start(WORKER)
    asker.ask("slow", 1, 2)
    wait_until(lambda: states() == {"done": 2})
    assert len(do(own, "SELECT DISTINCT job FROM job_completions")) == 2


def test_the_bell_holds_the_id_of_a_job_and_nothing_else(sound, asker):
    asker.ask("note", 7)
    with sound.client() as client:
        [message] = client.lrange("celery", 0, -1)
    assert b'"task": "catalog.work_job"' in message
    assert b"application/json" in message and b"pickle" not in message


@pytest.mark.parametrize("fault", ["freeze", "kill"])
def test_a_redis_that_does_not_answer_costs_half_a_second_once(sound, asker, fault, states):
    getattr(sound, fault)()
    told = asker.ask("note", *range(100, 120))
    assert sum(told["seconds"]) <= MOST_SECONDS + 0.3, "twenty jobs, one wait"
    assert max(told["seconds"]) <= MOST_SECONDS
    assert states() == {"waiting": 20}


def test_what_was_asked_for_while_redis_was_dead_is_done_later(sound, asker, states, start):
    sound.kill()
    asker.ask("note", 1, 2, 3)
    sound.start()
    start(WORKER)
    start(BEAT)
    wait_until(lambda: states() == {"done": 3})


def test_a_job_whose_child_was_killed_is_done_once(sound, asker, states, start, own):
    worker = start(WORKER)
    start(BEAT)
    asker.ask("slow", 1, 2)
    wait_until(lambda: states() == {"running": 2})
    for child in worker.children():
        subprocess.run(["kill", "-9", str(child)], check=False)  # noqa: S603, S607
    wait_until(lambda: states() == {"done": 2})
    assert [count for (count,) in do(own, "SELECT count(*) FROM job_completions")] == [2]
    assert do(own, "SELECT min(attempts) FROM catalog_job") == [(2,)]


def test_a_worker_that_works_is_seen_though_there_is_nothing_to_do(sound, start, own, states):
    do(own, "DELETE FROM catalog_heartbeat")
    start(WORKER)
    start(BEAT)
    wait_until(lambda: do(own, "SELECT worker FROM catalog_heartbeat"))
    [(worker,)] = do(own, "SELECT worker FROM catalog_heartbeat")
    assert worker.startswith("celery@")


def test_a_worker_without_a_broker_says_so_and_ends(start):
    worker = start(WORKER, redis_url="")
    assert worker.process.wait(30) != 0
    assert "REDIS_URL is not set" in worker.said.read_text()


def test_beat_keeps_no_file(sound, start, folder):
    before = {path.name for path in ROOT.iterdir()}
    beat = start(BEAT)
    with sound.client() as client:
        wait_until(lambda: client.llen("celery"))
    assert beat.end() == 0
    assert {path.name for path in ROOT.iterdir()} == before


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_work_without_redis_ends_after_the_job_at_hand(asker, states, start, sound, stop):
    asker.ask("slow", 1, 2)
    worker = start([*WORK, "--threads", "1"], redis_url="")
    wait_until(lambda: "running" in states())
    worker.process.send_signal(stop)
    assert worker.process.wait(30) == 0
    assert states() == {"done": 1, "waiting": 1}
    assert "Jobs: 1 done." in worker.said.read_text()


def test_work_that_is_told_twice_gives_its_job_back(asker, states, start, own, sound):
    asker.ask("slow", 1)
    worker = start(WORK, redis_url="")
    wait_until(lambda: "running" in states())
    worker.process.send_signal(signal.SIGTERM)
    wait_until(lambda: worker.process.send_signal(signal.SIGTERM) or not worker.is_alive(), 5)
    assert do(own, "SELECT state, attempts, lease_until FROM catalog_job") == [("waiting", 0, None)]
    assert do(own, "SELECT count(*) FROM job_completions") == [(0,)]


def test_work_once_ends_when_nothing_is_due(asker, states, start, sound):
    asker.ask("note", 31, 32, 33)
    worker = start([*WORK, "--once"], redis_url="")
    assert worker.process.wait(60) == 0
    assert states() == {"done": 3}
    assert "Jobs: 3 done." in worker.said.read_text()
