import pytest
from django.urls import reverse

from catalog.tests.factories import make_title
from reviews.models import Review
from reviews.tests.factories import BAD, make_review

pytestmark = pytest.mark.django_db

LIST = "/admin/reviews/review/"


@pytest.fixture
def reviews():
    title = make_title()
    return [make_review(title, author=f"Author {n}") for n in range(30)]


def test_the_list_takes_as_many_queries_for_thirty_reviews_as_for_one(
    admin_client, reviews, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        response = admin_client.get(LIST, {"q": "Author"})
    assert response.context["cl"].result_count == 30


def test_chosen_reviews_are_scored_again(admin_client, reviews):
    chosen = {"action": "score_again", "_selected_action": [reviews[0].pk, reviews[1].pk]}
    response = admin_client.post(LIST, chosen, follow=True)
    assert "2 reviews scored." in response.content.decode()
    assert Review.objects.scored().count() == 2


def test_a_text_that_an_analyst_changes_is_scored_anew(
    admin_client, reviews, django_capture_on_commit_callbacks
):
    review = reviews[0]
    form = {"title": review.title_id, "source": "sample", "source_id": "1", "body": BAD}
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("admin:reviews_review_change", args=[review.pk]), form)
    review.refresh_from_db()
    assert review.label == "negative"
