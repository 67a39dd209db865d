"""Frames into tables and back, the same on both databases."""

from datetime import UTC, datetime

import polars as pl
import pytest
from django.db import IntegrityError, transaction

from catalog.bulk import insert_frame, read_frame, update_frame
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
