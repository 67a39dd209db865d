"""Guesses of ratings: stored before a person rates, judged afterwards, hidden if it wishes."""

import re

import numpy as np
import pytest

from recommendations.diary import rate
from recommendations.models import Prediction, Rating
from recommendations.personal.predictions import accuracy_of, guess
from recommendations.personal.reading import ratings_of
from recommendations.tests.personal_builders import (
    make_titles,
    make_viewer,
    publish_model,
    rated,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def titles(db):
    titles = make_titles(14)
    publish_model(titles)
    return titles


@pytest.fixture
def ada(titles, client):
    viewer = rated(make_viewer(), *((title, 8) for title in titles[:4]))
    client.force_login(viewer.user)
    return viewer


def test_a_guess_is_stored_before_the_rating_and_stays(ada, titles):
    expected = guess(ratings_of(ada.pk), titles[9].pk)
    rate(ada, titles[9], 2)
    kept = Prediction.objects.get(viewer=ada, title=titles[9])
    assert (kept.value, kept.error, kept.usual) == (expected.value, expected.error, expected.usual)
    rate(ada, titles[9], 10)
    rate(ada, titles[9], None)
    rate(ada, titles[9], 5)
    assert Prediction.objects.get(viewer=ada, title=titles[9]).value == expected.value


def test_the_guess_of_a_rated_title_does_not_know_its_rating(ada, titles):
    before = guess(ratings_of(ada.pk), titles[9].pk)
    rate(ada, titles[9], 1)
    assert guess(ratings_of(ada.pk), titles[9].pk) == before


def test_what_was_rated_nobody_knows_when_is_not_the_latest(ada, titles):
    for title in titles[4:10]:
        rate(ada, title, 8)
    before = accuracy_of(ada.pk, most=5)
    Prediction.objects.filter(title=titles[4]).update(value=1)
    Rating.objects.filter(title=titles[4]).update(rated_at=None)
    assert accuracy_of(ada.pk, most=5) == before


def test_without_a_model_nothing_is_guessed_and_rating_works(ada, titles, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "none"
    rate(ada, titles[9], 7)
    assert guess(ratings_of(ada.pk), titles[10].pk) is None
    assert Rating.objects.filter(viewer=ada, title=titles[9]).exists()
    assert not Prediction.objects.filter(title=titles[9]).exists()


def test_accuracy_is_the_mean_error_in_stars_beside_the_usual_one(ada, titles):
    assert accuracy_of(ada.pk) is None
    rated(ada, *((title, 6) for title in titles[4:10]))
    rows = Prediction.objects.filter(viewer=ada).values_list("value", "usual", "title")
    values = dict(Rating.objects.filter(viewer=ada).values_list("title", "value"))
    off = [[abs(guessed - values[pk]), abs(usual - values[pk])] for guessed, usual, pk in rows]
    found = accuracy_of(ada.pk)
    assert found.ratings == len(off)
    assert [found.off, found.usual_off] == pytest.approx(list(np.mean(off, axis=0) / 2))
    assert accuracy_of(ada.pk, most=5).ratings == 5
    assert accuracy_of(None) is None


def shown(client, title, part: str = "") -> str:
    text = client.get(title.get_absolute_url() + part).content.decode()
    found = re.search(r'class="predicted[^>]*>(.*?)</p>', text, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", found[1]) if found else ""


def test_the_title_page_shows_a_guess_and_afterwards_how_far_off_it_was(ada, titles, client):
    assert "We guess that you would give it" in shown(client, titles[9])
    rate(ada, titles[9], 2)
    assert "You gave it ★. Before that we guessed" in shown(client, titles[9])


def test_the_form_that_a_card_opens_says_the_same(ada, titles, client):
    assert "We guess that you would give it" in shown(client, titles[9], "yours/")
    rate(ada, titles[9], 2)
    assert "You gave it ★. Before that we guessed" in shown(client, titles[9], "yours/")


def test_a_guess_is_hidden_until_one_has_rated_if_one_wishes(ada, titles, client):
    ada.hides_predictions = True
    ada.save()
    assert shown(client, titles[9]) == ""
    rate(ada, titles[9], 2)
    assert "we guessed" in shown(client, titles[9])


def test_visitors_and_who_opted_out_see_no_guess(ada, titles, client):
    ada.wants_recommendations = False
    ada.save()
    assert shown(client, titles[9]) == ""
    client.logout()
    assert shown(client, titles[9]) == ""
