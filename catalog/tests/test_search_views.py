"""The search page: names, plots, facets over both, and every state of it in its address."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.facets import facet_counts
from catalog.models import Title
from catalog.search import build_search_index
from catalog.tests.factories import make_title
from catalog.text_search import build_text_index

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture
def heists():
    """Make titles with "heist" in their names, plots and keywords; index them."""
    western, crime = {"genres": ["Western"]}, {"genres": ["Crime"]}
    make_title("Heist", start_year=2001, num_votes=90, weighted_rating=6.0, **crime)
    make_title("The Heist", start_year=1989, num_votes=10, weighted_rating=7.0, **western)
    make_title(
        "Ocean's Eleven",
        start_year=2001,
        num_votes=900,
        weighted_rating=7.5,
        overview="A <b>thief</b> plans the heist of three casinos.",
        keywords=["casino", "heist"],
        countries=["US"],
        **crime,
    )
    make_title(
        "Rififi",
        start_year=1955,
        num_votes=50,
        weighted_rating=8.0,
        overview="Four men plan heists.",
        countries=["FR"],
        **crime,
    )
    build_indexes()


def build_indexes():
    build_search_index()
    build_text_index()


def shown(response) -> tuple[list[str], list[str]]:
    """Return the names of the titles shown by name, and by their plots."""
    context = response.context
    return (
        [title.name for title in context["names"]],
        [hit.title.name for hit in context["hits"]],
    )


def html_of(response) -> str:
    return response.content.decode().replace("&amp;", "&")


def link(response, words: str) -> str:
    (address,) = set(re.findall(rf'href="([^"]*)"[^>]*>{words}', html_of(response)))
    return address


def test_names_come_first_and_plots_below_them(client, heists):
    response = client.get("/search/?q=heist")

    assert shown(response) == (["Heist", "The Heist"], ["Ocean's Eleven", "Rififi"])
    assert "4 titles" in html_of(response)


def test_words_are_marked_in_escaped_plots(client, heists):
    html = html_of(client.get("/search/?q=heist+thief"))

    assert "<mark>thief</mark>" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert '<a href="/titles/?keyword=heist">heist</a>' in html
    assert "keyword=casino" not in html


def test_filters_and_counts_are_over_names_and_plots(client, heists):
    response = client.get("/search/?q=heist&genre=crime&year_min=2000&year_max=2009")

    assert shown(response) == (["Heist"], ["Ocean's Eleven"])
    facets = response.context["facets"]
    assert {v.label: v.count for v in facets["decade"]} == {"2000s": 2, "1950s": 1}
    assert {v.label: v.count for v in facets["country"]} == {"United States": 1}
    assert link(response, "Crime") == "/search/?year_min=2000&year_max=2009&q=heist"
    assert link(response, "1950s") == ("/search/?genre=crime&year_min=1950&year_max=1959&q=heist")
    assert link(response, "Clear all") == "/search/?q=heist"


def test_the_form_of_filters_keeps_the_search(client, heists):
    html = html_of(client.get("/search/?q=heist&only=plots&keyword=casino"))

    assert 'id="filters" action="/search/"' in html
    for name, value in {"q": "heist", "only": "plots", "keyword": "casino"}.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


@pytest.mark.parametrize(
    ("sort", "plots"),
    [
        ("relevance", ["Ocean's Eleven", "Rififi"]),
        ("rating", ["Rififi", "Ocean's Eleven"]),
        ("newest", ["Ocean's Eleven", "Rififi"]),
        ("votes", ["Ocean's Eleven", "Rififi"]),
        ("runtime", ["Ocean's Eleven", "Rififi"]),  # is no order of this page
    ],
)
def test_what_was_found_can_be_sorted(client, heists, sort, plots):
    assert shown(client.get(f"/search/?q=heist&sort={sort}"))[1] == plots


def test_names_are_sorted_too(client, heists):
    assert shown(client.get("/search/?q=heist&sort=rating"))[0] == ["The Heist", "Heist"]


@pytest.mark.parametrize(
    ("only", "names", "plots"),
    [("names", ["Heist", "The Heist"], []), ("plots", [], ["Ocean's Eleven", "Rififi"])],
)
def test_only_names_or_only_plots(client, heists, only, names, plots):
    response = client.get(f"/search/?q=heist&only={only}")

    assert shown(response) == (names, plots)
    assert "2 titles" in html_of(response)
    assert {v.label: v.count for v in response.context["facets"]["kind"]}["Movie"] == 2
    assert link(response, "All <") == "/search/?q=heist"


def test_places_to_look_in_keep_filters_and_order(client, heists):
    response = client.get("/search/?q=heist&genre=crime&sort=rating")

    assert link(response, "Plots <") == "/search/?q=heist&genre=crime&sort=rating&only=plots"
    totals = {scope.label: scope.total for scope in response.context["scopes"]}
    assert totals == {"All": 3, "Names": 1, "Plots": 2}


def test_without_a_result_it_says_which_filter_to_drop(client, heists):
    response = client.get("/search/?q=heist&genre=western&country=FR")

    assert shown(response) == ([], [])
    assert "No title passes all of these filters" in html_of(response)
    assert link(response, "not “Western”") == "/search/?country=FR&q=heist"
    assert link(response, "not “from France”") == "/search/?genre=western&q=heist"


def test_where_only_names_are_found_plots_are_empty_and_lead_back(client, heists):
    response = client.get("/search/?q=oceans+eleven&only=plots")

    assert "Nothing is found here" in html_of(response)
    assert link(response, "Look in names") == "/search/?q=oceans+eleven"


def test_names_that_only_resemble_come_below_plots_that_have_the_words(client, heists):
    make_title("Casanova", num_votes=5)
    build_indexes()

    html = html_of(client.get("/search/?q=casinos"))

    assert re.findall(r'id="(titles|plots)"', html) == ["plots", "titles"]
    assert "Did you mean" not in html


def test_a_title_found_by_name_is_not_among_the_plots(client):
    make_title("Heist", overview="The heist of all heists.")
    build_indexes()

    assert shown(client.get("/search/?q=heist")) == (["Heist"], [])


def test_many_plots_are_turned_page_by_page_below_the_best_names(client):
    for year in range(1950, 1965):
        make_title("Heist", start_year=year)
    for number in range(30):
        make_title(f"Film {number}", overview="A heist.", num_votes=30 - number)
    build_indexes()

    first, second = client.get("/search/?q=heist"), client.get("/search/?q=heist&page=2")

    assert [len(titles) for titles in shown(first)] == [12, 24]
    assert shown(second) == ([], [f"Film {number}" for number in range(24, 30)])
    assert link(first, "All 15 names") == "/search/?q=heist&only=names"
    assert len(shown(client.get("/search/?q=heist&only=names"))[0]) == 15


def test_what_was_deleted_or_hidden_since_the_build_is_not_shown(client, heists):
    Title.objects.filter(name="Rififi").delete()
    Title.objects.filter(name="Ocean's Eleven").update(is_adult=True)

    response = client.get("/search/?q=heist")

    assert shown(response) == (["Heist", "The Heist"], [])
    assert "2 titles" in html_of(response)


def test_a_tagline_is_shown_where_the_words_are_in_it(client):
    make_title("Film", overview="Men in a city.", tagline="The heist of the century.")
    build_indexes()

    html = html_of(client.get("/search/?q=heist"))

    assert "The <mark>heist</mark> of the century." in html
    assert "Men in a city" not in html


def test_it_says_that_no_plot_has_all_the_words(client, heists):
    html = html_of(client.get("/search/?q=thief+casinos+nowhere"))

    assert "No plot has all of these words" in html
    assert "No plot has all" not in html_of(client.get("/search/?q=thief+casinos"))


def test_it_says_that_only_the_best_are_looked_at(client, heists, monkeypatch):
    monkeypatch.setattr("catalog.text_search.MOST_TITLES", 1)

    html = html_of(client.get("/search/?q=heist"))

    assert "2 plots have these words: shown and counted are of the best 1." in html


def test_without_an_index_names_are_found_and_it_says_so(client, heists, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "elsewhere"

    response = client.get("/search/?q=heist")

    assert shown(response) == (["Heist", "The Heist"], [])
    assert "as soon as the index is built" in html_of(response)


def test_what_is_excluded_is_not_part_of_a_name(client, heists):
    assert shown(client.get("/search/?q=heist+-casino")) == (["Heist", "The Heist"], ["Rififi"])


def test_counts_among_a_few_are_those_of_the_same_titles_alone(heists):
    ids = tuple(Title.objects.filter(start_year=2001).values_list("pk", flat=True))
    for filters in ({}, {"genre": ["crime"]}, {"kind": "movie", "country": "US"}):
        among = facet_counts(filters | {"among": ids})
        assert among == facet_counts(filters | {"year_min": 2001, "year_max": 2001}) | {
            "decade": among["decade"]
        }


def test_nothing_is_counted_among_no_titles(heists):
    counts = facet_counts({"among": (), "genre": ["crime"]})

    assert {value.count for values in counts.values() for value in values} == {0}


def test_a_search_takes_few_queries(client, heists):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/search/?q=heist")
    assert len(queries) <= 12
    with CaptureQueriesContext(connection) as queries:
        client.get(
            "/search/?q=heist&genre=crime&not_genre=western&kind=movie&country=US&sort=newest"
        )
    assert len(queries) <= 12
