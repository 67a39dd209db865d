import pytest
from django.template import Context, Template
from django.urls import reverse

from catalog.index_store import OpenedOnce
from catalog.tests.factories import make_title
from recommendations.index import home

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
BLEND = "/blend/"


def panel(title) -> str:
    template = Template("{% load recommendations %}{% similar_titles_panel title %}")
    return template.render(Context({"title": title}))


def test_the_panel_shows_cards_with_reasons_and_their_points(indexed, vault):
    html = panel(vault)
    assert "The Second Vault" in html
    assert "both directed by Ann Ray" in html.casefold() or "Ann Ray" in html
    assert "?person=ann-ray" in html
    assert "?keyword=heist" in html
    assert 'style="' not in html


def test_the_panel_needs_few_queries(indexed, vault, django_assert_num_queries):
    with django_assert_num_queries(3):
        panel(vault)


def test_the_panel_without_an_index_says_so(catalogue, vault):
    assert "being prepared" in panel(vault)


@pytest.mark.parametrize("in_background", [False, True])
def test_the_panel_with_a_broken_index_says_so_and_the_log_why_once(
    indexed, vault, caplog, monkeypatch, in_background
):
    monkeypatch.setattr(OpenedOnce, "in_background", in_background)
    next(home().glob("*/columns/title_id.npy")).write_bytes(b"broken")
    for _ in range(3):
        assert "being prepared" in panel(vault)
    assert [record.message.partition("used: ")[2] for record in caplog.records] == [
        "columns/title_id.npy has not the size that it had."
    ]


def test_the_panel_of_a_title_with_too_few_facts_says_so(indexed):
    assert "know too little about Bare" in panel(make_title("Bare"))


def test_the_page_of_similar_titles(indexed, vault, client):
    response = client.get(reverse("recommendations:similar", args=[vault.slug]))
    assert response.status_code == 200
    assert "The Second Vault" in response.text


@pytest.mark.parametrize("facts", [{"is_adult": True}])
def test_there_is_no_page_for_a_title_that_may_not_be_shown(indexed, client, facts):
    title = make_title("Hidden", **facts)
    assert client.get(reverse("recommendations:similar", args=[title.slug])).status_code == 404
    assert client.get("/titles/unknown/similar/").status_code == 404


def test_the_blend_page_starts_empty(client):
    response = client.get(BLEND)
    assert response.status_code == 200
    assert "More like it" in response.text


def test_a_blend_is_all_in_the_address(indexed, client):
    address = f"{BLEND}?plus=june-wedding-2002&plus=the-vault-2001&minus=night-shift-1974"
    response = client.get(address)
    assert "The Second Vault" in response.text
    assert "Leave out Night Shift (1974)" in response.text


def test_a_blend_of_five_takes_no_more(indexed, client):
    response = client.get(BLEND, {"plus": sorted(indexed)})
    assert "That is five titles" in response.text
    assert 'name="add"' not in response.text


def test_a_typed_title_becomes_part_of_the_address(indexed, client):
    response = client.get(
        BLEND, {"plus": "june-wedding-2002", "add": "vault 2001", "sign": "minus"}
    )
    assert response.status_code == 302
    assert response.url == f"{BLEND}?plus=june-wedding-2002&minus=the-vault-2001"


def test_a_typed_title_leaves_the_steering_as_it_is(indexed, client):
    given = {"plus": "june-wedding-2002", "diversity": 30, "less": "genre:crime", "year_min": 2000}
    response = client.get(BLEND, given | {"add": "vault 2001"})
    assert response.url == (
        f"{BLEND}?plus=june-wedding-2002&plus=the-vault-2001"
        "&diversity=30&less=genre:crime&year_min=2000"
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("plus=nowhere-1900", "There is no title at the address"),
        ("add=xqzw", "No title is called like"),
        ("minus=the-vault-2001", "Add at least one title with +"),
        ("plus=a%00b", "There is no title at the address “a�b”"),
        ("add=" + "x" * 201, "at most 200"),
        ("sign=both", "is not one of the choices"),
        ("plus=a&plus=b&plus=c&plus=d&plus=e&plus=f", "At most 5 titles can be blended"),
        ("plus=the-vault-2001&weight_genre=1000", "It is a percentage from 0 to 300"),
    ],
)
def test_a_blend_that_makes_no_sense_says_what_is_wrong(indexed, client, query, message):
    response = client.get(f"{BLEND}?{query}")
    assert response.status_code == 200
    assert message in response.text


def test_the_blend_page_without_an_index_says_so(catalogue, client):
    assert "being prepared" in client.get(f"{BLEND}?plus=the-vault-2001").text
