"""Rows written by a thread of its own: in order, all or none, errors where one waits."""

import threading

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction

from catalog.bulk import insert_frame, read_frame, writing_in_background
from catalog.bulk.background import MAX_WAITING, BackgroundWriter, current_writer
from catalog.models import AggregateRating, Title
from catalog.tests.factories import make_title


@pytest.fixture
def writer():
    writer = BackgroundWriter()
    yield writer
    writer.close()


def fail() -> None:
    raise ValueError("broken")


def test_jobs_run_in_order(writer):
    done: list[int] = []
    for number in range(3 * MAX_WAITING):
        writer.hand_over(lambda number=number: done.append(number))
    writer.wait()
    assert done == list(range(3 * MAX_WAITING))


def test_an_error_is_raised_at_the_next_wait_and_once(writer):
    writer.hand_over(fail)
    with pytest.raises(ValueError, match="broken"):
        writer.wait()
    writer.wait()


def test_an_error_is_raised_at_the_latest_when_many_wait(writer):
    writer.hand_over(fail)
    with pytest.raises(ValueError, match="broken"):
        for _ in range(MAX_WAITING):
            writer.hand_over(lambda: None)


def test_what_has_not_begun_when_it_closes_never_runs(writer):
    may_end, done = threading.Event(), []
    writer.hand_over(may_end.wait)
    writer.hand_over(lambda: done.append("late"))
    threading.Timer(0.05, may_end.set).start()
    writer.close()
    assert done == []


@pytest.fixture
def title(db) -> Title:
    return make_title()


@pytest.fixture
def in_background(db) -> None:
    """Skip what only PostgreSQL has."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one connection and one writer: nothing runs in the background")


def ratings(title: Title, *sources: str, average: float = 5.0) -> pl.DataFrame:
    n = len(sources)
    return pl.DataFrame(
        {"title_id": [title.pk] * n, "source": list(sources), "average": [average] * n}
    )


def test_rows_are_there_when_anybody_asks(title):
    with writing_in_background():
        insert_frame(AggregateRating, ratings(title, "one", "two"))
        assert title.ratings.count() == 2
        insert_frame(AggregateRating, ratings(title, "three"))
        sql = "SELECT source FROM catalog_aggregaterating"
        assert read_frame(sql, {"source": pl.String}).height == 3
        insert_frame(AggregateRating, ratings(title, "four"))
    assert title.ratings.count() == 4


def test_rows_that_break_a_rule_are_told_of_at_the_next_query(title, in_background):
    with pytest.raises(IntegrityError), transaction.atomic(), writing_in_background():
        insert_frame(AggregateRating, ratings(title, "one", average=11.0))
        Title.objects.count()
        pytest.fail("the query was answered")


def test_rows_that_break_a_rule_are_told_of_at_the_end(title):
    with pytest.raises(IntegrityError), transaction.atomic(), writing_in_background():
        insert_frame(AggregateRating, ratings(title, "one", average=11.0))
    assert not title.ratings.exists()


def test_nothing_is_written_after_a_rollback(title):
    with pytest.raises(KeyError), transaction.atomic(), writing_in_background():
        for number in range(2 * MAX_WAITING):
            insert_frame(AggregateRating, ratings(title, f"source {number}"))
        raise KeyError
    assert not title.ratings.exists()


def test_no_writer_is_left_behind(title):
    with pytest.raises(KeyError), transaction.atomic(), writing_in_background():
        raise KeyError
    assert current_writer() is None
    insert_frame(AggregateRating, ratings(title, "one"))
    assert title.ratings.count() == 1


def test_there_is_a_writer_on_postgresql_only(db):
    with writing_in_background():
        assert (current_writer() is not None) == (connection.vendor == "postgresql")
