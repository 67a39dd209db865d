"""What is one's own: pages and changes of one person, which no other sees or makes."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import CASCADE, Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from catalog.models import ApiToken, Job, Title
from catalog.tests.factories import make_title
from movierec.accounts import own_data
from movierec.accounts.own_data import OWNERS, WITHHELD, owned_by, paths_to_owner
from movierec.accounts.session_rows import AccountSession
from movierec.tests.test_pages import routes
from recommendations.diary import mark, rate, viewer_of
from recommendations.models import Mark, Rating, Viewer
from reviews.models import Review, TitlePulse
from reviews.writing import Opinion, write_review

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
#: Nobody else's page may show any of these.
RATED, WANTED, HIDDEN = "Anchovy Harbour", "Beacon Of Rust", "Cobalt Orchard"


@pytest.fixture
def titles() -> dict[str, Title]:
    return {name: make_title(name, genres=["Drama"]) for name in (RATED, WANTED, HIDDEN)}


@pytest.fixture
def ada(titles) -> User:
    """Somebody who has said all there is to say."""
    ada = User.objects.create_user("ada", "ada@movierec.example", PASSWORD)
    EmailAddress.objects.create(user=ada, email=ada.email)
    viewer = viewer_of(ada, create=True)
    Viewer.objects.filter(pk=viewer.pk).update(age=41, occupation="lighthouse keeper")
    rate(viewer, titles[RATED], 7, datetime(2024, 5, 6, tzinfo=UTC))
    mark(viewer, titles[WANTED], "watchlist")
    mark(viewer, titles[HIDDEN], "not_interested")
    write_review(ada, titles[RATED], Opinion("=A fine film about fish.", "+Fishy", 7))
    return ada


@pytest.fixture
def eve() -> User:
    return User.objects.create_user("eve", password=PASSWORD)


@pytest.fixture
def by_ada(ada) -> Client:
    return signed_in(ada)


@pytest.fixture
def by_eve(eve) -> Client:
    return signed_in(eve)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def own_routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Yield the routes under /you/, whoever wrote them, and those that change what one says."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from own_routes(pattern, route)
        elif isinstance(pattern, URLPattern) and re.match(r"you/|.*/yours/$", route):
            yield route


def addresses(titles: dict[str, Title]) -> list[str]:
    """Return the addresses of all own pages; a number is the key of something of Ada's."""
    found = []
    for route in own_routes():
        path = route.replace("<str:slug>", titles[RATED].slug)
        found.append("/" + re.sub(r"<[^>]+>", "1", path))
    return found


def rows_of(user: User) -> dict[str, list[dict[str, Any]]]:
    """Return every row that belongs to an account, whatever the model."""
    return {model._meta.label: list(rows.values()) for model, rows in owned_by(user)}


#: Whatever a form of ours may send, and whom it is about.
HOSTILE = [
    {},
    {"do": "rate", "stars": "1"},
    {"do": "rate", "stars": ""},
    {"do": "unmark:watchlist"},
    {"do": "mark:not_interested"},
    {"do": "undo"},
    {"age": "99", "gender": "other", "occupation": "writer", "viewer": "1", "user": "1", "id": "1"},
    {"password": PASSWORD, "user": "1", "username": "ada"},
]


def test_there_are_pages_of_ones_own(titles):
    assert {"/you/", "/you/ratings/", "/you/hidden/", "/you/export/"} <= set(addresses(titles))


def test_nobody_gets_in_without_signing_in(client, ada, titles):
    before = rows_of(ada)
    for path in addresses(titles):
        for answer in (client.get(path), client.post(path, {"do": "rate", "stars": "1"})):
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/accounts/login/"), path
    assert rows_of(ada) == before


def test_another_person_sees_nothing(by_eve, ada, titles):
    for path in addresses(titles):
        text = text_in(by_eve.get(path))
        own = {RATED, WANTED, HIDDEN, "ada", "lighthouse"}
        if path.endswith("/yours/"):
            own -= {RATED}  # everybody may rate it
            assert re.findall(r'value="(\d*)"[^>]* checked', text) == [""]
        assert not {word for word in own if re.search(rf"\b{word}\b", text)}, path


def archive_in(answer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def text_in(answer) -> str:
    if answer.get("Content-Type") != "application/zip":
        return answer.content.decode()
    archive = archive_in(answer)
    return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_another_person_changes_nothing(ada, titles):
    before = rows_of(ada)
    for number, path in enumerate(addresses(titles)):
        eve = signed_in(User.objects.create_user(f"eve{number}", password=PASSWORD))
        for data in HOSTILE:
            answer = eve.post(path, data | {"slug": titles[RATED].slug, "next": "/you/"})
            assert answer.status_code < 500, (path, data)
            assert rows_of(ada) == before, (path, data)


def test_no_address_of_the_site_changes_what_is_anothers(ada, by_eve, titles):
    before = rows_of(ada)
    keys = {row["id"] for rows in before.values() for row in rows}
    for route in dict.fromkeys(routes(get_resolver())):
        for pk in sorted(keys) if ":pk>" in route else [1]:
            values = {"slug": titles[RATED].slug, "pk": pk}
            path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m, v=values: str(v.get(m[1], 1)), route)
            for data in (HOSTILE[1], HOSTILE[6] | HOSTILE[3] | {"body": "Stolen, all of it."}):
                if path != "/you/delete/":  # she may leave: see above
                    assert by_eve.post(path, data).status_code < 500, path
                    by_eve.delete(path)
                    by_eve.patch(path, data, content_type="application/json")
                    by_eve.put(path, {"value": 1}, content_type="application/json")
                assert rows_of(ada) == before, path


def test_a_change_needs_a_token_of_the_form(ada, titles):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    before = rows_of(ada)
    for path in addresses(titles):
        answer = client.post(path, {"do": "rate", "stars": "1", "password": PASSWORD})
        assert answer.status_code in (403, 405), path
    assert rows_of(ada) == before


def test_the_export_has_everything_and_no_secret(by_ada, ada, titles):
    token = ApiToken(user=ada)
    secret = token.renew()
    token.save()
    answer = by_ada.get("/you/export/")
    assert answer["Content-Disposition"].startswith('attachment; filename="movierec-')
    archive = archive_in(answer)
    everything = json.loads(archive.read("everything.json"))
    assert everything["ratings"] == [
        {
            "value": 7, "rated_at": "2024-05-06T00:00:00Z", "title": RATED, "year": 1999,
            "type": "movie", "imdb_id": None, "tmdb_id": None, "stars": 3.5,
        }
    ]  # fmt: skip
    assert {row["title"] for row in everything["marks"]} == {WANTED, HIDDEN}
    assert everything["account"][0]["email"] == "ada@movierec.example"
    assert everything["viewers"][0]["occupation"] == "lighthouse keeper"
    assert everything["email_addresses"][0]["email"] == "ada@movierec.example"
    assert everything["reviews"][0]["body"] == "=A fine film about fish."
    text = "\n".join(archive.read(name).decode() for name in archive.namelist())
    assert not [each for each in (ada.password, secret, token.sha256) if each in text]


def test_no_cell_of_the_export_is_a_formula(by_ada, ada):
    Review.objects.filter(user=ada).update(compound=-0.5)
    archive = archive_in(by_ada.get("/you/export/"))
    [review] = csv.DictReader(io.StringIO(archive.read("reviews.csv").decode()))
    assert (review["body"], review["headline"]) == ("'=A fine film about fish.", "'+Fishy")
    assert review["compound"] == "-0.5"


def test_the_export_is_sent_in_pieces_of_some_rows_each(ada, monkeypatch):
    monkeypatch.setattr(own_data, "CHUNK", 2)
    viewer = viewer_of(ada)
    for number in range(5):
        rate(viewer, make_title(f"Film {number}"), 2 + number)
    pieces = list(own_data.zip_pieces(ada))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    values = [row["value"] for row in json.loads(archive.read("everything.json"))["ratings"]]
    assert values == [7, 2, 3, 4, 5, 6]
    table = csv.DictReader(io.StringIO(archive.read("ratings.csv").decode()))
    assert [int(row["value"]) for row in table] == values
    assert len(pieces) > len(values) / 2


def test_every_model_about_people_is_exported_or_withheld_for_a_reason():
    about = {model for model in apps.get_models() if of_people(model)}
    assert {Rating, Mark, Review, Viewer} <= set(paths_to_owner())
    assert {m._meta.label for m in about - set(paths_to_owner())} <= set(WITHHELD)


def test_what_belongs_to_people_goes_with_them():
    keys = [
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model in OWNERS and field.remote_field.on_delete is not CASCADE
    ]
    assert keys == []


def of_people(model: type[Model]) -> bool:
    """Tell whether rows of a model belong to people: by its keys, not by how the export looks."""
    fields = [field for field in model._meta.fields if field.related_model in OWNERS]
    return bool(fields) and not model._meta.auto_created


def test_leaving_takes_the_password(by_ada, ada):
    assert "This is not your password." in by_ada.post("/you/delete/", {"password": "x"}).text
    assert User.objects.filter(pk=ada.pk).exists()


def test_guessing_the_password_is_stopped_before_it_is_hashed(by_ada, ada):
    for _ in range(10):
        by_ada.post("/you/delete/", {"password": "wrong"})
    assert by_ada.post("/you/delete/", {"password": PASSWORD}).status_code == 429
    assert User.objects.filter(pk=ada.pk).exists()


def test_leaving_deletes_all_of_it_and_nothing_of_others(by_ada, ada, by_eve, eve, titles):
    rate(viewer_of(eve, create=True), titles[RATED], 2)
    write_review(eve, titles[RATED], Opinion("Not a fine film at all."))
    of_eve, elsewhere = rows_of(eve), signed_in(ada)
    pk, viewer = ada.pk, viewer_of(ada).pk
    answer = by_ada.post("/you/delete/", {"password": PASSWORD}, follow=True)
    assert "Your account and everything in it are deleted." in answer.text
    assert not User.objects.filter(pk=pk).exists()
    assert not Viewer.objects.filter(source_id=str(pk)).exists()
    assert not Rating.objects.filter(viewer_id=viewer).exists()
    assert not Mark.objects.filter(viewer_id=viewer).exists()
    assert not EmailAddress.objects.filter(email="ada@movierec.example").exists()
    assert [review.user for review in Review.objects.all()] == [eve]
    owners = {s.get_decoded().get("_auth_user_id") for s in AccountSession.objects.all()}
    assert owners == {str(eve.pk)}
    assert elsewhere.get("/you/").status_code == 302
    assert rows_of(eve) == of_eve
    assert TitlePulse.objects.get(title=titles[RATED]).is_stale
    assert Job.objects.filter(kind="score").exists()
    assert by_eve.get(reverse("recommendations:you")).status_code == 200
