"""REST: groups that watch together, the profile, a start without ratings, how good guesses were."""

import pytest

from catalog.models.tokens import issue_token
from catalog.tests.api_client import ApiClient
from catalog.tests.factories import make_title
from recommendations.diary import mark, rate
from recommendations.models import Membership, Prediction, StartingTitle, Viewer, WatchGroup
from recommendations.personal import start
from recommendations.tests.personal_builders import (
    make_viewer,
    rated,
    titles_with_a_model,
)

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture
def ada() -> Viewer:
    return make_viewer()


@pytest.fixture
def api(ada) -> ApiClient:
    return ApiClient(issue_token(ada.user))


@pytest.fixture
def bo(db) -> Viewer:
    return make_viewer("bo")


@pytest.fixture
def by_bo(bo) -> ApiClient:
    return ApiClient(issue_token(bo.user))


@pytest.fixture
def titles(db):
    return titles_with_a_model(24)


class TestGroups:
    @pytest.fixture
    def code(self, api) -> str:
        return api.call("post", "me/groups", {"name": " Friday  films "}).json()["code"]

    def test_a_group_is_made_joined_and_left(self, api, by_bo, code):
        told = by_bo.call("get", f"me/groups/{code}").json()
        assert (told["name"], told["members"], told["is_member"]) == (
            "Friday films",
            ["ada"],
            False,
        )
        assert by_bo.call("get", "me/groups").json() == []
        for _ in range(2):
            joined = by_bo.call("put", f"me/groups/{code}/membership").json()
            assert (joined["members"], joined["is_member"]) == (["ada", "bo"], True)
        assert [group["code"] for group in by_bo.call("get", "me/groups").json()] == [code]
        assert by_bo.call("delete", f"me/groups/{code}/membership").status_code == 204
        assert by_bo.call("delete", f"me/groups/{code}/membership").status_code == 404
        assert api.call("delete", f"me/groups/{code}/membership").status_code == 204
        assert api.call("get", f"me/groups/{code}").status_code == 404

    def test_the_answer_leads_to_the_group(self, api):
        answer = api.call("post", "me/groups", {"name": "Films"})
        assert answer.status_code == 201
        assert api.get(answer["Location"]).json() == answer.json()
        assert answer.json()["is_owner"]

    @pytest.mark.parametrize("way", ["least", "average"])
    def test_what_fits_all_leaves_out_what_anybody_knows(
        self, api, by_bo, ada, bo, code, titles, way
    ):
        rated(ada, (titles[0], 10), (titles[1], 6))
        rated(bo, (titles[2], 9), (titles[3], 4))
        mark(bo, titles[4], "not_interested")
        by_bo.call("put", f"me/groups/{code}/membership")
        found = api.call("get", f"me/groups/{code}/recommendations?n=24&way={way}").json()
        assert (found["counted"], found["silent"]) == (["ada", "bo"], [])
        slugs = {each["title"]["slug"] for each in found["items"]}
        assert slugs
        assert not slugs & {title.slug for title in titles[:5]}
        for each in found["items"]:
            total = sum(reason["weight"] for reason in each["reasons"])
            assert total == pytest.approx(each["score"], abs=1e-6)

    def test_only_members_see_what_fits_a_group(self, by_bo, code):
        answer = by_bo.call("get", f"me/groups/{code}/recommendations")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")

    def test_a_full_group_and_too_many_groups_are_conflicts(self, api, by_bo, code, monkeypatch):
        monkeypatch.setattr(WatchGroup, "MOST_MEMBERS", 1)
        assert by_bo.call("put", f"me/groups/{code}/membership").status_code == 409
        monkeypatch.setattr(WatchGroup, "MOST_GROUPS", 1)
        assert api.call("post", "me/groups", {"name": "Another"}).status_code == 409
        assert (Membership.objects.count(), WatchGroup.objects.count()) == (1, 1)

    @pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb", None])
    def test_a_name_is_a_line(self, api, name):
        assert api.call("post", "me/groups", {"name": name}).status_code == 422

    def test_nobody_is_told_of_groups_without_saying_who_asks(self, code):
        for method, path in (
            ("get", "me/groups"),
            ("get", f"me/groups/{code}"),
            ("put", f"me/groups/{code}/membership"),
            ("get", f"me/groups/{code}/recommendations"),
        ):
            assert ApiClient().call(method, path).status_code == 401


class TestProfile:
    def test_what_is_given_changes_and_the_rest_stays(self, api, ada):
        api.call(
            "patch", "me/profile", {"age": 41, "gender": "female", "occupation": "self-employed"}
        )
        told = api.call("patch", "me/profile", {"wants_recommendations": False}).json()
        assert told == api.call("get", "me/profile").json() == {
            "age": 41, "gender": "female", "occupation": "self-employed",
            "wants_recommendations": False, "is_training_data": True, "hides_predictions": False,
        }  # fmt: skip
        assert api.call("patch", "me/profile", {"age": None, "gender": ""}).json()["age"] is None
        assert api.call("patch", "me/profile", {}).json()["occupation"] == "self-employed"

    def test_the_decision_holds_on_the_next_request(self, api, ada, titles):
        rated(ada, (titles[0], 10), (titles[1], 6))
        api.call("patch", "me/profile", {"wants_recommendations": False})
        assert api.call("get", "me/recommendations").json()["problem"] == "opted-out"

    @pytest.mark.parametrize(
        "body",
        [
            {"age": 12},
            {"age": 121},
            {"age": "41"},
            {"gender": "x"},
            {"gender": None},
            {"occupation": "lighthouse keeper"},
            {"is_training_data": "no"},
            {"user": 1},
        ],
    )
    def test_what_the_page_does_not_offer_is_refused(self, api, body):
        assert api.call("patch", "me/profile", body).status_code == 422

    def test_who_has_said_nothing_has_a_profile(self, client, ada):
        user = ada.user
        ada.delete()
        told = ApiClient(issue_token(user)).call("get", "me/profile").json()
        assert (told["age"], told["wants_recommendations"]) == (None, True)
        assert not Viewer.objects.exists()


class TestStart:
    @pytest.fixture
    def films(self, db, settings):
        start.caches["memory"].delete("starting-groups")
        for genre in ("Horror", "Western", "War", "Crime"):
            for n in range(4):
                make_title(f"{genre} {n}", genres=[genre], num_votes=100)
        yield
        start.caches["memory"].delete("starting-groups")

    def test_groups_are_chosen_and_count(self, api, ada, films):
        told = api.call("get", "me/start").json()
        assert told["choose"] == 3
        keys = [group["key"] for group in told["groups"]]
        assert keys == ["horror", "western", "war", "crime"]
        answer = api.call("put", "me/start", {"groups": keys[:3]}).json()
        assert [group["key"] for group in answer["groups"] if group["is_chosen"]] == keys[:3]
        assert answer == api.call("get", "me/start").json()
        assert StartingTitle.objects.filter(viewer=ada).count() == 12

    @pytest.mark.parametrize(
        ("groups", "status"),
        [
            (["horror"], 409),
            (["horror", "war", "nothing"], 409),
            ([], 422),
            (["x"] * 13, 422),
            (["Horror!"], 422),
        ],
    )
    def test_other_choices_are_refused(self, api, films, groups, status):
        assert api.call("put", "me/start", {"groups": groups}).status_code == status
        assert not StartingTitle.objects.exists()


def test_statistics_are_those_of_the_page(api, ada):
    for n, value in enumerate((7, 9, 9)):
        film = make_title(f"Film {n}", start_year=1999, genres=["Crime"], directors=["Ann Ray"])
        rate(ada, film, value)
    told = api.call("get", "me/statistics").json()
    assert (told["n"], told["by_value"]) == (3, [0, 0, 0, 0, 0, 0, 1, 0, 2, 0])
    assert told["mean"] == pytest.approx(25 / 3)
    for table, name in (("genres", "Crime"), ("decades", "1990s"), ("directors", "Ann Ray")):
        (line,) = told[table]
        assert (line["name"], line["n"], line["mean"]) == (name, 3, pytest.approx(25 / 3))
    assert told["actors"] == []


class TestAccuracy:
    def test_below_five_ratings_nothing_is_said(self, api):
        assert api.call("get", "me/accuracy").json() == {
            "ratings": 0, "off": None, "usual_off": None,
        }  # fmt: skip

    def test_it_is_in_stars(self, api, ada):
        for n in range(5):
            title = make_title(f"Film {n}")
            Prediction.objects.create(viewer=ada, title=title, value=6, error=1, usual=5)
            rate(ada, title, 8)
        told = api.call("get", "me/accuracy").json()
        assert told == {"ratings": 5, "off": 1.0, "usual_off": 1.5}
