from datetime import UTC, datetime

import pytest

from catalog.tests.factories import make_title
from reviews.highlights import highlights
from reviews.models import Review
from reviews.scoring import score_reviews
from reviews.tests.factories import make_review, make_scored

pytestmark = pytest.mark.django_db


def roles(title):
    chosen = highlights(title)
    return [(highlight.role, highlight.review.author) for highlight in chosen]


def test_the_extremes_come_first_then_the_newest_others():
    title = make_title()
    make_scored(title, 0.9, "positive", author="best")
    make_scored(title, 0.5, "positive", author="good")
    make_scored(title, -0.9, "negative", author="worst")
    make_review(title, author="new", published_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert roles(title) == [
        ("Most positive", "best"),
        ("Most critical", "worst"),
        ("Newest", "new"),
        ("Also new", "good"),
    ]


def test_what_is_not_negative_is_never_the_most_critical():
    title = make_title()
    make_scored(title, 0.0, "mixed", author="even")
    assert roles(title) == [("Newest", "even")]


def test_a_review_whose_stars_contradict_its_words_stands_for_neither_side():
    title = make_title()
    make_scored(title, -0.9, "negative", rating=10, author="misread")
    make_scored(title, -0.5, "negative", rating=3, author="critic")
    assert roles(title) == [("Most critical", "critic"), ("Newest", "misread")]


def test_one_that_can_be_read_stands_before_one_that_is_masked():
    title = make_title()
    make_scored(title, -0.9, "negative", author="hidden", is_spoiler=True)
    masked = {"body": "Oswald dies.", "sentence_scores": [[0, 12, -0.8, 0.9]]}
    make_scored(title, -0.8, "negative", author="masked", **masked)
    make_scored(title, -0.5, "negative", author="readable")
    assert roles(title)[0] == ("Most critical", "readable")


def test_dots_say_that_there_is_more():
    title = make_title()
    make_review(title, "Short and good.", author="short")
    make_review(title, "A sentence that says something of it. " * 20, author="long")
    score_reviews(Review.objects.all())
    cut = {each.review.author: each.shown.is_cut for each in highlights(title)}
    assert cut == {"short": False, "long": True}
