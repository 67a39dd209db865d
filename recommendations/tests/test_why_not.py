"""Why a title is not among a person's: what removed it, its place, and what it lacks."""

import pytest

from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.diary import mark, rate
from recommendations.personal import recommend_for
from recommendations.personal.recommend import new_titles_for
from recommendations.tests.personal_builders import (
    make_viewer,
    publish_model,
    rated,
    titles_with_a_model,
)
from recommendations.tests.test_for_you_views import text_of

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture
def titles(db) -> list[Title]:
    return titles_with_a_model(30)


@pytest.fixture
def ada(titles, client):
    """A person with ratings, who is signed in."""
    viewer = rated(make_viewer(), (titles[0], 10), (titles[1], 9), (titles[2], 3))
    client.force_login(viewer.user)
    return viewer


def test_why_not_names_what_removed_a_title(ada, client, titles):
    rate(ada, titles[3], 7)
    mark(ada, titles[6], "not_interested")
    planned = make_title("Planned", status="planned")

    def said(title: Title, **filters) -> str:
        return text_of(client.get("/for-you/why-not/", {"title": title.slug, **filters}))

    assert "You have rated it ★★★½." in said(titles[3])
    not_wanted = said(titles[6], genre="drama")
    assert "you are not interested" in not_wanted
    assert "does not pass the filter “Drama”" in not_wanted
    assert "Otherwise it would be at place" in not_wanted
    assert "not released yet" in said(planned)


def test_why_not_tells_place_and_gap(ada, client, titles):
    ranked = recommend_for(ada, 30).titles
    last = ranked[-1]
    text = text_of(client.get("/for-you/why-not/", {"title": last.title.slug, "n": 5}))
    assert f"It is at place <strong>{len(ranked)}</strong>, and 5 titles are shown." in text
    fifth = round(1000 * ranked[4].score) - round(1000 * last.score)
    assert f"it lacks <strong>{fifth / 10:.1f}</strong>" in text
    first = text_of(client.get("/for-you/why-not/", {"title": ranked[0].title.slug}))
    assert "It is there: place 1 of the 24" in first
    asked = {"title": ranked[4].title.slug, "n": 5}
    assert "It is there: place 5 of the 5" in text_of(client.get("/for-you/why-not/", asked))
    asked = {"title": ranked[5].title.slug, "n": 5}
    assert "It is at place <strong>6</strong>" in text_of(client.get("/for-you/why-not/", asked))


@pytest.mark.parametrize("title", ["", "no such film anywhere", "\x01", "x" * 3000])
def test_why_not_of_nothing(ada, client, title):
    response = client.get("/for-you/why-not/", {"title": title})
    assert "No title is called like" in text_of(response) or not title


def test_why_not_of_a_title_that_the_model_does_not_know(ada, client):
    stranger = make_title("Stranger", start_year=None)
    text = text_of(client.get("/for-you/why-not/", {"title": stranger.slug}))
    assert "nobody here has rated it" in text


def test_why_not_of_a_title_that_nobody_rated(ada, client, titles, monkeypatch):
    """Told without drawing up a list of such titles: that took two seconds."""
    new = [make_title(f"New {n}", start_year=2020) for n in range(6)]
    publish_model(titles, new)
    fitting = new_titles_for(ada, 6)
    assert len(fitting) > 1
    monkeypatch.setattr("recommendations.personal.why_not.COUNTED", 1)
    for each in fitting:
        text = text_of(client.get("/for-you/why-not/", {"title": each.title.slug}))
        assert "such titles have places of their own" in text
