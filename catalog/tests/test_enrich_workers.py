"""From a visit to the facts on the page: Redis, Celery's workers, the stand-in, each a process."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from django.conf import settings

from catalog.tests.job_processes import BEAT, WORKER, Asker, Process, job_environment, wait_until
from catalog.tests.own_databases import ROOT, OwnDatabase, own_database
from catalog.tests.own_redis import OwnRedis
from catalog.tests.stand_in.control import Control
from catalog.tests.test_jobs_celery import do
from catalog.tests.test_load_kill import VENDOR, server

TITLES, VISITS = 12, 4
TOKEN = "planted-t0ken"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("enrich")


@pytest.fixture(scope="module")
def own(folder) -> Iterator[OwnDatabase]:
    with own_database(VENDOR, folder, server(), settings.TEST_DB_SUFFIX) as database:
        few = folder / "titles.csv"
        with (settings.SAMPLE_DIR / "titles.csv").open() as sample:
            few.write_text("".join(islice(sample, TITLES + 1)))
        command = [sys.executable, "manage.py", "load_catalog", str(few), "-v0"]
        env = job_environment(database, folder)
        subprocess.run(command, cwd=ROOT, env=env, check=True)  # noqa: S603 - ourselves
        # The stand-in's titles have other ones.
        do(database, "UPDATE catalog_title SET imdb_id = NULL")
        yield database


@pytest.fixture(scope="module")
def stand_in() -> Iterator[dict]:
    """Start a stand-in; return what it says of itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", "catalog.tests.stand_in"], cwd=ROOT, stdout=subprocess.PIPE
    )
    yield json.loads(process.stdout.readline())
    process.terminate()
    process.wait()


@pytest.fixture
def control(stand_in) -> Control:
    control = Control(stand_in["port"], stand_in["ca_file"])
    control("clear")
    return control


@pytest.fixture
def env(own, folder, redis: OwnRedis, stand_in) -> dict[str, str]:
    kinds = {"DJANGO_SETTINGS_MODULE": "catalog.tests.enrich_settings", "TMDB_API_TOKEN": TOKEN}
    env = job_environment(own, folder, redis.url) | kinds | stand_in["environment"]
    return env | {"TMDB_PER_SECOND": "1000", "LOG_LEVEL": "DEBUG"}


@pytest.fixture
def visit(env, own) -> Iterator[Callable[[list[str]], dict]]:
    asker = Asker(env)
    yield lambda slugs: asker.get(*(f"/titles/{slug}/" for slug in slugs))
    asker.end()


@pytest.fixture
def worker(env, folder) -> Iterator[Process]:
    """Start a worker, and beat, which rings for what is put back when all else is done."""
    beat, process = Process(BEAT, env, folder / "beat"), Process(WORKER, env, folder / "worker")
    beat.start()
    process.start()
    yield process
    process.end()
    beat.end()


def test_every_title_that_was_visited_is_fetched_once_whatever_goes_wrong(
    own, control, visit, worker, folder
):
    rows = do(own, f"SELECT slug FROM catalog_title ORDER BY id LIMIT {TITLES}")  # noqa: S608
    slugs = [slug for (slug,) in rows]
    for fault in ("error_500", "half", "garbage", "redirect_inner", "wrong_charset"):
        control("fault", name=fault, path="/3/movie", times=2, share=0.06)
    statuses = [status for _ in range(VISITS) for status in visit(slugs)["statuses"]]
    # Ten faults can open the breaker, and each of its pauses is longer than the one before.
    wait_until(lambda: fetched(own) == TITLES, 300)
    counters = control("counters")
    assert statuses == [200] * TITLES * VISITS
    assert counters["faults"]
    # Reviews are asked for by the same visits, by another job.
    asked, failed = Counter(counters["paths"]), Counter(counters["faulty_paths"])
    fetches = {path: n for path, n in (asked - failed).items() if not path.endswith("/reviews")}
    assert set(fetches.values()) == {1}
    assert len(fetches) == TITLES
    assert counters["inner_connections"] == 0
    said = (folder / "worker").read_text()
    assert "127.0.0.1" in said
    assert TOKEN not in said


def fetched(own: OwnDatabase) -> int:
    return do(own, "SELECT count(*) FROM catalog_enrichment WHERE outcome = 'fetched'")[0][0]
