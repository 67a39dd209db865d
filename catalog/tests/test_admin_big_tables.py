"""Lists of the admin that may have millions of rows: found by indexes, counted to a bound."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import models
from catalog.admin import base
from catalog.models import Title
from catalog.tests.factories import make_title

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

CATALOG = "/admin/catalog/"


@pytest.fixture
def analyst() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    return client


@pytest.mark.parametrize(
    ("page", "text", "found"),
    [
        ("credit", "tt0078748", 2),
        ("credit", "alien", 2),
        ("credit", "nm0000244", 1),
        ("credit", " sigourney-weaver ", 1),
        ("credit", "ALIEN", 0),
        ("aggregaterating", "alien", 1),
        ("enrichment", "tt0078748", 1),
        ("trailer", "alien", 1),
        ("watchoffer", "heat", 0),
        ("titleidentifier", "1214", 1),
        ("titleidentifier", "alien", 1),
        ("personidentifier", "70", 1),
        ("personidentifier", "nm0000244", 1),
    ],
)
def test_what_hangs_on_titles_and_people_is_found_by_whole_ids(analyst, page, text, found):
    alien = make_title(
        "Alien", start_year=None, imdb_id="tt0078748", cast=["Sigourney Weaver", "John Hurt"]
    )
    make_title("Heat", cast=["Al Pacino"])
    models.Person.objects.filter(name="Sigourney Weaver").update(imdb_id="nm0000244")
    alien.ratings.create(source="imdb", average=8)
    models.Enrichment.objects.create(title=alien, outcome="fetched", asked_at=timezone.now())
    alien.trailers.create(key="k", name="Trailer", kind="Trailer")
    alien.offers.create(country="GB", kind="rent", provider="Shop")
    alien.identifiers.create(source="movielens", value="1214")
    models.Person.objects.get(imdb_id="nm0000244").identifiers.create(source="x", value="70")
    with CaptureQueriesContext(connection) as queries:
        response = analyst.get(f"{CATALOG}{page}/", {"q": text})
    assert response.context["cl"].result_count == found
    # Whatever compares in any case of letters looks at every row.
    assert not [q["sql"] for q in queries if "UPPER(" in q["sql"] or "LIKE" in q["sql"]]


def test_credits_are_counted_no_further_than_is_of_use(analyst, monkeypatch):
    monkeypatch.setattr(base, "MOST_LISTED", 5)
    make_title("Alien", cast=[f"Actor {n}" for n in range(9)])
    assert analyst.get(f"{CATALOG}credit/").context["cl"].result_count == 5


def test_titles_are_all_counted_and_the_first_pages_shown(analyst, monkeypatch):
    monkeypatch.setattr(base, "MOST_LISTED", 100)
    models.Title.objects.bulk_create(
        Title(kind="movie", name=f"Film {n}", name_key=f"film {n}", slug=f"film-{n}")
        for n in range(120)
    )
    shown = analyst.get(f"{CATALOG}title/?p=2").context["cl"]
    assert (shown.result_count, shown.paginator.num_pages, len(shown.result_list)) == (120, 2, 50)
    assert analyst.get(f"{CATALOG}title/?p=3").status_code == 302
