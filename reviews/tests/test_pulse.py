from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.ratings import whole_percents
from catalog.tests.factories import make_title
from reviews.pulse import sentiment_summary, shares
from reviews.tests.factories import make_review, make_scored


@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=12))
def test_percents_sum_to_100_and_are_within_one_of_the_truth(counts):
    percents = whole_percents(counts)
    total = sum(counts)
    assert sum(percents) == (100 if total else 0)
    for n, percent in zip(counts, percents, strict=True):
        assert abs(percent * total - 100 * n) < max(total, 1)


def test_the_largest_remainder_gets_the_last_percent():
    assert whole_percents([1, 1, 1]) == [34, 33, 33]
    assert whole_percents([2, 1]) == [67, 33]


def test_each_share_begins_where_the_one_before_ends():
    parts = shares([("a", "A", 1), ("b", "B", 1), ("c", "C", 2)])
    assert [(part.start, part.percent) for part in parts] == [(0, 25), (1, 25), (2, 50)]


@pytest.mark.django_db
def test_a_title_without_reviews_says_nothing():
    summary = sentiment_summary(make_title())
    assert (summary.n, summary.compound, summary.label, summary.mean_rating) == (0, None, "", None)
    assert summary.sources == []
    assert summary.most_alike == 0


@pytest.mark.django_db
def test_the_summary_counts_over_all_sources():
    title = make_title()
    make_scored(title, 0.9, "positive", rating=10, published_at=datetime(2020, 1, 1, tzinfo=UTC))
    make_scored(title, 0.3, "positive", rating=8, source="imdb_dataset")
    make_scored(title, -0.3, "negative")
    make_review(title, rating=8, published_at=datetime(2021, 1, 1, tzinfo=UTC))
    make_review(make_title("Elsewhere"))
    summary = sentiment_summary(title)
    assert (summary.n, summary.n_scored, summary.n_rated) == (4, 3, 3)
    assert (summary.compound, summary.label) == (0.3, "positive")
    assert [share.n for share in summary.labels] == [2, 0, 1]
    assert summary.mean_rating == 8.67
    assert [share.n for share in summary.ratings] == [0, 0, 0, 0, 0, 0, 0, 2, 0, 1]
    assert [(s.value, s.n) for s in summary.sources] == [("imdb_dataset", 1), ("sample", 3)]
    assert summary.latest_published_at == datetime(2021, 1, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_the_summary_is_one_query(django_assert_num_queries):
    title = make_title()
    make_scored(title, 0.9, "positive", rating=10)
    with django_assert_num_queries(1):
        sentiment_summary(title)
