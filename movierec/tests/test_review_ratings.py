"""A rating of a review is the person's own; the diary and the review do not undo each other."""

from importlib import import_module
from unittest.mock import patch

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from catalog.models import Title
from catalog.models.tokens import issue_token
from catalog.tests.factories import make_title
from recommendations.diary import mark, rate, viewer_of
from recommendations.models import Mark, Rating, Viewer
from reviews.models import Review

pytestmark = pytest.mark.django_db
WORDS = "A fine film about fish."


@pytest.fixture
def title(db) -> Title:
    return make_title("Herring")


@pytest.fixture
def ada(db) -> User:
    return User.objects.create_user("ada", password="a-long-passphrase")


@pytest.fixture
def send(client, ada, title, django_capture_on_commit_callbacks):
    """Return what sends the review form, the first time a new review, then a change of it."""
    client.force_login(ada)

    def send(rating: int | str, body: str = WORDS) -> None:
        review = Review.objects.filter(user=ada).first()
        path = f"/reviews/{review.pk}/edit/" if review else f"/titles/{title.slug}/reviews/write/"
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(path, {"rating": str(rating), "body": body, "headline": ""})
        assert answer.status_code == 302, answer.context["form"].errors

    return send


def own_rating() -> int | None:
    return Rating.objects.values_list("value", flat=True).first()


def test_a_review_rates(send, ada, title):
    mark(viewer_of(ada, create=True), title, "watchlist")
    send(7)
    rating = Rating.objects.get()
    assert (rating.viewer.user, rating.title, rating.value) == (ada, title, 7)
    assert rating.rated_at
    assert not Mark.objects.exists()


def test_a_review_without_a_rating_rates_nothing(send):
    send("")
    assert not Viewer.objects.exists()


def test_a_review_says_it_after_an_older_rating(send, ada, title):
    rate(viewer_of(ada, create=True), title, 3)
    send(7)
    assert own_rating() == 7


def test_a_later_rating_stays_when_only_the_text_of_the_review_changes(send, ada, title):
    send(7)
    rate(viewer_of(ada), title, 9)
    send(7, "A fine film about two fish.")
    assert own_rating() == 9
    send(6)
    assert own_rating() == 6


def test_a_rating_outlives_the_review_that_gave_it(send, ada, title, client):
    send(7)
    review = Review.objects.get()
    assert (
        "Your rating stays among your ratings" in client.get(f"/reviews/{review.pk}/delete/").text
    )
    client.post(f"/reviews/{review.pk}/delete/")
    assert not Review.objects.exists()
    assert own_rating() == 7


def test_a_rating_that_was_taken_back_does_not_return_with_the_text(send, ada, title):
    send(7)
    rate(viewer_of(ada), title, None)
    send(7, "A fine film about two fish.")
    assert own_rating() is None


def test_the_api_rates_as_the_page_does(client, ada, title, django_capture_on_commit_callbacks):
    asking = {"Authorization": f"Bearer {issue_token(ada)}"}
    path = f"/api/v1/titles/{title.slug}/reviews"
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(path, {"body": WORDS, "rating": 8}, "application/json", headers=asking)
    assert own_rating() == 8
    path = f"/api/v1/reviews/{answer.json()['id']}"
    with django_capture_on_commit_callbacks(execute=True):
        client.patch(path, {"rating": 4}, "application/json", headers=asking)
    assert own_rating() == 4


def test_a_diary_that_cannot_be_written_harms_no_review(send, client, ada):
    with patch("movierec.review_ratings.rate", side_effect=OSError):
        send(7)
    assert Review.objects.get().rating == 7
    assert own_rating() is None


def test_ratings_of_reviews_from_before_are_brought_along(ada, title):
    eve = User.objects.create_user("eve")
    viewer = viewer_of(eve, create=True)
    rate(viewer, title, 2)
    for user, rating in ((ada, 7), (eve, 9)):
        said = {"source": "site", "source_id": str(user.pk), "user": user, "rating": rating}
        Review.objects.create(title=title, body=WORDS, **said)
    Review.objects.create(title=title, body=WORDS, source="imdb", source_id="1", rating=1)
    import_module("movierec.migrations.0003_ratings_of_reviews").rate_as_reviewed(apps, None)
    assert dict(Rating.objects.values_list("viewer__user__username", "value")) == {
        "ada": 7, "eve": 2,
    }  # fmt: skip
    assert Viewer.objects.exclude(pk=viewer.pk).get().source_id == str(ada.pk)
