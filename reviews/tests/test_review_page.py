from datetime import UTC, datetime

import pytest
from django.urls import reverse

from catalog.tests.factories import make_title
from reviews.pulses import mark_stale, refresh_pulses
from reviews.tests.factories import make_scored
from reviews.trends import over_time, stars_and_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def title():
    return make_title()


@pytest.fixture
def page(title):
    return reverse("reviews:list", args=[title.slug])


def authors(client, page, **query):
    return [each.review.author for each in client.get(page, query).context["reviews"]]


def dated(title, year, compound):
    at = datetime(year, 6, 1, tzinfo=UTC)
    return make_scored(title, compound, "positive", published_at=at)


def test_the_most_typical_is_nearest_to_the_middle_of_words_and_stars(client, title, page):
    for author, compound, rating in (
        ("typical", 0.7, 8),
        ("glowing", 0.99, 10),
        ("bitter", -0.9, 1),
        ("silent", 0.7, None),
        ("usual", 0.65, 8),
    ):
        make_scored(title, compound, "positive", author=author, rating=rating)
    make_scored(title, None, "", author="unscored")
    mark_stale([title.pk])
    refresh_pulses()
    order = authors(client, page, sort="typical")
    assert order == ["typical", "usual", "silent", "glowing", "bitter", "unscored"]


def test_before_anything_is_summed_up_typical_is_newest(client, title, page):
    for author in ("first", "second"):
        make_scored(title, 0.5, "positive", author=author)
    assert authors(client, page, sort="typical") == ["second", "first"]


def test_sentiment_over_time_has_a_drawing_and_a_table(client, title, page):
    dated(title, 2001, 0.5)
    dated(title, 2001, 0.7)
    dated(title, 2011, -0.2)
    assert [(p.name, p.n, p.compound) for p in over_time(title)] == [
        ("2001", 2, 0.6),
        ("2011", 1, -0.2),
    ]
    html = client.get(page).content.decode()
    assert '<title id="over-time-title">Sentiment over time</title>' in html
    assert '<th scope="row">2011</th><td>1</td><td>−0.20</td>' in html


def test_one_period_or_none_is_said_in_words(client, title, page):
    make_scored(title, 0.5, "positive")
    assert "None of these reviews has a date that is known." in client.get(page).content.decode()
    dated(title, 2001, 0.5)
    assert "All dated reviews are of Jun 2001" in client.get(page).content.decode()


def test_stars_stand_beside_words(client, title, page):
    make_scored(title, 0.8, "positive", rating=9)
    make_scored(title, -0.8, "negative", rating=9)
    make_scored(title, -0.6, "negative", rating=2)
    make_scored(title, 0.0, "mixed", rating=2)
    found = stars_and_words(title)
    assert [(r.rating, r.n, r.positive, r.mixed, r.negative) for r in found.rows] == [
        (9, 2, 50, 0, 50),
        (2, 2, 0, 50, 50),
    ]
    assert found.agree_percent == 67
    html = client.get(page).content.decode()
    assert "<strong>67 %</strong> of the reviews say in words what their stars say." in html
    assert "Opinion is divided" in html


def test_an_empty_result_offers_the_page_without_each_filter(client, title, page):
    make_scored(title, 0.5, "positive", rating=9)
    html = client.get(page, {"rating": 3, "sentiment": "positive"}).content.decode()
    assert "No review meets all of these conditions." in html
    assert f'href="{page}?sentiment=positive"' in html
    assert "3 of 10" in html


def test_what_is_said_of_no_aspect_is_no_filter(client, title, page):
    make_scored(title, 0.5, "positive", author="ada")
    response = client.get(page, {"said": "blame"})
    assert [each.review.author for each in response.context["reviews"]] == ["ada"]
    assert response.context["conditions"] == {}


def test_the_canonical_address_has_no_query(client, title, page):
    html = client.get(page, {"sort": "oldest", "reveal": "1-2"}).content.decode()
    assert f'<link rel="canonical" href="http://testserver{page}">' in html
