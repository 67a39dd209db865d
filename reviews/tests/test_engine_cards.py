"""Model cards: the page in the admin, and the facts that training wrote down."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from reviews.engines import engine_named
from reviews.sentiment.base import Figure
from reviews.sentiment.cards import TrainingFacts, training_facts

PAGE = "/admin/reviews/review/engines/"
FACTS = TrainingFacts(
    trained_on="reviews.csv",
    trained_on_sha256="ab" * 32,
    weights_sha256="cd" * 32,
    trained_at="2026-01-02",
    figures={"linear": (Figure("accuracy", "0.9", "by hand"),), "vader": ()},
)


@pytest.mark.django_db
def test_the_page_shows_every_engine_with_its_card(admin_client):
    text = admin_client.get(PAGE).content.decode()
    for name in settings.SENTIMENT_ENGINES:
        engine = engine_named(name)
        assert f"<h2>{name}" in text
        assert engine.version in text
        assert engine.card.weights_sha256 in text
    assert "linear: scores new reviews" in text


@pytest.mark.django_db
def test_the_page_costs_no_query_but_those_of_the_login(
    admin_client, django_assert_max_num_queries
):
    admin_client.get(PAGE)
    with django_assert_max_num_queries(2):
        admin_client.get(PAGE)


@pytest.mark.django_db
def test_the_list_of_reviews_leads_to_the_page(admin_client):
    assert PAGE in admin_client.get("/admin/reviews/review/").content.decode()


@pytest.mark.django_db
def test_who_may_not_see_reviews_may_not_see_the_page(client):
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("name", settings.SENTIMENT_ENGINES)
def test_every_engine_says_what_it_is_and_what_it_cannot(name):
    card = engine_named(name).card
    assert len(card.what) > 40
    assert card.weaknesses


@pytest.mark.parametrize("name", settings.SENTIMENT_ENGINES)
def test_every_engine_was_measured_by_the_command(name):
    figures = engine_named(name).card.figures
    assert {"accuracy", "calibration error"} <= {figure.name for figure in figures}
    assert all("manage.py train_sentiment" in figure.measured for figure in figures)


def test_facts_are_read_as_they_were_written(tmp_path):
    path = tmp_path / "linear.json"
    path.write_text(FACTS.as_json(), encoding="utf-8")
    assert training_facts(path) == FACTS


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"figures": 3}', '{"figures": {}, "x": 1}', None]
)
def test_facts_that_are_missing_or_broken_are_none(tmp_path, text):
    path = tmp_path / "linear.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert training_facts(path) == TrainingFacts()
