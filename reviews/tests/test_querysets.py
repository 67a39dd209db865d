from datetime import UTC, datetime

import pytest

from catalog.tests.factories import make_title
from reviews.models import Review
from reviews.querysets import ORDERS
from reviews.tests.factories import make_review, make_scored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("newest", ["late", "early", "bare"]),
        ("oldest", ["early", "late", "bare"]),
        ("highest", ["early", "late", "bare"]),
        ("lowest", ["late", "early", "bare"]),
        ("positive", ["late", "early", "bare"]),
        ("critical", ["early", "late", "bare"]),
    ],
)
def test_orders_put_what_is_unknown_last(order, expected):
    title = make_title()
    early, late = (datetime(year, 1, 1, tzinfo=UTC) for year in (2001, 2002))
    make_scored(title, 0.9, "positive", author="late", published_at=late, rating=2)
    make_review(title, author="bare")
    make_scored(title, -0.9, "negative", author="early", published_at=early, rating=9)
    assert [review.author for review in Review.objects.all().in_order_of(order)] == expected
    assert order in ORDERS


def test_mentioning_needs_every_word_in_headline_or_body():
    title = make_title()
    make_review(title, "The ending is dull.", headline="Long")
    make_review(title, "The ending is grand.", headline="Short")
    assert Review.objects.all().mentioning("long ENDING").count() == 1
    assert Review.objects.all().mentioning("the end").count() == 2
    assert Review.objects.all().mentioning("100%").count() == 0


def test_matching_meets_every_condition():
    title = make_title()
    make_scored(title, 0.9, "positive", rating=9)
    make_scored(title, 0.9, "positive", rating=8)
    make_scored(title, -0.9, "negative", rating=9, source="imdb_dataset")
    assert Review.objects.all().matching(sentiment="positive", rating=9).count() == 1
    assert Review.objects.all().matching(source="imdb_dataset").count() == 1
    assert Review.objects.all().matching().count() == 3
