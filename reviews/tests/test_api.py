from typing import get_args

import pytest

from catalog.tests.factories import make_title
from reviews.api import Sort
from reviews.models import Review
from reviews.querysets import ORDERS
from reviews.scoring import score_reviews
from reviews.tests.factories import BAD, GOOD, make_own, make_review, make_scored, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def title():
    return make_title(slug="the-matrix-1999")


@pytest.fixture
def address(title):
    return "/api/v1/titles/the-matrix-1999/reviews"


@pytest.fixture
def ada(client):
    user = make_user("ada")
    client.force_login(user)
    return user


def post(client, address: str, **payload):
    return client.post(address, payload, content_type="application/json")


def patch(client, review: Review, **payload):
    return client.patch(f"/api/v1/reviews/{review.pk}", payload, content_type="application/json")


def test_reviews_are_listed_with_their_sentiment(client, title, address):
    make_review(title, GOOD, rating=9)
    score_reviews(Review.objects.all())
    page = client.get(address).json()
    assert page["total"] == 1
    (review,) = page["items"]
    assert (review["title"], review["rating"]) == ("the-matrix-1999", 9)
    assert review["sentiment"]["label"] == "positive"
    assert review["sentiment"]["sentences"][0]["text"] == "A wonderful film."


def test_what_is_not_scored_has_no_sentiment(client, title, address):
    make_review(title)
    assert client.get(address).json()["items"][0]["sentiment"] is None


def test_the_list_has_filters_orders_and_pages(client, title, address):
    make_scored(title, 0.9, "positive", rating=9, author="ada")
    make_scored(title, 0.5, "positive", rating=8, author="bob")
    make_scored(title, -0.9, "negative", rating=2, author="cyd")
    query = {"sentiment": "positive", "sort": "lowest", "page_size": 1}
    page = client.get(address, query).json()
    assert ([r["author"] for r in page["items"]], page["total"]) == (["bob"], 2)
    assert "page=2" in page["next"]


def test_every_order_of_the_page_is_one_of_the_api():
    assert list(get_args(Sort)) == list(ORDERS)


@pytest.mark.parametrize(
    "query", ["rating=11", "sentiment=good", "sort=x", "page=0", "page_size=101", "q=%00"]
)
def test_a_query_out_of_bounds_is_422(client, title, address, query):
    assert client.get(f"{address}?{query}").status_code == 422


def test_the_summary_counts(client, title):
    make_scored(title, 0.5, "positive", rating=9)
    summary = client.get("/api/v1/titles/the-matrix-1999/sentiment").json()
    assert (summary["n"], summary["compound"], summary["label"]) == (1, 0.5, "positive")
    assert [share["percent"] for share in summary["labels"]] == [100, 0, 0]


def test_a_summary_of_nothing_has_no_label(client, title):
    summary = client.get("/api/v1/titles/the-matrix-1999/sentiment").json()
    assert (summary["n"], summary["compound"], summary["label"]) == (0, None, None)


def test_a_review_is_written_and_found_at_its_location(client, title, address, ada):
    response = post(client, address, body=GOOD, rating=9)
    assert response.status_code == 201
    assert client.get(response["Location"]).json()["body"] == GOOD
    assert Review.objects.get().user == ada


def test_a_second_review_of_a_title_is_409(client, title, address, ada):
    make_own(ada, title)
    assert post(client, address, body=BAD).status_code == 409


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"body": "Short"}, "body"),
        ({"body": " " * 20}, "body"),
        ({"body": GOOD, "rating": 11}, "rating"),
        ({"body": GOOD, "headline": "a" * 201}, "headline"),
        ({"body": GOOD, "ratign": 1}, "ratign"),
        ({}, "body"),
    ],
)
def test_a_review_out_of_bounds_is_422_with_the_field(client, title, address, ada, payload, field):
    response = post(client, address, **payload)
    assert response.status_code == 422
    assert list(response.json()["error"]["fields"]) == [field]


def test_writing_needs_an_account(client, title, address):
    assert post(client, address, body=GOOD).status_code == 401


def test_a_patch_changes_what_is_given_only(client, title, ada):
    review = make_own(ada, title, GOOD, headline="Yes", rating=9)
    assert patch(client, review, rating=None).status_code == 200
    review.refresh_from_db()
    assert (review.body, review.headline, review.rating) == (GOOD, "Yes", None)


def test_own_reviews_can_be_deleted(client, title, ada):
    review = make_own(ada, title)
    assert client.delete(f"/api/v1/reviews/{review.pk}").status_code == 204
    assert not Review.objects.exists()


def test_the_reviews_of_others_are_not_found(client, title, ada):
    for review in (make_own(make_user("eve"), title), make_review(title)):
        assert patch(client, review, body=BAD).status_code == 404
        assert client.delete(f"/api/v1/reviews/{review.pk}").status_code == 404
    assert Review.objects.filter(body=GOOD).count() == 2


def test_the_reviews_of_a_hidden_title_are_not_found(client):
    hidden = make_title("Hidden", is_adult=True)
    review = make_review(hidden)
    for path in (f"titles/{hidden.slug}/reviews", f"titles/{hidden.slug}/sentiment"):
        assert client.get(f"/api/v1/{path}").status_code == 404
    assert client.get(f"/api/v1/reviews/{review.pk}").status_code == 404


def test_the_list_takes_as_many_queries_for_ten_reviews_as_for_one(
    client, title, address, django_assert_num_queries
):
    for _ in range(10):
        make_review(title)
    with django_assert_num_queries(4):
        client.get(address)


def test_blanks_do_not_make_a_text(client, ada, title, address):
    response = post(client, address, body="\t            x")
    assert (response.status_code, set(response.json()["error"]["fields"])) == (422, {"body"})
