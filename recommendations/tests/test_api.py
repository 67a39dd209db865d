import pytest
from django.contrib.auth.models import User

from catalog.models.tokens import issue_token
from catalog.tests.factories import make_title
from recommendations.models import Rating, Viewer

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
SIMILAR = "/api/v1/titles/the-vault-2001/similar"
BLEND = "/api/v1/blend"


def test_similar_titles_come_with_reasons_that_sum_to_the_score(indexed, client):
    items = client.get(SIMILAR, {"n": 2}).json()["items"]
    assert [item["title"]["name"] for item in items] == ["The Second Vault", "Night Shift"]
    for item in items:
        weights = sum(reason["weight"] for reason in item["reasons"])
        assert weights == pytest.approx(item["score"], abs=1e-6)


def test_a_blend_of_one_is_similar(indexed, client):
    blended = client.get(BLEND, {"plus": "the-vault-2001", "n": 3}).json()
    assert blended == client.get(SIMILAR, {"n": 3}).json()


def test_a_blend_takes_several_titles(indexed, client):
    query = "?plus=the-vault-2001&plus=may-wedding-2005&minus=night-shift-1974"
    names = [item["title"]["name"] for item in client.get(BLEND + query).json()["items"]]
    assert set(names) <= {"The Second Vault", "June Wedding"}


def test_a_title_with_too_few_facts_has_a_problem_and_no_items(indexed, client):
    make_title("Bare", start_year=None)
    answer = client.get("/api/v1/titles/bare/similar").json()
    problem = "too-few-facts"
    assert answer == {"items": [], "problem": problem, "trade_off": None, "unknown": []}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/titles/unknown/similar", 404),
        (f"{BLEND}?plus=unknown", 404),
        (f"{SIMILAR}?n=0", 422),
        (f"{SIMILAR}?n=51", 422),
        (BLEND, 422),
        (BLEND + "?" + "plus=x&" * 6, 422),
        (f"{BLEND}?plus=a%00b", 422),
        (f"{SIMILAR}?unseen=on", 401),
    ],
)
def test_what_cannot_be_answered_says_so(indexed, client, address, status):
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weight_genre", "325"),
        ("weight_genre", "110"),
        ("weight_genre", "NaN"),
        ("weight_genre", "9" * 5000),
        ("weight_sound", "50"),
        ("diversity", "101"),
        ("diversity", "33"),
        ("one_per_collection", "perhaps"),
        ("more", "heist"),
        ("more", "plot:bank"),
        ("less", "genre:"),
        ("less", ["genre:a"] * 11),
        ("less", "keyword:" + "x" * 10_000),
        ("more", "keyword:a\0b"),
        ("year_min", "1066"),
        ("rating_min", "inf"),
        ("country", "USA"),
    ],
)
@pytest.mark.parametrize("address", [SIMILAR, f"{BLEND}?plus=the-vault-2001"])
def test_a_bad_value_is_422_and_named(indexed, client, address, name, value):
    response = client.get(address, query_params={"plus": "the-vault-2001", name: value})
    assert response.status_code == 422
    error = response.json()["error"]
    assert error["code"] == "invalid"
    assert all(field.partition(".")[0] == name for field in error["fields"])
    assert error["fields"]


def test_an_answer_says_what_diversity_costs_and_which_terms_no_title_has(indexed, client):
    query = {"diversity": 60, "more": ["keyword:unheard-of", "keyword:heist"]}
    answer = client.get(SIMILAR, query).json()
    assert answer["unknown"] == ["keyword:unheard-of"]
    assert answer["trade_off"]["score"] <= answer["trade_off"]["plain_score"]
    assert client.get(SIMILAR).json()["trade_off"] is None


def test_a_reason_says_how_to_ask_for_more_of_it(indexed, client):
    first = client.get(SIMILAR).json()["items"][0]
    terms = {item["term"] for reason in first["reasons"] for item in reason["items"]}
    assert {"keyword:heist", "genre:crime", "person:ann-ray", "kind:movie"} <= terms
    for term in terms - {""}:
        answer = client.get(SIMILAR, {"less": term}).json()
        assert answer["unknown"] == []


def test_terms_weights_and_filters_steer(indexed, client):
    query = {"weight_director": 0, "less": "keyword:heist", "year_max": 2003, "kind": "movie"}
    items = client.get(SIMILAR, query).json()["items"]
    kinds = {reason["kind"] for item in items for reason in item["reasons"]}
    assert "director" not in kinds
    assert {item["title"]["start_year"] for item in items} <= {1974, 2002, 2003}
    against = [r["text"] for item in items for r in item["reasons"] if r["weight"] < 0]
    assert "against it, as you asked for less: heist" in against


@pytest.mark.parametrize("way", ["session", "token"])
def test_what_somebody_has_rated_is_left_out_for_them(indexed, client, way):
    ada = User.objects.create_user("ada", password="a-passphrase")
    viewer = Viewer.objects.create(source="site", source_id="ada", user=ada)
    Rating.objects.create(viewer=viewer, title=indexed["the-second-vault-2003"], value=9)
    headers = {}
    if way == "session":
        client.force_login(ada)
    else:
        headers = {"Authorization": f"Bearer {issue_token(ada)}"}
    items = client.get(SIMILAR, {"unseen": "on"}, headers=headers).json()["items"]
    assert items[0]["title"]["slug"] == "night-shift-1974"
    assert "the-second-vault-2003" not in [item["title"]["slug"] for item in items]


def test_without_an_index_the_answer_is_503(catalogue, client):
    assert client.get(SIMILAR).status_code == 503
