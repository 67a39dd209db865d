"""The health of a source: counted by day, and an alarm once when nothing comes any more."""

import logging
from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import timezone

from catalog.models import Upstream
from catalog.tests.factories import make_title
from catalog.tests.stand_in import Page
from reviews.models import SourceHealth, SourceStatus
from reviews.tests.fetching import refresh
from reviews.tests.imdb_page_builders import PADDING, opinions, whole_page

pytestmark = pytest.mark.django_db(transaction=True)


def test_five_answers_without_yield_sound_the_alarm_once(imdb, caplog):
    titles = [make_title(f"Film {n}", imdb_id=f"tt000000{n}") for n in range(1, 9)]
    imdb.answer("/title/", lambda path, query: Page(PADDING))
    with caplog.at_level(logging.ERROR, "reviews.health"):
        for n, title in enumerate(titles, start=1):
            Upstream.objects.update(broken_until=None, failures=0)
            refresh(title)
            assert len(caplog.records) == (n >= 5)
    assert "nothing could be read from 5 answers in a row" in caplog.text
    assert SourceStatus.objects.get().alarmed_at is not None


def test_the_alarm_ends_with_the_first_reviews(imdb):
    SourceStatus.objects.create(
        source="imdb",
        last_outcome="layout_changed",
        last_asked_at=timezone.now(),
        failing_since=timezone.now(),
        answers_without_yield=7,
        alarmed_at=timezone.now(),
    )
    imdb.answer("/title/", lambda path, query: Page(whole_page(opinions(2))))
    refresh(make_title(imdb_id="tt0133093"))
    status = SourceStatus.objects.get()
    assert (status.alarmed_at, status.failing_since, status.answers_without_yield) == (
        None,
        None,
        0,
    )


def test_yield_is_counted_by_day_and_outcome(imdb):
    imdb.answer("/title/", lambda path, query: Page(whole_page(opinions(3))))
    with time_machine.travel(datetime(2026, 8, 3, 12, tzinfo=UTC), tick=False):
        for n in range(2):
            refresh(make_title(f"Film {n}", imdb_id=f"tt000000{n}"))
    health = SourceHealth.objects.get()
    assert (str(health.day), health.outcome, health.fetches, health.reviews) == (
        "2026-08-03",
        "fetched",
        2,
        6,
    )
