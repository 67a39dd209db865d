"""Frames into tables and back, the same on both databases."""

from datetime import UTC, datetime

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction

from catalog.bulk import filling, insert_frame, read_frame, update_frame
from catalog.models import AggregateRating, SourceFile
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db


def test_times_are_of_utc_and_come_back_through_the_model():
    seen_at = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
    texts = {"dataset": "d", "source": "s", "name": "", "sha256": "x"}
    for zone in ("UTC", None):
        time = pl.lit(seen_at.replace(tzinfo=None)).dt.replace_time_zone(zone)
        frame = pl.select(**{name: pl.lit(text) for name, text in texts.items()})
        frame = frame.with_columns(first_loaded_at=time, sha256=pl.lit(str(zone)))
        insert_frame(SourceFile, frame)
    assert {(file.name, file.first_loaded_at) for file in SourceFile.objects.all()} == {
        ("", seen_at)
    }
    assert SourceFile.objects.filter(first_loaded_at=seen_at).count() == 2


def test_null_and_empty_texts_come_back_apart():
    sql = "SELECT CAST(NULL AS VARCHAR(9)), CAST('' AS VARCHAR(9)), CAST(NULL AS INTEGER)"
    frame = read_frame(sql, {"null": pl.String, "empty": pl.String, "number": pl.Int64})
    assert frame.rows() == [(None, "", None)]


@pytest.fixture
def ratings() -> list[AggregateRating]:
    title = make_title(ratings={"one": (1.0, 1), "two": (2.0, None), "three": (3.0, 3)})
    return list(title.ratings.order_by("average"))


def test_an_update_sets_the_given_columns_of_the_given_rows(ratings):
    one, two, _ = ratings
    frame = pl.DataFrame({"id": [two.pk, one.pk, 10**6], "votes": [22, None, 5]})

    update_frame(AggregateRating, frame)

    assert list(AggregateRating.objects.order_by("average").values_list("average", "votes")) == [
        (1.0, None),
        (2.0, 22),
        (3.0, 3),
    ]


def test_an_update_of_nothing_does_nothing_and_another_may_follow(ratings):
    update_frame(AggregateRating, pl.DataFrame({"id": [], "votes": []}))
    for votes in (7, 8):
        update_frame(AggregateRating, pl.DataFrame({"id": [ratings[0].pk], "votes": [votes]}))
    sql = "SELECT votes FROM catalog_aggregaterating WHERE average = %s"
    assert read_frame(sql, {"votes": pl.Int64}, [1.0])["votes"].to_list() == [8]


def test_an_update_that_breaks_a_rule_is_refused(ratings):
    with pytest.raises(IntegrityError), transaction.atomic():
        update_frame(AggregateRating, pl.DataFrame({"id": [ratings[0].pk], "average": [11.0]}))


def constraints() -> dict[str, object]:
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, AggregateRating._meta.db_table)


def rating_rows(*sources: str, title_id: int, average: float = 5.0) -> pl.DataFrame:
    n = len(sources)
    return pl.DataFrame(
        {"title_id": [title_id] * n, "source": list(sources), "average": [average] * n}
    )


def test_an_empty_table_is_filled_and_is_what_it_was():
    title, before = make_title(), constraints()

    with filling(AggregateRating) as insert:
        insert(rating_rows("one", "two", title_id=title.pk))
        insert(rating_rows(title_id=title.pk))
        insert(rating_rows("three", title_id=title.pk))

    assert constraints() == before
    assert {rating.source for rating in title.ratings.all()} == {"one", "two", "three"}
    last = max(rating.pk for rating in title.ratings.all())
    assert title.ratings.create(source="four", average=1).pk == last + 1
    for twice in (rating_rows("one", title_id=title.pk), rating_rows("x", title_id=title.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_frame(AggregateRating, twice.with_columns(average=11.0))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_frame(AggregateRating, rating_rows("one", title_id=title.pk))


def test_a_table_with_rows_is_added_to(ratings):
    title = ratings[0].title
    with filling(AggregateRating) as insert:
        insert(rating_rows("four", title_id=title.pk))
        assert title.ratings.count() == 4


def test_a_table_may_be_filled_twice():
    title = make_title()
    for source in ("one", "two"):
        AggregateRating.objects.all().delete()
        with filling(AggregateRating) as insert:
            insert(rating_rows(source, title_id=title.pk))
    assert title.ratings.get().source == "two"


@pytest.mark.parametrize("broken", ["title", "twice", "average"])
def test_rows_that_break_a_rule_fill_nothing(broken):
    title, before = make_title(), constraints()
    rows = {
        "title": rating_rows("one", title_id=title.pk + 1000),
        "twice": rating_rows("one", "one", title_id=title.pk),
        "average": rating_rows("one", title_id=title.pk, average=11.0),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        with filling(AggregateRating) as insert:
            insert(rows[broken])
        connection.check_constraints()  # SQLite looks at foreign keys when all is done
    assert (AggregateRating.objects.count(), constraints()) == (0, before)
