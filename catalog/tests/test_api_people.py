import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.api import titles
from catalog.models import Country, Credit, Genre, Person
from catalog.tests.api_client import ApiClient, staff_token
from catalog.tests.factories import make_country, make_language, make_person, make_title, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> ApiClient:
    return ApiClient()


@pytest.fixture
def staff() -> ApiClient:
    return ApiClient(staff_token())


def test_people_are_listed_by_name(visitor):
    for name in ("Ridley Scott", "Élodie Yung", "Dan O'Bannon"):
        make_person(name)
    page = visitor.call("get", "people").json()
    assert [p["name"] for p in page["items"]] == ["Dan O'Bannon", "Élodie Yung", "Ridley Scott"]


def test_a_page_of_people_looks_at_their_credits_alone(visitor):
    make_title("Hidden", is_adult=True, cast=["Beatrice"])
    make_title("Shown", cast=["Agnes", "Cecil", "Dora"])
    with CaptureQueriesContext(connection) as queries:
        page = visitor.call("get", "people?page_size=3").json()
    assert [person["name"] for person in page["items"]] == ["Agnes", "Cecil"]
    assert page["next"].endswith("/api/v1/people?page_size=3&page=2")
    with_credits = [q["sql"] for q in queries if "catalog_credit" in q["sql"]]
    assert len(with_credits) == 1
    assert " IN (" in with_credits[0]


def test_titles_behind_the_first_hundred_thousand_are_not_listed(visitor, monkeypatch):
    monkeypatch.setattr(titles, "MOST_LISTED", 4)
    for n in range(6):
        make_title(f"Film {n}")
    last = visitor.call("get", "titles?page=2&page_size=2").json()
    assert (len(last["items"]), last["total"], last["next"]) == (2, 6, None)
    behind = visitor.call("get", "titles?page=3&page_size=2").json()
    assert (behind["items"], behind["total"], behind["next"]) == ([], 6, None)


def test_people_are_found_by_name(visitor):
    make_title("Alien", cast=["Sigourney Weaver", "John Hurt"])
    page = visitor.call("get", "people?q=sigourney").json()
    assert [person["name"] for person in page["items"]] == ["Sigourney Weaver"]


def test_a_person_shows_their_titles_newest_first(visitor):
    for name, year in (("Alien", 1979), ("Avatar", 2009), ("Aliens", 1986)):
        make_title(name, start_year=year, cast=["Sigourney Weaver"])
    person = visitor.call("get", "people/sigourney-weaver").json()
    assert [credit["title"]["name"] for credit in person["credits"]] == [
        "Avatar",
        "Aliens",
        "Alien",
    ]


def test_adult_titles_and_people_known_for_nothing_else_are_not_shown(visitor):
    make_title("Hidden", is_adult=True, cast=["Known Actor", "Hidden Actor"])
    make_title("Shown", cast=["Known Actor"])
    known = visitor.call("get", "people/known-actor").json()
    assert [credit["title"]["name"] for credit in known["credits"]] == ["Shown"]
    assert visitor.call("get", "people/hidden-actor").status_code == 404


def test_a_person_is_created_changed_and_deleted(staff):
    created = staff.call("post", "people", {"name": "Ridley Scott", "imdb_id": "nm0000631"})
    assert (created.status_code, created["Location"]) == (201, "/api/v1/people/ridley-scott")
    changed = staff.call("patch", "people/ridley-scott", {"name": "Sir Ridley Scott"})
    assert changed.json()["name"] == "Sir Ridley Scott"
    assert Person.objects.get().name_key == "sir ridley scott"
    assert staff.call("delete", "people/ridley-scott").status_code == 204
    assert staff.call("get", "people/ridley-scott").status_code == 404


def test_a_repeated_id_of_a_person_is_a_conflict(staff):
    make_person("Ridley Scott", imdb_id="nm0000631")
    response = staff.call("post", "people", {"name": "Other", "imdb_id": "nm0000631"})
    assert response.status_code == 409
    assert list(response.json()["error"]["fields"]) == ["imdb_id"]


def test_deleting_a_person_keeps_their_titles(staff):
    title = make_title("Alien", cast=["Sigourney Weaver"])
    staff.call("delete", "people/sigourney-weaver")
    title.refresh_from_db()
    assert not Credit.objects.exists()


@pytest.mark.parametrize(
    ("path", "body", "key"),
    [
        ("genres", {"name": "Science Fiction"}, "science-fiction"),
        ("countries", {"code": "IS", "name": "Iceland"}, "IS"),
    ],
)
def test_vocabulary_is_created_renamed_and_deleted(staff, path, body, key):
    created = staff.call("post", path, body)
    assert (created.status_code, created["Location"]) == (201, f"/api/v1/{path}/{key}")
    assert staff.call("post", path, body).status_code == 409
    assert staff.call("patch", f"{path}/{key}", {"name": "New"}).json()["name"] == "New"
    assert [row["name"] for row in staff.call("get", path).json()] == ["New"]
    assert staff.call("delete", f"{path}/{key}").status_code == 204
    assert staff.call("get", f"{path}/{key}").status_code == 404


def test_what_titles_use_is_not_deleted(staff):
    make_title("Alien", genres=["Horror"], countries=["GB"])
    assert staff.call("delete", "genres/horror").status_code == 409
    assert staff.call("delete", "countries/GB").status_code == 409
    assert (Genre.objects.count(), Country.objects.count()) == (1, 1)


def test_no_title_can_take_a_genre_while_it_is_looked_at_and_deleted(staff):
    Genre.objects.create(name="Horror", slug="horror")
    with CaptureQueriesContext(connection) as queries:
        assert staff.call("delete", "genres/horror").status_code == 204
    looked = next(n for n, one in enumerate(queries) if "\"slug\" = 'horror'" in one["sql"])
    locks = " FOR UPDATE" if connection.features.has_select_for_update else ""
    assert queries[looked]["sql"].endswith(locks)
    # SQLite has no such lock, but one writer: the transaction has begun before the look.
    assert any(one["sql"].startswith(("SAVEPOINT", "BEGIN")) for one in queries[:looked])


def test_languages_can_only_be_read(staff):
    make_language("en", "English")
    assert staff.call("get", "languages").json() == [{"code": "en", "name": "English"}]
    assert staff.call("post", "languages", {"code": "is"}).status_code == 405


def test_search_forgives_typos_and_suggests(visitor):
    make_title("The Matrix", cast=["Keanu Reeves"])
    for path in ("search?q=matrix", "suggest?q=matr"):
        assert visitor.call("get", path).json()["titles"][0]["name"] == "The Matrix"


@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=" + "a" * 201, "q=a&n=51", "q=a&n=0"])
def test_search_refuses_what_it_cannot_search(visitor, query):
    assert visitor.call("get", f"search?{query}").status_code == 422


def test_genre_slug_that_is_taken_is_a_conflict(staff):
    named(Genre, "Horror")
    response = staff.call("post", "genres", {"name": "Terror", "slug": "horror"})
    assert list(response.json()["error"]["fields"]) == ["slug"]


def test_country_keeps_its_code(staff):
    make_country("GB", "Britain")
    assert staff.call("patch", "countries/GB", {"code": "UK", "name": "UK"}).status_code == 422


@pytest.mark.parametrize("name", ["drama", " Drama "])
def test_a_genre_of_the_same_name_is_a_conflict(staff, name):
    named(Genre, "Drama")
    response = staff.call("post", "genres", {"name": name})
    assert (response.status_code, set(response.json()["error"]["fields"])) == (409, {"name"})
