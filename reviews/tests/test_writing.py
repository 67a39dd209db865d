import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from catalog.tests.factories import make_title
from reviews.models import Review
from reviews.tests.factories import BAD, GOOD, make_own, make_review, make_user
from reviews.writing import (
    AlreadyReviewed,
    Opinion,
    change_review,
    own_review_of,
    own_reviews,
    write_review,
)

pytestmark = pytest.mark.django_db


def test_a_written_review_is_scored_once_it_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        review = make_own(make_user(), make_title(), GOOD, rating=9)
    assert not review.is_scored
    review.refresh_from_db()
    assert (review.label, review.rating, review.source) == ("positive", 9, "site")


def test_nothing_is_scored_when_the_transaction_fails(django_capture_on_commit_callbacks):
    user, title = make_user(), make_title()
    with (
        django_capture_on_commit_callbacks() as callbacks,
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        make_own(user, title)
        raise ZeroDivisionError
    assert callbacks == []


def test_a_changed_review_loses_its_score_and_gets_a_new_one(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        review = make_own(make_user(), make_title(), GOOD)
    review.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        change_review(review, Opinion(BAD))
        assert not Review.objects.get().is_scored
    assert Review.objects.get().label == "negative"


def test_an_engine_that_fails_does_not_lose_the_review(
    django_capture_on_commit_callbacks, monkeypatch
):
    def failing(queryset):
        raise RuntimeError("no lexicon")

    monkeypatch.setattr("reviews.writing.score_reviews", failing)
    with django_capture_on_commit_callbacks(execute=True):
        make_own(make_user(), make_title())
    assert not Review.objects.get().is_scored


def test_a_second_review_of_a_title_is_refused_and_the_first_stays():
    user, title = make_user(), make_title()
    make_own(user, title, GOOD)
    with pytest.raises(AlreadyReviewed):
        write_review(user, title, Opinion(BAD))
    assert Review.objects.get().body == GOOD


def test_own_reviews_are_those_of_this_person_on_visible_titles():
    ada, eve = make_user("ada"), make_user("eve")
    title = make_title()
    own = make_own(ada, title)
    make_own(eve, title)
    make_own(ada, make_title("Hidden", is_adult=True))
    make_review(title)
    assert list(own_reviews(ada)) == [own]


def test_a_visitor_without_account_has_no_review(django_assert_num_queries):
    title = make_title()
    make_review(title)
    with django_assert_num_queries(0):
        assert own_review_of(AnonymousUser(), title) is None
        assert own_review_of(None, title) is None
