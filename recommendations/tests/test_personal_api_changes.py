"""REST: what one says of titles and wishes, undone by sending back what was before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalog.models import Title
from catalog.models.tokens import issue_token
from catalog.tests.api_client import ApiClient
from catalog.tests.factories import make_title
from recommendations.diary import mark, rate
from recommendations.models import Exposure, LessOf, Mark, Rating, Viewer
from recommendations.personal import wishes
from recommendations.tests.personal_builders import (
    make_viewer,
    rated,
    titles_with_a_model,
)

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
DATE = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture
def ada() -> Viewer:
    return make_viewer()


@pytest.fixture
def api(ada) -> ApiClient:
    return ApiClient(issue_token(ada.user))


@pytest.fixture
def eve(db) -> ApiClient:
    return ApiClient(issue_token(make_viewer("eve").user))


@pytest.fixture
def film(db) -> Title:
    return make_title("Film", start_year=1999)


@pytest.fixture
def titles(db) -> list[Title]:
    return titles_with_a_model(24, new=4)


def said(api: ApiClient, film: Title) -> dict[str, Any]:
    answer = api.call("get", f"me/titles/{film.slug}").json()
    return {
        name: value for name, value in answer.items() if name not in ("title", "guess") and value
    }


class TestTitles:
    def test_a_rating_is_given_and_taken_back(self, api, film):
        answer = api.call("put", "me/titles/film-1999/rating", {"value": 7})
        assert answer.status_code == 200
        assert (answer.json()["now"]["value"], answer.json()["before"]["value"]) == (7, None)
        assert said(api, film).keys() == {"value", "rated_at"}
        assert api.call("delete", "me/titles/film-1999/rating").json()["before"]["value"] == 7
        assert said(api, film) == {}

    @pytest.mark.parametrize("kind", Mark.Kind.values)
    def test_a_title_is_marked_and_listed_until_it_is_not(self, api, film, kind):
        path = f"me/titles/film-1999/marks/{kind}"
        assert api.call("put", path).json()["now"][kind]
        page = api.call("get", f"me/marks/{kind}").json()
        assert [each["title"]["slug"] for each in page["items"]] == ["film-1999"]
        assert api.call("delete", path).json()["now"][kind] is None
        assert api.call("get", f"me/marks/{kind}").json()["total"] == 0

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("put", "rating", {"value": 3}),
            ("delete", "rating", None),
            ("put", "marks/seen", None),
            ("put", "marks/not_interested", None),
            ("delete", "marks/watchlist", None),
        ],
    )
    def test_to_send_back_what_was_before_undoes_a_change(self, api, ada, film, method, path, body):
        mark(ada, film, "watchlist")
        rate(ada, film, 7, DATE)
        mark(ada, film, "watchlist")
        before = said(api, film)
        changed = api.call(method, f"me/titles/film-1999/{path}", body).json()
        assert said(api, film) != before
        undone = api.call("put", "me/titles/film-1999", changed["before"]).json()
        assert said(api, film) == before
        assert undone["before"] == changed["now"]
        assert Rating.objects.get().rated_at == DATE

    def test_moments_are_said_as_exactly_as_values(self, api, ada, film):
        rate(ada, film, 7)
        mark(ada, film, "seen")
        at = "2024-05-06T07:08:09Z"
        body = {"value": 7, "rated_at": at, "seen": at}
        answer = api.call("put", "me/titles/film-1999", body).json()
        assert said(api, film) == body
        assert answer["now"] == body | {"watchlist": None, "not_interested": None}

    def test_an_undone_rating_is_no_outcome_of_an_experiment(self, api, ada, film, settings):
        arms = {"hybrid": 1, "popular": 1}
        settings.EXPERIMENTS = {"x": {"place": "for_you", "arms": arms}}
        Exposure.objects.create(experiment="x", arm="hybrid", viewer=ada, title=film, place=1)
        before = api.call("put", "me/titles/film-1999/rating", {"value": 7}).json()["before"]
        assert Exposure.objects.get().rated_at
        api.call("put", "me/titles/film-1999", before)
        assert Exposure.objects.get().rated_at is None

    def test_what_is_left_out_is_said_no_more(self, api, ada, film):
        rate(ada, film, 7)
        api.call("put", "me/titles/film-1999", {"seen": "2024-05-06T07:08:09Z"})
        assert said(api, film) == {"seen": "2024-05-06T07:08:09Z"}

    @pytest.mark.parametrize("at", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"])
    def test_moments_that_cannot_be_are_brought_into_those_that_can(self, api, ada, film, at):
        body = {"value": 7, "rated_at": at, "seen": at}
        assert api.call("put", "me/titles/film-1999", body).status_code == 200
        assert datetime(1900, 1, 1, tzinfo=UTC) <= Rating.objects.get().rated_at <= timezone.now()

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("rating", {"value": 11}),
            ("rating", {"value": 0}),
            ("rating", {"value": "7"}),
            ("rating", {"value": None}),
            ("rating", {"stars": 3}),
            ("", {"seen": 5}),
            ("", {"seen": "5"}),
            ("", {"seen": "2024-05-06T07:08:09"}),
            ("", {"liked": True}),
            ("marks/loved", {}),
        ],
    )
    def test_what_cannot_be_said_is_refused_and_changes_nothing(self, api, ada, film, path, body):
        rate(ada, film, 7)
        answer = api.call("put", f"me/titles/film-1999/{path}".rstrip("/"), body)
        assert answer.status_code == 422
        assert set(answer.json()["error"]) == {"code", "message", "fields"}
        assert said(api, film)["value"] == 7

    def test_of_titles_that_may_not_be_shown_nothing_is_said(self, api, film):
        make_title("Hidden", start_year=1999, is_adult=True)
        for slug in ("hidden-1999", "nothing-1999"):
            for method, path in (("get", ""), ("put", "/rating"), ("put", "/marks/seen")):
                answer = api.call(method, f"me/titles/{slug}{path}", {"value": 7})
                assert answer.status_code == 404
        assert not Mark.objects.exists()

    def test_the_guess_is_what_the_page_shows(self, api, ada, titles):
        rated(ada, (titles[0], 10), (titles[1], 6))
        path = f"me/titles/{titles[3].slug}"
        expected = api.call("get", path).json()["guess"]
        assert expected.keys() == {"value", "error", "usual"}
        Viewer.objects.update(hides_predictions=True)
        assert api.call("get", path).json()["guess"] is None
        api.call("put", f"{path}/rating", {"value": 2})
        kept = api.call("get", path).json()["guess"]
        assert kept["value"] == pytest.approx(expected["value"], abs=1e-6)
        Viewer.objects.update(wants_recommendations=False)
        assert api.call("get", path).json()["guess"] is None


class TestLess:
    def test_less_is_said_listed_and_taken_back(self, api, titles, ada):
        rated(ada, (titles[0], 10), (titles[1], 6))
        first = api.call("get", "me/recommendations?n=24").json()["items"]
        answer = api.call("post", "me/less", {"less": "genre:crime"})
        assert answer.status_code == 201
        assert answer.json()["words"] == "less: Crime"
        assert api.get(answer["Location"]).json() == answer.json()
        assert api.call("get", "me/less").json() == [answer.json()]
        then = api.call("get", "me/recommendations?n=24").json()["items"]
        assert [each["score"] for each in then] != [each["score"] for each in first]
        assert "less" in {reason["kind"] for each in then for reason in each["reasons"]}
        assert api.call("delete", f"me/less/{answer.json()['id']}").status_code == 204
        assert api.call("get", "me/recommendations?n=24").json()["items"] == first

    def test_an_own_title_is_no_reason_any_more(self, api, titles, ada):
        rated(ada, (titles[0], 10), (titles[1], 6))

        def terms() -> set[str]:
            found = api.call("get", "me/recommendations").json()["items"]
            return {i["term"] for each in found for r in each["reasons"] for i in r["items"]}

        term = f"own:{titles[0].pk}"
        assert term in terms()
        answer = api.call("post", "me/less", {"less": term}).json()
        assert answer["words"] == "not because of Film 000"
        assert term not in terms()

    def test_saying_it_twice_changes_nothing_even_when_it_was_the_last(
        self, api, monkeypatch, film
    ):
        monkeypatch.setattr(wishes, "MOST", 1)
        answers = [api.call("post", "me/less", {"less": "genre:crime"}) for _ in range(2)]
        assert answers[0].json() == answers[1].json()
        refused = api.call("post", "me/less", {"less": "genre:drama"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "conflict")

    @pytest.mark.parametrize(
        ("less", "status"),
        [
            ("own:1", 409),
            ("own:99999999999999999", 409),
            ("genre:Not A Slug", 422),
            ("era:1990", 422),
            ("own:-1", 422),
            ("", 422),
            ("genre:" + "x" * 400, 422),
        ],
    )
    def test_what_there_cannot_be_less_of_is_refused(self, api, less, status):
        answer = api.call("post", "me/less", {"less": less})
        assert answer.status_code == status
        assert set(answer.json()["error"]) == {"code", "message", "fields"}
        assert not LessOf.objects.exists()


CHANGES = [
    ("put", "me/titles/film-1999", {"value": 1}),
    ("put", "me/titles/film-1999/rating", {"value": 1}),
    ("delete", "me/titles/film-1999/rating", None),
    ("put", "me/titles/film-1999/marks/seen", None),
    ("delete", "me/titles/film-1999/marks/seen", None),
    ("post", "me/less", {"less": "genre:crime"}),
    ("delete", "me/less/1", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_changes_need_somebody_and_of_a_browser_its_csrf_token(ada, film, method, path, body):
    assert ApiClient().call(method, path, body).status_code == 401
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada.user)
    assert ApiClient.call(browser, method, path, body).status_code == 403
    assert not Rating.objects.exists()


def test_nothing_of_another_is_seen_or_changed(api, eve, ada, film):
    rate(ada, film, 7)
    mark(ada, film, "watchlist")
    make_title("Heat", genres=["Crime"])
    wish = api.call("post", "me/less", {"less": "genre:crime"}).json()
    before = said(api, film)
    assert said(eve, film) == {}
    assert eve.call("get", "me/marks/watchlist").json()["total"] == 0
    assert eve.call("get", "me/less").json() == []
    for method in ("get", "delete"):
        assert eve.call(method, f"me/less/{wish['id']}").status_code == 404
    for method, path, body in CHANGES:
        eve.call(method, path, body)
    assert said(api, film) == before
    assert api.call("get", "me/less").json() == [wish]


def test_lists_take_as_many_queries_for_twenty_titles_as_for_one(
    api, ada, django_assert_max_num_queries
):
    for n in range(20):
        mark(ada, make_title(f"Film {n}", genres=["Crime"]), "watchlist")
    Mark.objects.update(marked_at=timezone.now() - timedelta(days=1))
    with django_assert_max_num_queries(6):
        assert len(api.call("get", "me/marks/watchlist").json()["items"]) == 20
