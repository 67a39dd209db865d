import pytest

from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db
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
    assert answer == {"items": [], "problem": "too-few-facts"}


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
    ],
)
def test_what_cannot_be_answered_says_so(indexed, client, address, status):
    assert client.get(address).status_code == status


def test_without_an_index_the_answer_is_503(catalogue, client):
    assert client.get(SIMILAR).status_code == 503
