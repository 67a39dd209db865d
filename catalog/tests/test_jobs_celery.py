"""Jobs through a real Redis and real Celery workers, on a database of their own.

All faults at once, in any number: ``python -m catalog.tests.job_faults``.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from catalog.tests.job_processes import (
    BEAT,
    TABLE,
    WORK,
    WORKER,
    Asker,
    Process,
    job_environment,
    kill_if_there,
    wait_until,
)
from catalog.tests.own_databases import ROOT, OwnDatabase, own_database
from catalog.tests.own_redis import OwnRedis
from catalog.tests.test_load_kill import VENDOR, server

ASKING = "import django; django.setup(); from catalog import jobs; jobs.ask('note', 77)"
#: What a view may lose to a Redis that is dead or frozen: half a second, and as much again for a
#: machine that runs other tests. To wait for each of several jobs would take more.
MOST_SECONDS = 1.0


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


@pytest.fixture(scope="module")
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
def worker(start) -> Process:
    """Start a worker with two children, and beat."""
    start(BEAT)
    return start(WORKER)


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
        client.config_set("maxmemory", 0)
        client.flushall()
    yield redis
    redis.start()


def test_the_bell_holds_the_id_of_a_job_and_nothing_else(sound, asker):
    asker.ask("note", 7)
    with sound.client() as client:
        [message] = client.lrange("celery", 0, -1)
    assert b'"task": "catalog.work_job"' in message
    assert b"application/json" in message and b"pickle" not in message


@pytest.mark.parametrize("fault", ["freeze", "kill", "fill"])
def test_a_redis_that_does_not_answer_costs_half_a_second_once(sound, asker, fault, states):
    getattr(sound, fault)()
    told = asker.ask("note", *range(100, 120))
    assert sum(told["ringing"]) <= MOST_SECONDS, "twenty jobs, one wait"
    assert states() == {"waiting": 20}


@pytest.mark.parametrize("fault", ["freeze", "kill"])
def test_pages_answer_while_redis_does_not_and_nobody_works(sound, asker, states, own, fault):
    """The first visit of a title asks for what other services know of it."""
    pages = ["/", *asker.make(*(f"{fault} {number}" for number in range(5)))]
    getattr(sound, fault)()
    told = asker.get(*pages)
    assert set(told["statuses"]) == {200}
    assert max(told["ringing"]) <= MOST_SECONDS
    assert set(states()) == {"waiting"}
    assert do(own, "SELECT count(DISTINCT subject) FROM catalog_job") == [(5,)]


def test_a_worker_without_a_broker_says_so_and_ends(start):
    worker = start(WORKER, redis_url="")
    assert worker.process.wait(30) != 0
    assert "REDIS_URL is not set" in worker.said.read_text()


def test_work_without_redis_ends_after_the_job_at_hand(asker, states, start, sound):
    asker.ask("slow", 1, 2)
    worker = start([*WORK, "--threads", "1"], redis_url="")
    wait_until(lambda: "running" in states())
    worker.process.send_signal(signal.SIGTERM)
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


def test_the_key_of_the_broker_is_in_no_log(sound, start, states):
    url = sound.url.replace("://", "://:planted-key@")
    with sound.client() as client:
        client.config_set("requirepass", "another-key")
        try:
            worker = start(WORKER, redis_url=url)
            asked = start([*WORKER[:1], "-c", ASKING], redis_url=url)
            wait_until(lambda: "invalid username-password pair" in worker.said.read_text())
            assert asked.process.wait(60) == 0
        finally:
            client.config_set("requirepass", "")
            worker.end(1)
    assert "The bell cannot be rung" in asked.said.read_text()
    assert "planted-key" not in worker.said.read_text() + asked.said.read_text()


# From here on a worker hears the bells.


def test_a_worker_is_seen_to_work_though_there_is_nothing_to_do(sound, worker, own):
    do(own, "DELETE FROM catalog_heartbeat")
    wait_until(lambda: do(own, "SELECT worker FROM catalog_heartbeat"))
    [(name,)] = do(own, "SELECT worker FROM catalog_heartbeat")
    assert name.startswith("celery@")


def test_a_job_that_is_asked_for_is_rung_and_done(sound, worker, asker, states, own):
    asker.ask("slow", 1, 2)
    wait_until(lambda: states() == {"done": 2})
    assert len(do(own, "SELECT DISTINCT job FROM job_completions")) == 2


def test_what_was_asked_for_while_redis_was_dead_is_done_later(sound, worker, asker, states):
    sound.kill()
    asker.ask("slow", 1, 2, 3)
    sound.start()
    wait_until(lambda: states() == {"done": 3})


def test_a_job_that_is_stuck_is_interrupted(sound, worker, asker, states, own):
    asker.ask("stuck", 1)
    wait_until(lambda: do(own, "SELECT 1 FROM catalog_job WHERE last_error <> ''"))
    [(error,)] = do(own, "SELECT last_error FROM catalog_job")
    assert error.startswith("SoftTimeLimitExceeded")


def test_a_job_whose_child_was_killed_is_done_once(sound, worker, asker, states, own):
    asker.ask("slow", 1, 2)
    wait_until(lambda: states() == {"running": 2})
    for child in worker.children():
        kill_if_there(child)
    wait_until(lambda: states() == {"done": 2})
    assert do(own, "SELECT count(*) FROM job_completions") == [(2,)]
    assert do(own, "SELECT min(attempts) FROM catalog_job") == [(2,)]


def test_beat_has_kept_no_file(worker):
    assert not list(ROOT.glob("celerybeat*"))
