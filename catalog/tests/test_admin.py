import csv
from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import models
from catalog.admin.base import as_text
from catalog.models import ApiToken, Genre, Load, Title
from catalog.models.tokens import user_of_token
from catalog.tests.factories import make_country, make_person, make_title, named

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

CATALOG = "/admin/catalog/"
REPORT = {
    "files": [
        {
            "path": "data/sample/titles.csv", "dataset": "sample_titles", "source": "sample",
            "rows_read": 1_200, "created": 1_000, "changed": 0, "unchanged": 0, "skipped": 200,
            "reasons": {"no name": {"count": 200, "examples": [{"line": 7, "value": "<b>"}]}},
            "nulled": {
                "year out of range": {"count": 3, "examples": [{"line": 7, "value": "19 94"}]}
            },
            "notes": {}, "repaired": {}, "seconds": 1.5,
        }
    ]
}  # fmt: skip


@pytest.fixture
def analyst() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    return client


def make_load() -> Load:
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    return Load.objects.create(started_at=moment, finished_at=moment, report=REPORT)


def rows_of(response) -> list[str]:
    return [str(row) for row in response.context["cl"].result_list]


def test_every_model_has_its_page():
    registered = {model.__name__ for model in admin.site._registry}
    on_another_page = {"AlternativeName"}
    assert set(models.__all__) - on_another_page <= registered


@pytest.mark.parametrize(
    "page",
    [
        *("title", "person", "credit", "genre", "country", "load", "sourcefile", "apitoken"),
        *("enrichment", "trailer", "watchoffer"),
    ],
)
def test_a_list_takes_as_many_queries_for_thirty_rows_as_for_three(analyst, page):
    fill(3)
    few = queries_of(analyst, page)
    fill(30)
    assert queries_of(analyst, page) == few <= 14


def fill(n: int) -> None:
    """Add ``n`` titles, each with a person, a genre, a country, a load, a file and a token."""
    for i in range(n):
        film = make_title(
            "Film", genres=[f"Genre {n} {i}"], countries=["GB"], language="en", cast=["A"]
        )
        models.Enrichment.objects.create(title=film, outcome="fetched", asked_at=timezone.now())
        film.trailers.create(key=f"{n}-{i}", name="Trailer", kind="Trailer")
        film.offers.create(country="GB", kind="rent", provider="Shop")
        make_person("Somebody")
        make_country(f"{'A' if n < 9 else 'B'}{chr(65 + i % 26)}")
        make_load()
        models.SourceFile.objects.create(dataset="d", source="s", name="f", sha256=f"{n}-{i}")
        ApiToken.objects.create(user=User.objects.get(), sha256=f"{n}-{i}")


def queries_of(client, page) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{CATALOG}{page}/").status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ali", ["Alien (1979)", "Aliens (1986)"]),
        ("The ALIENS", ["Aliens (1986)"]),
        ("tt0078748", ["Alien (1979)"]),
        ("679", ["Aliens (1986)"]),
        ("%", []),
        ("9" * 30, []),
    ],
)
def test_titles_are_searched_by_name_and_id(analyst, text, found):
    make_title("Alien", start_year=1979, imdb_id="tt0078748", num_votes=9)
    make_title("Aliens", start_year=1986, tmdb_id=679)
    make_title("Heat", start_year=1995)
    assert sorted(rows_of(analyst.get(f"{CATALOG}title/", {"q": text}))) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("decade=1990", ["Heat (1995)"]),
        ("decade=x", ["Alien (1979)", "Heat (1995)"]),
        ("missing=poster", ["Heat (1995)"]),
        ("missing=rating", ["Alien (1979)"]),
        ("missing=genre", ["Alien (1979)"]),
        ("genres__id__exact=GENRE", ["Heat (1995)"]),
        ("countries__code__exact=US", ["Heat (1995)"]),
    ],
)
def test_titles_are_filtered(analyst, query, found):
    make_title("Alien", start_year=1979, poster_path="/a.jpg")
    make_title(
        "Heat", start_year=1995, genres=["Crime"], countries=["US"], language="en",
        weighted_rating=8.0,
    )  # fmt: skip
    query = query.replace("GENRE", str(Genre.objects.get().pk))
    assert sorted(rows_of(analyst.get(f"{CATALOG}title/?{query}"))) == found


def test_autocomplete_finds_people_by_the_beginning_of_their_name(analyst):
    make_person("Ridley Scott")
    make_person("Tony Scott")
    query = {"term": "ridl", "app_label": "catalog", "model_name": "credit", "field_name": "person"}
    results = analyst.get("/admin/autocomplete/", query).json()["results"]
    assert [result["text"] for result in results] == ["Ridley Scott"]


def test_a_nul_is_refused(analyst):
    query = {"term": "\0", "app_label": "catalog", "model_name": "credit", "field_name": "person"}
    assert analyst.get("/admin/autocomplete/", query).status_code == 400


def test_a_filter_that_no_column_can_hold_is_a_wrong_filter(analyst):
    response = analyst.get(f"{CATALOG}load/?started_at__year={'9' * 20}")
    assert (response.status_code, response["Location"]) == (302, f"{CATALOG}load/?e=1")


def test_titles_are_deleted_one_by_one(analyst):
    make_title("Alien")
    assert "delete_selected" not in analyst.get(f"{CATALOG}title/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("end_year", 1990, "It began in 1999."),
        ("imdb_id", "garbage", "An IMDb id looks like tt0133093."),
        ("budget", -5, "at least 0"),
        ("runtime_minutes", 0, "The runtime is at least 1 minute."),
    ],
)
def test_a_wrong_value_is_refused_in_words(analyst, field, value, message):
    form = {
        "kind": "movie", "name": "The Matrix", "start_year": 1999, "status": "released",
        "ratings-TOTAL_FORMS": 0, "ratings-INITIAL_FORMS": 0,
        "alternative_names-TOTAL_FORMS": 0, "alternative_names-INITIAL_FORMS": 0,
        "identifiers-TOTAL_FORMS": 0, "identifiers-INITIAL_FORMS": 0, field: value,
    }  # fmt: skip
    assert message in analyst.post(f"{CATALOG}title/add/", form).content.decode()
    assert not Title.objects.exists()


def test_a_title_added_here_gets_its_key_and_slug(analyst):
    form = {
        "kind": "movie", "name": "The Matrix", "start_year": 1999, "status": "released",
        "ratings-TOTAL_FORMS": 0, "ratings-INITIAL_FORMS": 0,
        "alternative_names-TOTAL_FORMS": 0, "alternative_names-INITIAL_FORMS": 0,
        "identifiers-TOTAL_FORMS": 0, "identifiers-INITIAL_FORMS": 0,
    }  # fmt: skip
    analyst.post(f"{CATALOG}title/add/", form)
    title = Title.objects.get()
    assert (title.name_key, title.slug) == ("matrix", "the-matrix-1999")


def test_a_title_links_to_its_credits(analyst):
    title = make_title("Alien", cast=["Sigourney Weaver"])
    make_title("Heat", cast=["Al Pacino"])
    link = f"{CATALOG}credit/?title__id__exact={title.pk}"
    assert link in analyst.get(f"{CATALOG}title/{title.pk}/change/").content.decode()
    assert rows_of(analyst.get(link)) == ["Sigourney Weaver (Cast)"]


def test_what_titles_use_cannot_be_deleted(analyst):
    make_title("Alien", genres=["Horror"])
    used, unused = Genre.objects.get(), named(Genre, "Western")
    assert analyst.post(f"{CATALOG}genre/{used.pk}/delete/", {"post": "yes"}).status_code == 403
    analyst.post(f"{CATALOG}genre/{unused.pk}/delete/", {"post": "yes"})
    assert list(Genre.objects.all()) == [used]


def test_a_report_of_a_load_is_a_table(analyst):
    html = analyst.get(f"{CATALOG}load/{make_load().pk}/change/").content.decode()
    assert "1,200 rows in 1.5 s" in html
    assert "<td>no name</td>" in html
    assert "line 7 (&lt;b&gt;)" in html
    assert "<td>year out of range</td>" in html


def test_loads_cannot_be_changed(analyst):
    load = make_load()
    assert analyst.get(f"{CATALOG}load/add/").status_code == 403
    assert analyst.post(f"{CATALOG}load/{load.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_new_token_is_shown_once(analyst):
    ada = User.objects.get()
    response = analyst.post(f"{CATALOG}apitoken/add/", {"user": ada.pk}, follow=True)
    message = str(next(iter(response.context["messages"])))
    assert user_of_token(message.rpartition(" ")[2]) == ada


# --- export -----------------------------------------------------------------------------------


def exported(response) -> list[dict[str, str]]:
    return list(csv.DictReader(response.content.decode("utf-8-sig").splitlines()))


def test_selected_titles_are_exported(analyst):
    title = make_title("Amélie", imdb_id="tt0211915", genres=["Comedy", "Romance"], language="fr")
    make_title("Heat")
    action = {"action": "export_admin_action", "_selected_action": [title.pk]}
    [row] = exported(analyst.post(f"{CATALOG}title/", action))
    assert (row["id"], row["imdb_id"], row["name"]) == (str(title.pk), "tt0211915", "Amélie")
    assert (row["genres"], row["original_language"]) == ("Comedy|Romance", "fr")


def test_all_that_is_filtered_is_exported_in_few_queries(analyst):
    for year in range(1990, 2005):
        make_title("Film", start_year=year, genres=["Crime"], countries=["GB"], language="en")
    with CaptureQueriesContext(connection) as queries:
        rows = exported(analyst.get(f"{CATALOG}title/export/?decade=1990"))
    assert len(rows) == 10
    assert len(queries) <= 10


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_is_a_formula(start):
    assert as_text(f"{start}1+1") == f"'{start}1+1"


def test_numbers_stay_numbers():
    assert as_text(-5) == -5


def test_exporting_takes_the_right_to_look(analyst):
    clerk = Client()
    clerk.force_login(User.objects.create_user("clerk", is_staff=True))
    assert clerk.get(f"{CATALOG}title/export/").status_code == 403
