import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.api.filters import TitleFilters
from catalog.forms import SORTS, TitleFilterForm
from catalog.models import Credit, Genre, Keyword, Title
from catalog.staleness import counts_version
from catalog.tests.api_client import ApiClient, staff_token
from catalog.tests.factories import make_person, make_title, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> ApiClient:
    return ApiClient()


@pytest.fixture
def staff() -> ApiClient:
    return ApiClient(staff_token())


def error_of(response):
    return response.status_code, response.json()["error"]["fields"]


# --- reading ----------------------------------------------------------------------------------


def test_the_filters_of_the_api_are_those_of_the_browse_page():
    assert set(TitleFilters.model_fields) == set(TitleFilterForm.base_fields)


def test_the_orders_of_the_api_are_those_of_the_browse_page():
    sort = TitleFilters.model_json_schema()["properties"]["sort"]["anyOf"][0]["enum"]
    assert sort == [name for name, _ in SORTS]


def test_titles_are_filtered_as_on_the_browse_page(visitor):
    make_title("Alien", start_year=1979, genres=["Horror"])
    make_title("Heat", start_year=1995, genres=["Crime"])
    page = visitor.call("get", "titles?genre=horror&year_max=1980").json()
    assert [item["name"] for item in page["items"]] == ["Alien"]


def test_pages_know_their_neighbours(visitor):
    for year in range(2000, 2005):
        make_title("Film", start_year=year)
    page = visitor.call("get", "titles?sort=oldest&page=2&page_size=2").json()
    assert [item["start_year"] for item in page["items"]] == [2002, 2003]
    assert (page["total"], page["page"], page["page_size"]) == (5, 2, 2)
    assert page["next"] == "http://testserver/api/v1/titles?sort=oldest&page=3&page_size=2"
    assert page["previous"].endswith("page=1&page_size=2")


def test_a_page_behind_the_last_is_empty(visitor):
    make_title("Alien")
    page = visitor.call("get", "titles?page=9").json()
    assert (page["items"], page["total"], page["next"]) == ([], 1, None)


@pytest.mark.parametrize("query", ["page=0", "page=10001", "page_size=101", "year_min=1", "kind=x"])
def test_a_parameter_out_of_bounds_is_named(visitor, query):
    assert query.split("=")[0] in error_of(visitor.call("get", f"titles?{query}"))[1]


def test_a_list_takes_few_queries(visitor, django_assert_max_num_queries):
    for year in range(30):
        make_title("Film", start_year=1990 + year, genres=["Crime", "Drama"])
    counts_version()  # asked for every ten seconds
    with django_assert_max_num_queries(4):
        assert len(visitor.call("get", "titles?page_size=30").json()["items"]) == 30


def test_a_title_shows_facts_and_credits(visitor):
    make_title(
        "Alien", start_year=1979, imdb_id="tt0078748", genres=["Horror"], countries=["GB"],
        language="en", collection="Alien Collection", directors=["Ridley Scott"],
    )  # fmt: skip
    title = visitor.call("get", "titles/alien-1979").json()
    assert title["imdb_id"] == "tt0078748"
    assert title["genres"] == [{"slug": "horror", "name": "Horror"}]
    assert title["original_language"]["code"] == "en"
    assert title["collection"]["name"] == "Alien Collection"
    assert title["credits"][0]["category"] == "director"
    assert title["credits"][0]["person"]["name"] == "Ridley Scott"


def test_a_title_with_many_credits_takes_as_many_queries_as_one_with_few(visitor):
    make_title("Few", start_year=2000, cast=["A"])
    make_title("Many", start_year=2000, cast=[f"Actor {n}" for n in range(20)])
    counts = [queries_of(visitor, f"titles/{slug}") for slug in ("few-2000", "many-2000")]
    assert counts[0] == counts[1] <= 11


def queries_of(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.call("get", path).status_code == 200
    return len(queries)


def test_adult_titles_are_not_shown(visitor):
    title = make_title("Hidden", start_year=2000, is_adult=True)
    assert visitor.call("get", "titles").json()["total"] == 0
    assert visitor.call("get", f"titles/{title.slug}").status_code == 404


# --- writing ----------------------------------------------------------------------------------


def test_a_title_is_created_with_what_it_is_linked_to(staff):
    named(Genre, "Crime")
    response = staff.call(
        "post",
        "titles",
        {"kind": "movie", "name": "The Heat", "start_year": 1995, "genres": ["crime"],
         "keywords": ["Bank  Robbery", "bank robbery"], "companies": ["Regency"]},
    )  # fmt: skip
    assert response.status_code == 201
    assert response["Location"] == "/api/v1/titles/the-heat-1995"
    title = Title.objects.get(slug="the-heat-1995")
    assert title.name_key == "heat"
    assert [genre.slug for genre in title.genres.all()] == ["crime"]
    assert [keyword.name for keyword in title.keywords.all()] == ["bank robbery"]
    assert staff.call("get", "titles/the-heat-1995").json() == response.json()


def test_namesakes_get_slugs_of_their_own(staff):
    make_title("Heat", start_year=1995)
    response = staff.call("post", "titles", {"kind": "movie", "name": "Heat", "start_year": 1995})
    assert response.json()["slug"] == "heat-1995-2"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("name", "A\x00B"),
        ("name", "x" * 301),
        ("kind", "book"),
        ("start_year", 1869),
        ("runtime_minutes", 0),
        ("runtime_minutes", "90"),
        ("release_date", "1999-02-30"),
        ("release_date", 5),
        ("imdb_id", "0078748"),
        ("tmdb_id", 2**31),
        ("popularity", -1),
        ("homepage", "javascript:alert(1)"),
        ("is_adult", "yes"),
        ("colour", "red"),
    ],
)
def test_a_wrong_value_is_named(staff, field, value):
    body = {"kind": "movie", "name": "Alien", field: value}
    status, fields = error_of(staff.call("post", "titles", body))
    assert (status, list(fields)) == (422, [field])
    assert not Title.objects.exists()


@pytest.mark.parametrize(
    "repeated", [{"imdb_id": "tt0078748"}, {"tmdb_id": 348}, {"slug": "alien-1979"}]
)
def test_a_repeated_id_is_a_conflict(staff, repeated):
    make_title("Alien", start_year=1979, imdb_id="tt0078748", tmdb_id=348)
    status, fields = error_of(
        staff.call("post", "titles", {"kind": "movie", "name": "Other", **repeated})
    )
    assert status == 409
    assert set(repeated) <= set(fields)


def test_a_show_may_have_the_tmdb_id_of_a_movie(staff):
    make_title("Alien", tmdb_id=348)
    response = staff.call("post", "titles", {"kind": "show", "name": "Other", "tmdb_id": 348})
    assert response.status_code == 201


@pytest.mark.parametrize(
    "unknown", [{"genres": ["nope"]}, {"countries": ["XX"]}, {"original_language": "xx"}]
)
def test_what_does_not_exist_is_a_conflict_and_saves_nothing(staff, unknown):
    status, fields = error_of(
        staff.call(
            "post", "titles", {"kind": "movie", "name": "New", "keywords": ["new"], **unknown}
        )
    )
    assert (status, list(fields)) == (409, list(unknown))
    assert not Title.objects.exists()
    assert not Keyword.objects.exists()


def test_a_patch_changes_what_it_names_and_nothing_else(staff):
    title = make_title("Alien", start_year=1979, genres=["Horror"], overview="A ship.")
    response = staff.call("patch", f"titles/{title.slug}", {"name": "The Alien", "genres": []})
    title.refresh_from_db()
    assert response.status_code == 200
    assert (title.name, title.name_key, title.overview) == ("The Alien", "alien", "A ship.")
    assert title.slug == "alien-1979"
    assert not title.genres.exists()


def test_a_patch_forgets_what_is_null(staff):
    title = make_title("Alien", start_year=1979, imdb_id="tt0078748")
    staff.call("patch", f"titles/{title.slug}", {"imdb_id": None})
    title.refresh_from_db()
    assert title.imdb_id is None


def test_a_name_cannot_be_null(staff):
    title = make_title("Alien")
    assert error_of(staff.call("patch", f"titles/{title.slug}", {"name": None}))[0] == 422


def test_a_deleted_title_is_gone(staff):
    title = make_title("Alien", cast=["Sigourney Weaver"])
    assert staff.call("delete", f"titles/{title.slug}").status_code == 204
    assert staff.call("delete", f"titles/{title.slug}").status_code == 404
    assert not Credit.objects.exists()


# --- credits ----------------------------------------------------------------------------------


def test_a_person_is_linked_and_unlinked(staff):
    title, person = make_title("Alien", start_year=1979), make_person("Sigourney Weaver")
    body = {"person": person.slug, "category": "actor", "character": "Ripley"}
    created = staff.call("post", f"titles/{title.slug}/credits", body)
    assert created.status_code == 201
    assert staff.get(created["Location"]).json() == created.json()
    assert staff.delete(created["Location"]).status_code == 204
    assert staff.get(created["Location"]).status_code == 404


def test_the_same_credit_twice_is_a_conflict(staff):
    title, body = make_title("Alien"), {"person": "sigourney-weaver", "category": "actor"}
    make_person("Sigourney Weaver")
    staff.call("post", f"titles/{title.slug}/credits", body)
    assert staff.call("post", f"titles/{title.slug}/credits", body).status_code == 409


def test_a_credit_belongs_to_its_title(staff):
    make_title("Alien", start_year=1979, cast=["Sigourney Weaver"])
    make_title("Heat", start_year=1995)
    credit = Credit.objects.get()
    assert staff.call("delete", f"titles/heat-1995/credits/{credit.pk}").status_code == 404
    assert Credit.objects.exists()


def test_an_unknown_person_cannot_be_linked(staff):
    title = make_title("Alien")
    body = {"person": "nobody", "category": "actor"}
    assert staff.call("post", f"titles/{title.slug}/credits", body).status_code == 404


def test_facets_count_what_each_value_would_leave(visitor):
    make_title("Alien", start_year=1979, genres=["Horror"], language="en")
    make_title("Heat", start_year=1995, genres=["Crime"], language="en")
    facets = visitor.call("get", "facets?year_min=1990").json()
    assert [(v["value"], v["count"]) for v in facets["genre"]] == [("crime", 1)]
    assert [(v["value"], v["count"]) for v in facets["language"]] == [("en", 1)]


def test_an_end_before_the_start_is_named(staff):
    body = {"kind": "show", "name": "Heat", "start_year": 1995, "end_year": 1990}
    response = staff.call("post", "titles", body)
    assert (response.status_code, set(response.json()["error"]["fields"])) == (422, {"end_year"})


def test_blanks_around_a_name_are_taken_off(staff):
    staff.call("post", "titles", {"kind": "movie", "name": "  The   Heat "})
    assert Title.objects.get().name == "The Heat"


def test_a_changed_credit_is_a_change_of_its_title(staff):
    title, _ = make_title("Alien", start_year=1979), make_person("Ridley Scott")
    credit = {"person": "ridley-scott", "category": "director"}
    created = staff.call("post", "titles/alien-1979/credits", credit)
    after = Title.objects.get().updated_at
    assert after > title.updated_at
    staff.call("delete", created["Location"].removeprefix("/api/v1/"))
    assert Title.objects.get().updated_at > after


def test_a_title_in_a_script_with_vowel_signs_is_changed(staff):
    title = Title.objects.create(kind="movie", name="दंगल", start_year=2016)
    assert staff.call("patch", f"titles/{title.slug}", {"runtime_minutes": 161}).status_code == 200
