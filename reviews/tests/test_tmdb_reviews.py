"""Reviews out of TMDB's answers: what is read, what is missing, what has a name."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from catalog.clients.payload import read
from catalog.clients.tmdb_payloads import ReviewPage
from reviews.sources.base import SourceAnswer
from reviews.sources.tmdb_reviews import read_reviews

TEXT = "A lighthouse, a storm, two men.\r\n\r\nI <em>loved</em> every minute."


def review(**facts: Any) -> dict[str, Any]:
    return {
        "id": "58a23e01c3a3687f72003c30",
        "author": "Ada L.",
        "author_details": {"username": "ada-l", "rating": 8.0},
        "content": TEXT,
        "created_at": "2021-03-14T17:22:35.385Z",
        "url": "https://www.themoviedb.org/review/58a23e01c3a3687f72003c30",
    } | facts


def read_page(*reviews: Any, **facts: Any) -> SourceAnswer:
    n = len(reviews)
    page = {"page": 1, "results": list(reviews), "total_pages": 1, "total_results": n} | facts
    return read_reviews(read(ReviewPage, page))


def test_everything_a_review_says_is_read():
    answer = read_page(review())
    (record,) = answer.records
    assert (answer.outcome, answer.claimed, answer.missing) == ("fetched", 1, {})
    assert record.body == "A lighthouse, a storm, two men.\n\nI loved every minute."
    assert (record.author, record.rating) == ("Ada L.", 8)
    assert record.published_at == datetime(2021, 3, 14, 17, 22, 35, 385_000, tzinfo=UTC)
    assert record.url.endswith("/58a23e01c3a3687f72003c30")


@pytest.mark.parametrize(
    ("given", "expected"), [(None, None), (0.5, 1), (1.0, 1), (7.5, 8), (10.0, 10), (0.0, None)]
)
def test_ratings_are_whole(given, expected):
    (record,) = read_page(review(author_details={"rating": given})).records
    assert record.rating == expected


def test_the_oldest_answers_know_no_date():
    answer = read_page({"id": "58a2", "author": "Ada L.", "content": "Good.", "url": ""})
    assert (answer.outcome, answer.missing) == ("fields_missing", {"date": 1})


def test_an_address_elsewhere_is_left_out():
    (record,) = read_page(review(url="javascript:alert(1)")).records
    assert record.url == ""


@pytest.mark.parametrize("lost", [{"content": None}, {"content": "  "}, {"id": None}])
def test_a_review_without_text_or_id_is_counted(lost):
    answer = read_page(review(), review(id="58a3", **lost) if "id" not in lost else review(**lost))
    assert (answer.outcome, len(answer.records)) == ("partial", 1)
    assert answer.missing["text or id"] == 1


def test_the_next_page_is_named():
    assert read_page(review(), total_pages=3).cursor == "2"
    assert read_page(review(), page=3, total_pages=3).cursor == ""


def test_only_an_answer_that_counts_none_has_none():
    assert read_page().outcome == "no_reviews"
    assert read_page(total_results=200).outcome == "reviews_missing"
    assert read_page(total_results=None).outcome == "layout_changed"
    assert read_reviews(read(ReviewPage, {"total_results": 0})).outcome == "layout_changed"


@pytest.mark.real_files
@pytest.mark.parametrize(
    "file", ["movie-details-append-response", "tv-series-details-append-response"]
)
def test_real_answers_lose_no_review(file, real_files):
    path = real_files / "payloads" / "tmdb" / "adamayoung_TMDb" / f"{file}.json"
    reviews = json.loads(path.read_text())["reviews"]
    answer = read_reviews(read(ReviewPage, reviews))
    assert [record.source_id for record in answer.records] == [r["id"] for r in reviews["results"]]
    assert answer.outcome.has_yield
