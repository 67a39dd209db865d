"""The whole chain: a visit, a row, a bell, a Celery worker, a stand-in with faults, stored rows."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from catalog.tests.job_processes import BEAT, WORKER, Asker, Process, job_environment, wait_until
from catalog.tests.own_databases import ROOT, OwnDatabase, own_database
from catalog.tests.own_redis import own_redis
from catalog.tests.stand_in import Page, StandIn
from catalog.tests.test_load_kill import VENDOR, server
from reviews.tests.imdb_page_builders import embedded_page, opinions

pytestmark = pytest.mark.workers

TITLES, PER_PAGE = 12, 10
MAKE_TITLES = f"""
import django
django.setup()
from catalog.tests.factories import make_title
for n in range(1, {TITLES + 1}):
    make_title(f"Film {{n}}", start_year=2000, imdb_id=f"tt{{n:07d}}")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("fetching")


@pytest.fixture(scope="module")
def upstream() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        stand_in.answer("/title/", two_pages)
        yield stand_in


def two_pages(path: str, query: dict[str, str]) -> Page:
    """Answer with the first or the second page of a title's reviews, whose ids are its own."""
    number = int(path.split("/")[2].removeprefix("tt"))
    ids = [f"rw{number * 1_000 + i}" for i in range(2 * PER_PAGE)]
    all_reviews = [
        type(opinion)(id=review_id, text=opinion.text)
        for review_id, opinion in zip(ids, opinions(2 * PER_PAGE), strict=True)
    ]
    first, second = all_reviews[:PER_PAGE], all_reviews[PER_PAGE:]
    if "paginationKey" in query:
        return Page(embedded_page(second, total=2 * PER_PAGE))
    return Page(embedded_page(first, total=2 * PER_PAGE, cursor="second"))


@pytest.fixture(scope="module")
def own(folder) -> Iterator[OwnDatabase]:
    with own_database(VENDOR, folder, server(), settings.TEST_DB_SUFFIX) as database:
        yield database


@pytest.fixture(scope="module")
def env(own, folder, upstream) -> Iterator[dict[str, str]]:
    """Give the environment of all processes, and a database with titles."""
    with own_redis(folder) as redis:
        env = job_environment(own, folder, redis.url) | upstream.environment
        env |= {
            "DJANGO_SETTINGS_MODULE": "reviews.tests.fetching_settings",
            "IMDB_REVIEWS": "on",
            "TMDB_API_TOKEN": "",
        }
        subprocess.run([sys.executable, "-c", MAKE_TITLES], cwd=ROOT, env=env, check=True)  # noqa: S603
        yield env


def rows(database: OwnDatabase, sql: str) -> list[tuple[Any, ...]]:
    with closing(database.connect()) as connection:
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()


def test_visits_are_fetched_for_through_faults_and_kills(own, env, folder, upstream):
    """A sixth of the answers fail, and the worker's children are killed in the middle of it."""
    upstream.fault("error_500", path="/title/", share=0.1)
    upstream.fault("half", path="/title/", share=0.07)
    worker, beat = (
        Process(command, env, folder / f"said-{n}") for n, command in enumerate((WORKER, BEAT))
    )
    visitor = Asker(env)
    try:
        worker.start()
        beat.start()
        paths = [f"/titles/film-{n}-2000/" for n in range(1, TITLES + 1)]
        assert visitor.get(*paths, *paths)["statuses"] == [200] * 2 * TITLES
        wait_until(lambda: rows(own, "SELECT count(*) FROM reviews_review")[0][0] > PER_PAGE)
        for child in worker.children():
            subprocess.run(["kill", "-9", str(child)], check=False)  # noqa: S603, S607
        wait_until(lambda: states(own) == {"done": 2 * TITLES}, 300)
    finally:
        visitor.end()
        worker.end()
        beat.end()
    stored = rows(own, "SELECT count(*), count(DISTINCT source_id) FROM reviews_review")
    assert stored == [(TITLES * 2 * PER_PAGE,) * 2]
    fetches = rows(
        own, "SELECT outcome, pages, found, count(*) FROM reviews_reviewfetch GROUP BY 1,2,3"
    )
    assert fetches == [("fetched", 2, 2 * PER_PAGE, TITLES)]
    assert rows(own, "SELECT count(*) FROM reviews_review WHERE scored_by = ''") == [(0,)]


def states(own: OwnDatabase) -> dict[str, int]:
    """Count the jobs that fetch and read reviews by their state."""
    found = rows(own, "SELECT kind, state FROM catalog_job")
    return Counter(state for kind, state in found if kind in ("reviews", "score"))
