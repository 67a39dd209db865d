"""The pages of similar titles and blends as a person steers them."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser, User

from recommendations.models import Rating, Viewer
from recommendations.seeds import rated_by

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
PAGE = "/titles/the-vault-2001/similar/"
BLEND = "/blend/"


def names(response) -> list[str]:
    """Return the titles on a page, in their order."""
    results = response.text.partition('id="results"')[2]
    return [unescape(name) for name in re.findall(r'class="card__name"[^>]*>([^<]+)<', results)]


def chips(response) -> dict[str, str]:
    """Return the address behind each chip above the titles."""
    found = re.findall(r'chip--drop" data-live-link href="([^"]+)">([^<]+?) <', response.text)
    return {unescape(words): unescape(address) for address, words in found}


def links(response, name: str) -> set[str]:
    """Return the addresses of the links with this accessible name."""
    found = re.findall(rf'href="([^"]+)"[^>]* aria-label="{name}"', response.text)
    return {unescape(address) for address in found}


@pytest.mark.parametrize("page", [f"{PAGE}?", f"{BLEND}?plus=the-vault-2001&"])
def test_an_address_with_defaults_leads_to_the_one_without(indexed, client, page):
    given = "weight_plot=50&weight_genre=100&less=genre:romance&diversity=0&kind=&match=all"
    response = client.get(page + given)
    assert response.status_code == 302
    assert response.url == page + "weight_plot=50&less=genre:romance"
    assert client.get(response.url).status_code == 200


def test_an_address_may_be_encoded_otherwise(indexed, client):
    assert client.get(f"{PAGE}?less=genre%3Aromance").status_code == 200


def test_a_page_with_values_that_are_ignored_says_so_and_stays(indexed, client):
    response = client.get(f"{PAGE}?weight_genre=NaN&weight_plot=50&diversity=1e9&kind=opera")
    assert response.status_code == 200
    assert response.text.count("Ignored: ") == 3
    assert set(chips(response)) == {"plot 50 %"}


def test_more_of_a_term_lifts_its_titles_and_says_why(indexed, client):
    plain = client.get(f"{BLEND}?plus=june-wedding-2002&plus=the-vault-2001")
    more = client.get(plain.wsgi_request.get_full_path() + "&more=keyword:wedding")
    assert names(plain)[0] == "The Second Vault"
    assert names(more)[0] == "May Wedding"
    assert "you asked for more:" in more.text
    assert "more: wedding" in chips(more)


def test_less_of_a_term_is_a_reason_below_zero(indexed, client):
    response = client.get(f"{PAGE}?less=keyword:heist")
    assert "against it, as you asked for less:" in response.text
    assert names(response)[0] == "The Second Vault"


def test_why_offers_more_and_less_of_what_it_names_and_keeps_the_rest(indexed, client):
    response = client.get(f"{PAGE}?weight_plot=50&year_min=1970")
    for name, term in {
        "heist": "keyword:heist",
        "Crime": "genre:crime",
        "Ann Ray": "person:ann-ray",
        "English": "language:en",
        "movies": "kind:movie",
    }.items():
        for sign in ("more", "less"):
            address = f"?weight_plot=50&{sign}={term}&year_min=1970"
            assert links(response, f"{sign.capitalize()} of {name}") == {address}


def test_a_term_that_is_asked_for_is_not_offered_again_and_can_change_its_sign(indexed, client):
    response = client.get(f"{PAGE}?more=keyword:heist")
    assert links(response, "More of heist") == set()
    assert links(response, "Less of heist") == {"?less=keyword:heist"}
    assert chips(response)["more: heist"] == PAGE


def test_every_thing_asked_for_is_a_chip_that_drops_it_alone(indexed, client):
    query = (
        "weight_genre=150&weight_plot=0&diversity=30&more=keyword:heist&less=genre:romance"
        "&one_per_collection=on&genre=crime&year_min=1970&language=en"
    )
    found = chips(client.get(f"{PAGE}?{query}"))
    dropped = {
        "more: heist": "more=keyword:heist",
        "less: Romance": "less=genre:romance",
        "genre 150 %": "weight_genre=150",
        "plot does not count": "weight_plot=0",
        "diversity 30 %": "diversity=30",
        "at most one of a collection": "one_per_collection=on",
        "Crime": "genre=crime",
        "from 1970": "year_min=1970",
        "in English": "language=en",
    }
    assert found.keys() == dropped.keys()
    for words, parameter in dropped.items():
        rest = "&".join(part for part in query.split("&") if part != parameter)
        assert found[words] == f"{PAGE}?{rest}"


def test_reset_keeps_the_titles_and_nothing_else(indexed, client):
    response = client.get(f"{BLEND}?plus=the-vault-2001&diversity=30&year_min=1970")
    reset = re.search(r'chip--clear" data-live-link href="([^"]+)"', response.text)
    assert reset
    assert reset[1] == f"{BLEND}?plus=the-vault-2001"


def test_filters_apply_inside_the_ranking_of_both_pages(indexed, client):
    for page in (f"{PAGE}?", f"{BLEND}?plus=the-vault-2001&"):
        assert names(client.get(f"{page}year_max=1980")) == ["Night Shift"]
        assert "The Second Vault" not in names(client.get(f"{page}not_genre=crime"))


def test_diversity_says_what_it_costs_and_brings(indexed, client):
    text = client.get(f"{PAGE}?diversity=80").text
    assert re.search(
        r"Diversity 80 %: likeness [\d.]+ → [\d.]+ of 100 on average; the titles differ from each "
        r"other by \d+ % instead of \d+ %\.|Diversity 80 % changes nothing here\.",
        text,
    )
    assert "Diversity" not in client.get(PAGE).text.partition('id="results"')[2]


def test_a_term_that_no_title_has_is_said_to_change_nothing(indexed, client):
    response = client.get(f"{PAGE}?more=keyword:unheard-of")
    assert "No title has the keyword “unheard-of”" in response.text
    assert names(response) == names(client.get(PAGE))


def test_a_term_of_what_does_not_count_is_said_to_change_nothing(indexed, client):
    response = client.get(f"{PAGE}?weight_genre=0&less=genre:crime")
    assert "“genre:crime” changes nothing, as its weight is 0 %." in response.text


def test_when_all_weights_are_zero_the_page_says_that_nothing_counts(indexed, client):
    page = client.get(PAGE)
    zeros = dict.fromkeys(re.findall(r'type="range" name="(weight_\w+)"', page.text), 0)
    response = client.get(PAGE, zeros)
    assert len(zeros) == 13
    assert "Nothing counts: all weights are at 0 %." in response.text
    assert names(response) == []


def test_when_no_title_passes_the_page_says_which_filter_to_drop(indexed, client):
    response = client.get(f"{PAGE}?genre=romance&year_max=1980")
    assert "No title that passes the filters is like The Vault" in response.text
    ways = re.findall(r'href="([^"]+)">not “([^”]+)” <span[^>]*>([^<]+)<', response.text)
    assert {(unescape(address), words, left) for address, words, left in ways} == {
        (f"{PAGE}?genre=romance", "until 1980", "2 titles pass the others"),
        (f"{PAGE}?year_max=1980", "Romance", "1 title passes the others"),
    }


def test_when_dropping_one_filter_does_not_help_all_can_be_dropped(indexed, client):
    response = client.get(f"{PAGE}?year_min=2050&keyword=nowhere")
    assert f'<a href="{PAGE}" data-live-link>Drop them all</a>' in response.text


def test_a_page_shows_more_when_asked(indexed, client):
    response = client.get(f"{PAGE}?n=1")
    assert len(names(response)) == 1
    assert f'href="{PAGE}?n=25#place-2"' in response.text
    assert "Show more" not in client.get(PAGE).text


def test_similar_titles_become_a_blend_with_another_title(indexed, client):
    response = client.get(f"{PAGE}?plus=june-wedding-2002&weight_plot=50")
    assert response.url == f"{BLEND}?plus=june-wedding-2002&plus=the-vault-2001&weight_plot=50"
    page = client.get(f"{PAGE}?weight_plot=50")
    assert f'href="{BLEND}?plus=the-vault-2001&amp;weight_plot=50"' in page.text


def test_a_blend_of_one_shows_what_its_page_shows(indexed, client):
    blended = client.get(f"{BLEND}?plus=the-vault-2001&diversity=30&weight_cast=200")
    assert names(blended) == names(client.get(f"{PAGE}?diversity=30&weight_cast=200"))


def test_the_form_carries_all_that_it_does_not_show(indexed, client):
    kept = "plus=the-vault-2001&minus=june-wedding-2002&more=keyword:heist&keyword=heist"
    text = client.get(f"{BLEND}?{kept}").text
    form = re.search(r"<form class=\"facets__form\".*?</form>", text, re.S)
    assert form
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form[0])
    assert found == [tuple(pair.split("=")) for pair in kept.split("&")]


def test_pages_have_no_inline_style_and_no_handlers(indexed, client):
    text = client.get(f"{PAGE}?diversity=50&less=genre:crime").text
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src)", text)


def test_a_page_without_an_index_still_says_what_is_asked_for(catalogue, client):
    response = client.get(f"{PAGE}?year_min=1990")
    assert "being prepared" in response.text
    assert set(chips(response)) == {"from 1990"}


@pytest.fixture
def ada(indexed) -> User:
    """Return somebody who has rated The Second Vault."""
    user = User.objects.create_user("ada", password="a-passphrase")
    viewer = Viewer.objects.create(source="site", source_id="ada", user=user)
    Rating.objects.create(viewer=viewer, title=indexed["the-second-vault-2003"], value=9)
    return user


def test_who_is_signed_in_can_leave_out_what_they_have_rated(ada, client):
    client.force_login(ada)
    assert 'name="unseen"' in client.get(PAGE).text
    assert names(client.get(PAGE))[0] == "The Second Vault"
    response = client.get(f"{PAGE}?unseen=on")
    assert names(response) == ["Night Shift", *names(response)[1:]]
    assert "The Second Vault" not in names(response)
    assert chips(response) == {"not rated by me": PAGE}


def test_whoever_is_not_signed_in_is_told_to_and_keeps_the_address(ada, client):
    response = client.get(f"{PAGE}?unseen=on")
    assert "to leave out what you have rated" in response.text
    assert names(response)[0] == "The Second Vault"
    assert rated_by(AnonymousUser()) == frozenset()


@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 6),
        ("weight_genre=150&weight_plot=0&diversity=30&one_per_collection=on", 7),
        ("more=keyword:heist&more=person:ann-ray&less=genre:romance", 7),
        ("genre=crime&year_min=1970&language=en&keyword=heist", 8),
        ("more=keyword:heist&genre=crime&person=ann-ray&n=90", 11),
        ("genre=romance&year_max=1980", 6),
    ],
)
def test_a_steered_page_takes_few_queries(
    indexed, client, query, queries, django_assert_num_queries
):
    with django_assert_num_queries(queries):
        assert client.get(f"{PAGE}?{query}").status_code == 200
