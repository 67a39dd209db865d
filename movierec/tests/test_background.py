"""Work in the background as a supervisor sees it: probes, a thread of the web process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils.module_loading import import_string

from catalog import jobs
from catalog.jobs import heartbeat
from catalog.tests.job_kinds import raises
from catalog.tests.job_processes import SETTINGS, TABLE, job_environment, wait_until
from catalog.tests.own_databases import ROOT, OwnDatabase, own_database
from catalog.tests.own_redis import own_redis
from catalog.tests.test_load_kill import VENDOR, server

pytestmark = pytest.mark.any_database

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def beat() -> Iterator[Any]:
    """Let a worker stamp at noon; return the clock."""
    heartbeat.forget_in_process()
    with time_machine.travel(NOON, tick=False) as clock:
        jobs.stamp("work@here")
        yield clock
    heartbeat.forget_in_process()


@pytest.mark.parametrize("path", settings.JOBS.values())
def test_every_kind_of_job_can_be_imported_and_prepared(path):
    assert callable(import_string(path).prepare)


def test_what_is_periodic_is_a_kind():
    assert set(settings.PERIODIC) <= set(settings.JOBS)


@pytest.mark.django_db
def test_readyz_tells_whether_anybody_works(client, beat):
    beat.shift(60)
    assert client.get("/readyz").json()["worker"] is True
    beat.shift(1)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["worker"]) == (200, False)


@pytest.mark.django_db
def test_readyz_says_nothing_of_a_redis_that_is_not_set(client, settings):
    settings.REDIS_URL = ""
    assert client.get("/readyz").json()["redis"] is None


@pytest.mark.django_db
def test_readyz_waits_a_fifth_of_a_second_for_redis(client, settings, tmp_path):
    with own_redis(tmp_path) as redis:
        settings.REDIS_URL = redis.url
        assert client.get("/readyz").json()["redis"] is True
        for fault in (redis.freeze, redis.kill):
            fault()
            started = time.perf_counter()
            response = client.get("/readyz")
            assert (response.status_code, response.json()["redis"]) == (200, False)
            # On a machine that runs other tests as well; without a limit it would never end.
            assert time.perf_counter() - started < 1


@pytest.mark.django_db
def test_check_worker_tells_a_supervisor(beat):
    out = StringIO()
    beat.shift(60)
    call_command("check_worker", stdout=out)
    assert out.getvalue() == "A worker has last shown 60 s ago that it works.\n"
    beat.shift(1)
    with pytest.raises(CommandError, match=r"61 s ago that it works: more than 60\.") as told:
        call_command("check_worker")
    assert told.value.returncode == 1


@pytest.mark.django_db
def test_check_worker_tells_that_no_worker_ever_worked():
    with pytest.raises(CommandError, match="ever"):
        call_command("check_worker")


@pytest.mark.django_db
def test_check_worker_does_not_blame_the_worker_for_the_database(monkeypatch):
    monkeypatch.setattr(connection, "cursor", raises(OperationalError("the server is away")))
    with pytest.raises(CommandError, match="the server is away") as told:
        call_command("check_worker")
    assert told.value.returncode == 2


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Iterator[OwnDatabase]:
    folder = tmp_path_factory.mktemp("web")
    with own_database(VENDOR, folder, server(), settings.TEST_DB_SUFFIX) as database:
        with closing(database.connect()) as own_connection:
            own_connection.cursor().execute(TABLE)
            own_connection.commit()
        yield database


def first(database: OwnDatabase, sql: str) -> tuple | None:
    with closing(database.connect()) as own_connection:
        cursor = own_connection.cursor()
        cursor.execute(sql)
        return cursor.fetchone()


def ask(database: OwnDatabase, folder: Path, subject: int) -> None:
    code = f"import django; django.setup(); from catalog import jobs; jobs.ask('slow', {subject})"
    env = job_environment(database, folder)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)  # noqa: S603


def test_a_web_process_without_redis_works_and_gives_back_what_it_cannot_finish(own, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {
        "DATABASE_URL": own.url,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "REDIS_URL": "",
        "MOVIEREC_ROLE": "web",
    }
    env.pop("WORK_IN_WEB", None)
    command = [sys.executable, "-m", "gunicorn", "movierec.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--threads", "2", "--no-control-socket", "--log-level", "warning"]
    web = subprocess.Popen(command, cwd=ROOT, env=env)  # noqa: S603
    try:
        ask(own, tmp_path, 1)
        wait_until(lambda: first(own, "SELECT state FROM catalog_job") == ("done",))
        with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            assert b'"worker": true' in answer.read()
        ask(own, tmp_path, 2)
        begun = "SELECT 1 FROM catalog_job WHERE subject = 2 AND state IN ('running', 'done')"
        wait_until(lambda: first(own, begun))
    finally:
        web.send_signal(signal.SIGTERM)
        assert web.wait(30) == 0
    state = first(own, "SELECT state, attempts FROM catalog_job WHERE subject = 2")
    assert state in (("waiting", 0), ("done", 1)), "given back or finished, never left running"


def test_a_command_does_not_work_in_its_own_process():
    assert settings.WORK_IN_WEB is False
