"""REST: one's own recommendations and ratings."""

import pytest

from catalog.models.tokens import issue_token
from catalog.tests.api_client import ApiClient
from recommendations.models import Rating
from recommendations.tests.personal_builders import (
    make_viewer,
    rated,
    titles_with_a_model,
)

pytestmark = pytest.mark.django_db
MINE, RATINGS = "/api/v1/me/recommendations", "/api/v1/me/ratings"


@pytest.fixture
def titles(db):
    return titles_with_a_model(24, new=4)


@pytest.fixture
def asking(titles):
    """Return the headers of a person with ratings."""
    viewer = rated(make_viewer(), (titles[0], 10), (titles[1], 6))
    return {"Authorization": f"Bearer {issue_token(viewer.user)}"}


def test_recommendations_come_with_reasons_that_sum(asking, client):
    answer = client.get(MINE, {"n": 5}, headers=asking).json()
    assert (answer["by"], answer["problem"], len(answer["items"])) == ("hybrid", "", 5)
    for item in answer["items"]:
        for reasons in (item["reasons"], item["kinds"]):
            assert sum(each["weight"] for each in reasons) == pytest.approx(item["score"], abs=1e-6)
    assert answer["items"][0]["headline"].startswith("Because you rated Film")
    assert {each["title"]["name"] for each in answer["new"]} <= {f"Film 02{i}" for i in range(4)}


def test_filters_and_other_recommenders(asking, client):
    query = {"by": "genre", "genre": "crime", "target": 5}
    answer = client.get(MINE, query, headers=asking).json()
    assert answer["by"] == "genre"
    assert {item["title"]["average_rating"] for item in answer["items"]} == {5.0}
    assert client.get(MINE, {"by": "magic"}, headers=asking).status_code == 422


def test_own_ratings_are_the_newest_first_and_nobody_elses(asking, titles, client):
    rated(make_viewer("bo"), (titles[9], 3))
    (undated, *_) = Rating.objects.filter(title=titles[0])
    Rating.objects.filter(pk=undated.pk).update(rated_at=None)  # as a table without dates says it
    answer = client.get(RATINGS, headers=asking).json()
    assert [(item["title"]["name"], item["value"]) for item in answer["items"]] == [
        ("Film 001", 6),
        ("Film 000", 10),
    ]


def test_nobody_is_answered_without_saying_who_asks(titles, client):
    assert client.get(MINE).status_code == 401
    assert client.get(RATINGS).status_code == 401
    client.force_login(make_viewer().user)
    assert client.get(MINE).json()["problem"] == "nothing-known"


class TestWhyNot:
    @pytest.fixture
    def api(self, asking) -> ApiClient:
        return ApiClient(asking["Authorization"].removeprefix("Bearer "))

    def test_a_place_and_what_is_lacking(self, api, titles):
        listed = api.call("get", "me/recommendations?n=3").json()["items"]
        slug = api.call("get", "me/recommendations?n=9").json()["items"][8]["title"]["slug"]
        why = api.call("get", f"me/why-not/{slug}?n=3").json()
        assert (why["place"], why["is_shown"], why["removed_by"]) == (9, False, [])
        assert why["last"] == pytest.approx(listed[-1]["score"])
        reasons = sum(each["weight"] for each in why["personal"]["reasons"])
        assert why["personal"]["score"] == pytest.approx(reasons, abs=1e-6)
        assert why["personal"]["score"] < why["last"]

    def test_what_removed_it(self, api, titles):
        why = api.call("get", f"me/why-not/{titles[0].slug}").json()
        assert (why["place"], why["last"], why["personal"]) == (None, None, None)
        assert why["removed_by"] == ["You have rated it ★★★★★."]
        why = api.call("get", f"me/why-not/{titles[5].slug}?genre=drama").json()
        assert "does not pass the filter" in why["removed_by"][0]

    def test_of_nobody_popular_titles_are_meant(self, titles):
        eve = ApiClient(issue_token(make_viewer("eve").user))
        why = eve.call("get", f"me/why-not/{titles[-1].slug}").json()
        assert (why["by"], why["place"], why["is_shown"]) == ("popular", 1, True)

    def test_an_unknown_title_is_404_and_another_recommender_422(self, api, titles):
        assert api.call("get", "me/why-not/nothing").status_code == 404
        assert api.call("get", f"me/why-not/{titles[0].slug}?by=magic").status_code == 422
