import pytest

from catalog.tests.factories import make_title
from reviews.models import AspectMention, Review
from reviews.scoring_job import score_title
from reviews.sources.base import ReviewRecord
from reviews.storing import store_reviews

pytestmark = pytest.mark.django_db

BODY = "The acting is superb from the first scene on."


def store(title, **facts):
    touched = store_reviews(title, "imdb", [ReviewRecord("rw1", BODY, **facts)])
    for title_id in touched:
        score_title(title_id)


def test_what_is_said_of_aspects_moves_with_its_review():
    wrong, right = make_title("Heat"), make_title("Alien")
    store(wrong)
    assert AspectMention.objects.get().title == wrong
    store(right)
    assert AspectMention.objects.get().title == right
    assert list(right.aspect_scores.values_list("aspect", "n")) == [("acting", 1)]
    assert not wrong.aspect_scores.exists()


def test_what_its_source_comes_to_mark_as_a_spoiler_is_quoted_no_more():
    title = make_title()
    store(title)
    assert title.aspect_scores.get().praise_quotes
    store(title, is_spoiler=True)
    assert Review.objects.get().is_spoiler
    assert title.aspect_scores.get().praise_quotes == []
