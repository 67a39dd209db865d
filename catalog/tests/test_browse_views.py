"""The browse page, the search page and the suggestions."""

import re

import pytest

from catalog import browse_views
from catalog.forms import TitleFilterForm
from catalog.search import build_search_index
from catalog.tests.factories import make_credit, make_person, make_title

pytestmark = pytest.mark.django_db

HOSTILE = [
    "%00",
    "-1",
    "9" * 40,
    "'--",
    "<script>alert(1)</script>",
    "٣",
    "1e999",
    "nan",
    "a" * 5000,
    "🎬",
    "%ff",
    "../../etc/passwd",
]
PARAMETERS = [*TitleFilterForm.base_fields, "q", "page"]


@pytest.fixture
def titles():
    """Make thirty movies, of which the first ten are westerns, and a show."""
    for i in range(30):
        genres = ["Western"] if i < 10 else ["Drama"]
        make_title(f"Film {i:02d}", start_year=1990 + i, genres=genres, weighted_rating=i / 10)
    make_title("A Show", kind="show", start_year=2008, genres=["Drama"])


def names(response) -> list[str]:
    return [title.name for title in response.context["page"].object_list]


def links(response, text: str) -> list[str]:
    html = response.content.decode().replace("&amp;", "&")
    return re.findall(rf'href="([^"]*)"[^>]*>{text}', html)


def test_browse_shows_the_best_24_of_all(client, titles):
    response = client.get("/titles/")

    assert len(names(response)) == 24
    assert names(response)[0] == "Film 29"
    assert "31 titles" in response.content.decode()


def test_browse_turns_pages_and_keeps_the_filters(client, titles):
    response = client.get("/titles/?kind=movie&sort=oldest&page=2")

    assert names(response) == [f"Film {i:02d}" for i in range(24, 30)]
    assert "kind=movie&sort=oldest&page=1" in response.content.decode().replace("&amp;", "&")


@pytest.mark.parametrize(("page", "number"), [("0", 2), ("99", 2), ("x", 1), ("", 1)])
def test_browse_shows_the_nearest_page_there_is(client, titles, page, number):
    assert client.get("/titles/", {"page": page}).context["page"].number == number


def test_browse_filters_and_says_so_in_chips(client, titles):
    response = client.get("/titles/?genre=western&year_min=1995&sort=newest")

    assert names(response) == [f"Film {i:02d}" for i in (9, 8, 7, 6, 5)]
    assert links(response, "Western") == ["/titles/?year_min=1995&sort=newest"]
    assert links(response, "from 1995") == ["/titles/?genre=western&sort=newest"]
    assert links(response, "Clear all") == ["/titles/"]


def test_browse_carries_filters_that_have_no_control(client):
    make_title("Heat", directors=["Michael Mann"])

    response = client.get("/titles/?person=michael-mann")

    assert '<input type="hidden" name="person" value="michael-mann">' in response.content.decode()


def test_a_decade_link_sets_the_years_and_unsets_them(client, titles):
    response = client.get("/titles/?kind=movie")
    assert links(response, "2010s") == ["/titles/?kind=movie&year_min=2010&year_max=2019"]

    response = client.get("/titles/?kind=movie&year_min=2010&year_max=2019")
    assert links(response, "2010s") == ["/titles/?kind=movie"]


def test_browse_without_a_result_says_which_filter_to_drop(client, titles):
    response = client.get("/titles/?genre=western&kind=show")

    html = response.content.decode()
    assert "No title passes all of these filters" in html
    assert links(response, "not “Shows”") == ["/titles/?genre=western"]
    assert "10 titles" in html


def test_browse_of_an_empty_catalogue_says_how_to_load_it(client):
    assert "load_catalog" in client.get("/titles/").content.decode()


def test_browse_ignores_what_it_does_not_understand_and_says_so(client, titles):
    response = client.get("/titles/?year_min=1700&kind=show")

    assert names(response) == ["A Show"]
    assert "Ignored: from year." in response.content.decode()


def test_browse_takes_few_queries(client, titles, django_assert_max_num_queries):
    for query in ("", "?genre=western", "?kind=show&genre=western&country=FR&language=fr"):
        with django_assert_max_num_queries(12):
            client.get(f"/titles/{query}")


def test_browse_shows_its_titles_when_counting_them_takes_too_long(client, titles, monkeypatch):
    monkeypatch.setattr(browse_views, "count_titles", lambda filters: None)

    response = client.get("/titles/?genre=western")

    assert len(names(response)) == 10
    assert "Very many titles" in response.content.decode()


@pytest.mark.parametrize("path", ["/titles/", "/search/", "/search/suggest/"])
def test_hostile_query_strings_are_answered(client, path):
    make_title("Heat")
    build_search_index()
    for value in HOSTILE:
        response = client.get(f"{path}?" + "&".join(f"{name}={value}" for name in PARAMETERS))

        assert response.status_code == 200, value
        assert b"<script>alert" not in response.content


@pytest.mark.parametrize("name", PARAMETERS)
def test_each_filter_bears_hostile_values(client, name):
    for value in HOSTILE:
        assert client.get(f"/titles/?{name}={value}").status_code == 200, value


def test_adult_titles_are_not_shown(client):
    make_title("Hidden", is_adult=True, genres=["Drama"])
    build_search_index()

    for path in ("/titles/", "/titles/?genre=drama", "/search/?q=hidden", "/search/suggest/?q=hid"):
        assert "/titles/hidden" not in client.get(path).content.decode()


def test_search_shows_titles_and_people(client):
    make_title("The Matrix", cast=["Keanu Reeves"])
    make_title("Keanu", start_year=2016)
    build_search_index()

    response = client.get("/search/?q=keanu")

    assert names(response) == ["Keanu"]
    assert "/people/keanu-reeves/" in response.content.decode()


def test_search_asks_whether_another_name_was_meant(client):
    make_title("The Matrix")
    build_search_index()

    assert "Did you mean" in client.get("/search/?q=the+matirx").content.decode()
    assert "Did you mean" not in client.get("/search/?q=matrix").content.decode()


def test_search_turns_pages(client):
    for year in range(1950, 1980):
        make_title("Hamlet", start_year=year)
    build_search_index()

    response = client.get("/search/?q=hamlet&page=2")

    assert len(names(response)) == 6
    assert "30 titles" in response.content.decode()


def test_search_without_a_result_offers_popular_titles(client):
    make_title("The Matrix", num_votes=10)

    html = client.get("/search/?q=zzzzqq").content.decode()

    assert "Nothing is called like “zzzzqq”" in html
    assert "/titles/the-matrix-1999/" in html


def test_search_takes_few_queries(client, titles, django_assert_max_num_queries):
    build_search_index()

    with django_assert_max_num_queries(12):
        client.get("/search/?q=film+12")


def test_suggestions_are_options(client):
    make_title("The Matrix", cast=["Matt Doran"])
    build_search_index()

    response = client.get("/search/suggest/?q=mat")

    assert response.content.decode().count('role="option"') == 2
    assert response["Cache-Control"] == "public, max-age=60"
    assert "<html" not in response.content.decode()


def test_suggestions_for_nothing_are_nothing(client):
    assert client.get("/search/suggest/").content.strip() == b""


@pytest.mark.parametrize("path", ["/titles/", "/search/", "/search/suggest/"])
def test_only_reading_is_allowed(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("text", "first"), [("batman", "titles"), ("keanu reeves", "people"), ("batmann", "titles")]
)
def test_people_stand_before_titles_only_if_called_like_that(client, text, first):
    make_title(name="Batman", start_year=1989)
    make_title(name="Keanu Reevers", start_year=2001)
    title = make_title(name="Heat", start_year=1995)
    for name in ("Zal Batmanglij", "Keanu Reeves", "Rob Batmen"):
        make_credit(title, make_person(name=name), "actor")
    build_search_index()
    html = client.get("/search/", {"q": text}).content.decode()
    assert re.findall(r'id="(titles|people)"', html)[0] == first
