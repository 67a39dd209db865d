"""A hundred visitors at once: real requests to a real server, and one fetch at the stand-in."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import urllib3
from django.db import connections

from catalog import jobs
from catalog.models import Job
from catalog.tests.factories import make_title
from reviews.models import Review
from reviews.tests.imdb_page_builders import opinions, whole_page

pytestmark = pytest.mark.django_db(transaction=True)

VISITORS, WORKERS = 100, 4


def test_a_hundred_first_visits_of_one_title_cause_one_fetch(live_server, imdb):
    title = make_title(imdb_id="tt0133093")
    imdb.page("/title/tt0133093/reviews/", whole_page(opinions(25)))
    browsers = urllib3.PoolManager(maxsize=16)
    all_at_once = threading.Barrier(16)

    def visit(n: int) -> int:
        if n < all_at_once.parties:
            all_at_once.wait(30)
        url = f"{live_server.url}{title.get_absolute_url()}"
        return browsers.request("GET", url, timeout=60, retries=False).status

    visits_are_over = threading.Event()

    def work() -> None:
        while not visits_are_over.is_set() or Job.objects.exclude(state="done").exists():
            jobs.work_next() or visits_are_over.wait(0.02)
        connections.close_all()

    with ThreadPoolExecutor(16) as visitors, ThreadPoolExecutor(WORKERS) as workers:
        working = [workers.submit(work) for _ in range(WORKERS)]
        statuses = list(visitors.map(visit, range(VISITORS)))
        visits_are_over.set()
        for each in working:
            each.result(60)
    assert statuses == [200] * VISITORS
    assert imdb.count("/title/") == 1
    assert Job.objects.filter(kind="reviews").count() == 1
    assert Review.objects.filter(title=title).count() == 25
