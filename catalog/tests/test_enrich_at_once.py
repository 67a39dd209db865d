"""Enrichment beside other writers: other jobs, a load, an analyst."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection, transaction

from catalog.canonical import CreditFact
from catalog.clients.errors import NotNow
from catalog.enriching.asking import Answer
from catalog.enriching.facts import TitleFacts
from catalog.enriching.storing import source_file, store
from catalog.loading.locking import refuse_other_writers
from catalog.models import Company, Keyword, Person, Title
from catalog.tests.factories import make_title

NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def told(number: int, *, has_words: bool = True) -> TitleFacts:
    """Return an answer that names the same people and words as others, in another order."""
    numbers = list(range(60))
    order = numbers[number * 7 % 60 :] + numbers[: number * 7 % 60]
    return TitleFacts(
        tmdb_id=1000 + number,
        imdb_id=None,
        facts={"runtime_minutes": 90 + number},
        lists={
            name: [f"{name} {n}" for n in order] for name in ("keywords", "companies") if has_words
        },
        credits=[CreditFact(f"Person {n}", "actor", str(n + 1)) for n in order],
    )


@pytest.mark.parametrize("has_words", [True, False])
def test_jobs_that_bring_the_same_names_at_once_all_succeed(has_words):
    titles = [make_title(f"Title {number}", start_year=None) for number in range(6)]
    source_file("tmdb", NOW)  # else the first to make it would keep the others waiting
    ready = Barrier(len(titles))

    def enrich(number: int) -> bool:
        try:
            ready.wait(10)
            with transaction.atomic():
                return store(titles[number].pk, Answer(told(number, has_words=has_words)), NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(titles)) as threads:
        assert all(threads.map(enrich, range(len(titles))))
    words = 60 if has_words else 0
    assert [model.objects.count() for model in (Person, Keyword, Company)] == [60, words, words]
    assert {title.credits.count() for title in titles} == {60}
    assert {title.keywords.count() for title in titles} == {words}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_enrichment_stands_back_while_a_load_runs():
    title = make_title()

    def enrich() -> str:
        try:
            with transaction.atomic():
                store(title.pk, Answer(told(1)), NOW)
            return "stored"
        except NotNow:
            return "not now"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            refuse_other_writers()
            assert thread.submit(enrich).result(10) == "not now"
        assert thread.submit(enrich).result(10) == "stored"
    assert Title.objects.get().runtime_minutes == 91


def test_half_an_enrichment_is_none():
    title = make_title(start_year=None)
    with pytest.raises(RuntimeError), transaction.atomic():
        store(title.pk, Answer(told(1)), NOW)
        raise RuntimeError("the worker dies here")
    assert (Person.objects.count(), title.keywords.count()) == (0, 0)
    assert Title.objects.get().runtime_minutes is None
