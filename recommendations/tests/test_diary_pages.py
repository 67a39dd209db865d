"""The pages of one person: what they show, change, and undo."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.diary import entry_of, mark, rate, undo, viewer_of
from recommendations.diary.lists import ratings_of
from recommendations.diary.statistics import statistics
from recommendations.models import Mark, Rating, Viewer

pytestmark = pytest.mark.django_db
HEAT = "/titles/heat-1995/yours/"


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", password="x")


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def viewer(ada) -> Viewer:
    return viewer_of(ada, create=True)


@pytest.fixture
def heat(db) -> Title:
    return make_title("Heat", start_year=1995, genres=["Crime"], directors=["Mann"])


def pressed(text: str) -> set[str]:
    return set(re.findall(r'value="unmark:(\w+)"[^>]*aria-pressed="true"', text))


def test_a_rating_is_saved_shown_and_undone(client, ada, heat):
    answer = client.post(HEAT, {"do": "rate", "stars": "9"}, follow=True)
    assert "You gave it 4½ stars." in answer.text
    assert re.search(r'value="9"[^>]* checked', answer.text)
    client.post(HEAT, {"do": "rate", "stars": "2"})
    assert "Undone." not in client.post(HEAT, {"do": "undo"}, follow=True).text
    assert entry_of(ada.pk, heat).value == 9  # only the last change is undone
    late = client.post(HEAT, {"do": "undo"})
    assert (late.status_code, "can no longer be undone" in late.text) == (400, True)


def test_marks_are_buttons_that_are_pressed(client, heat):
    assert pressed(client.post(HEAT, {"do": "mark:watchlist"}, follow=True).text) == {"watchlist"}
    answer = client.post(HEAT, {"do": "mark:not_interested"}, follow=True)
    assert pressed(answer.text) == {"not_interested"}
    assert pressed(client.post(HEAT, {"do": "undo"}, follow=True).text) == {"watchlist"}
    assert pressed(client.post(HEAT, {"do": "unmark:watchlist"}, follow=True).text) == set()


def test_what_was_said_long_ago_is_not_undone(client, heat, monkeypatch):
    client.post(HEAT, {"do": "mark:seen"})
    later = timezone.now() + undo.FOR
    monkeypatch.setattr(undo.timezone, "now", lambda: later)
    assert "Undo" not in client.get(HEAT).text
    assert client.post(HEAT, {"do": "undo"}).status_code == 400
    assert Mark.objects.exists()


def test_what_changes_nothing_offers_no_undo(client, viewer, heat):
    mark(viewer, heat, "seen")
    assert "Undo" not in client.post(HEAT, {"do": "mark:seen"}, follow=True).text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "rate", "stars": "11"},
        {"do": "rate", "stars": "3.5"},
        {"do": "rate", "stars": "٣"},
        {"do": "mark:loved"},
        {"do": "love:seen"},
        {"do": "x" * 10_000},
    ],
)
def test_what_is_not_understood_changes_nothing_and_says_so(client, heat, data):
    answer = client.post(HEAT, data)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert not Rating.objects.exists()
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/you/hidden/?page=2", "/you/hidden/?page=2"),
        ("https://evil.example/", HEAT),
        ("", HEAT),
        # No names of views, although Django's own redirect would look for some.
        ("nonsense", "nonsense"),
        ("?page=2", "?page=2"),
    ],
)
def test_a_change_leads_back_to_where_it_was_made(client, heat, asked, location):
    answer = client.post(HEAT, {"do": "mark:seen", "next": asked})
    assert answer["Location"] == location


def test_titles_that_may_not_be_shown_are_nowhere(client, viewer, settings):
    adult = make_title("Private Matters", is_adult=True)
    rate(viewer, adult, 8)
    mark(viewer, adult, "watchlist")
    assert client.get(f"/titles/{adult.slug}/yours/").status_code == 404
    assert client.post(f"/titles/{adult.slug}/yours/", {"do": "mark:seen"}).status_code == 404
    for path in ("/you/", "/you/ratings/", "/you/watchlist/"):
        assert "Private" not in client.get(path).text
    settings.SHOW_ADULT_TITLES = True
    assert "Private" in client.get("/you/ratings/").text


def test_a_hidden_title_is_restored_and_hidden_again(client, viewer, heat):
    mark(viewer, heat, "not_interested")
    page = client.get("/you/hidden/")
    assert "Restore" in page.text
    back = {"next": "/you/hidden/"}
    answer = client.post(HEAT, {"do": "unmark:not_interested", **back}, follow=True)
    assert "It may be recommended to you again." in answer.text
    assert "You have hidden nothing." in answer.text
    assert "Restore" in client.post(HEAT, {"do": "undo", **back}, follow=True).text


def test_the_history_is_sorted_and_narrowed(client, viewer, heat):
    rate(viewer, heat, 3)
    rate(viewer, make_title("Alien", start_year=1979), 9)

    def names(query: str) -> list[str]:
        text = client.get(f"/you/ratings/{query}").text
        return re.findall(r'class="rated__name"[^>]*>([^<]+)<', text)

    assert names("") == names("?sort=nonsense") == ["Alien", "Heat"]
    assert names("?sort=oldest") == names("?sort=lowest") == ["Heat", "Alien"]
    assert names("?sort=name&page=99") == names("?sort=highest") == ["Alien", "Heat"]
    assert names("?value=3") == ["Heat"]
    assert "nothing 5 stars" in client.get("/you/ratings/?value=10").text


def test_lists_take_as_many_queries_for_many_titles_as_for_one(
    client, viewer, heat, django_assert_max_num_queries
):
    for number in range(60):
        title = make_title(f"Film {number}", genres=["Crime"], directors=["Mann"], cast=["Bo"])
        rate(viewer, title, 1 + number % 10)
        mark(viewer, title, "watchlist")
    for path, most in (("/you/", 13), ("/you/ratings/", 6), ("/you/watchlist/", 6), (HEAT, 5)):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_statistics_are_those_of_the_ratings(viewer, heat):
    rate(viewer, heat, 9)
    ali = make_title("Ali", start_year=2001, genres=["Drama", "Crime"], directors=["Mann"])
    rate(viewer, ali, 4)
    rate(viewer, make_title("Alien", start_year=1979, directors=["Scott"]), 4)
    rate(Viewer.objects.create(source="x", source_id="1"), heat, 1)
    found = statistics(ratings_of(viewer))
    assert (found.n, round(found.mean, 3)) == (3, 5.667)
    assert [(bar.value, bar.n, bar.percent) for bar in found.bars if bar.n] == [
        (4, 2, 67),
        (9, 1, 33),
    ]
    assert [(bar.left, bar.top, bar.height) for bar in found.bars if bar.n] == [
        (61.5, 0, 100),
        (161.5, 50, 50),
    ]
    assert [line.width for line in found.genres] == [100, 50]
    assert [(line.name, line.n, line.mean) for line in found.genres] == [
        ("Crime", 2, 6.5),
        ("Drama", 1, 4.0),
    ]
    assert [(line.name, line.n) for line in found.decades] == [
        ("2000s", 1),
        ("1990s", 1),
        ("1970s", 1),
    ]
    assert [(line.name, line.n, line.mean) for line in found.directors] == [("Mann", 2, 6.5)]


def test_a_profile_is_kept_and_what_is_no_profile_is_refused(client, ada):
    sent = {"age": "41", "gender": "other", "occupation": "librarian", "is_training_data": "on"}
    saved = client.post("/you/profile/", sent, follow=True).text
    # A list in a region: with a role of its own it would be no list, and its items none of any.
    assert re.search(r'<div role="status">\s*<ul class="messages">\s*<li [^>]+>Saved\.', saved)
    viewer = viewer_of(ada)
    assert (viewer.age, viewer.gender, viewer.occupation) == (41, "other", "librarian")
    assert (viewer.wants_recommendations, viewer.is_training_data) == (False, True)
    for wrong in ({"age": "7"}, {"age": "x"}, {"gender": "<b>"}, {"occupation": "pirate"}):
        assert 'class="errorlist"' in client.post("/you/profile/", sent | wrong).text
    viewer.refresh_from_db()
    assert viewer.age == 41


def test_whoever_looks_says_nothing(client):
    for path in ("/you/", "/you/ratings/", "/you/seen/", "/you/profile/"):
        assert client.get(path).status_code == 200
    assert not Viewer.objects.exists()


def test_cards_lead_to_the_form_for_members_only(client, heat):
    link = f'href="{HEAT}"'
    assert link in client.get("/titles/").text
    assert link not in Client().get("/titles/").text
    assert "Sign in to rate it" in Client().get("/titles/heat-1995/").text


def test_of_people_with_as_many_titles_the_better_liked_come_first_then_names(viewer):
    names = [f"Actor {n:02}" for n in range(13)]
    for value in (4, 6):
        rate(viewer, make_title(f"All {value}", cast=names), value)
    for value in (9, 10):
        rate(viewer, make_title(f"Best {value}", cast=["Bo"]), value)
    rate(viewer, make_title("Once", cast=["Cy"]), 10)
    lines = statistics(ratings_of(viewer)).actors
    assert [(line.name, line.n, line.mean) for line in lines] == [
        ("Bo", 2, 9.5),
        *((name, 2, 5.0) for name in names[:9]),
    ]


def test_statistics_leave_out_what_may_not_be_shown(viewer, heat):
    rate(viewer, make_title("Hidden", is_adult=True, start_year=2001, genres=["Drama"]), 4)
    assert statistics(ratings_of(viewer)).n == 0
