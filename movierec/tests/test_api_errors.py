import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from catalog.models import Genre
from catalog.tests.api_client import ApiClient, staff_token
from movierec.api import api
from movierec.api_errors import field_name

pytestmark = pytest.mark.django_db

API = "/api/v1/"


def error_of(response) -> tuple[int, str]:
    assert response["Content-Type"].startswith("application/json")
    error = response.json()["error"]
    assert set(error) == {"code", "message", "fields"}
    return response.status_code, error["code"]


@pytest.mark.parametrize("path", ["nowhere", "titles/", "titles/nobody", "genres/x/y"])
def test_what_is_not_there_is_404(path):
    assert error_of(Client().get(API + path)) == (404, "not_found")


def test_a_post_to_an_unknown_address_is_404():
    assert error_of(Client(enforce_csrf_checks=True).post(API + "nowhere")) == (404, "not_found")


def test_a_method_that_is_not_there_is_405():
    response = Client().put(API + "titles/alien-1979")
    assert error_of(response) == (405, "method_not_allowed")
    assert response["Allow"] == "DELETE, GET, PATCH"


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 50_000, b"9" * 5_000])
def test_what_is_not_json_is_400(body):
    response = ApiClient(staff_token()).post(API + "genres", body, "application/json")
    assert error_of(response) == (400, "bad_request")


def test_a_body_of_more_than_128_kb_is_413():
    body = b'{"name": "' + b"x" * 132_000 + b'"}'
    response = ApiClient(staff_token()).post(API + "genres", body, "application/json")
    assert error_of(response) == (413, "too_large")


def test_a_text_with_half_a_character_is_422():
    body = rb'{"name": "\ud800"}'
    response = ApiClient(staff_token()).post(API + "genres", body, "application/json")
    assert error_of(response) == (422, "invalid")


@pytest.mark.parametrize(
    ("exception", "answer"),
    [
        (ZeroDivisionError("secret"), (500, "error")),
        (IntegrityError("secret"), (409, "conflict")),
        (OperationalError("secret"), (503, "unavailable")),
    ],
)
def test_an_exception_is_answered_without_its_details(monkeypatch, exception, answer):
    def fail(*args: object) -> None:
        raise exception

    monkeypatch.setattr("movierec.middleware.RETRY_BUDGET_SECONDS", 0)
    monkeypatch.setattr(Genre.objects.__class__, "get_queryset", fail)
    response = ApiClient().get(API + "genres")
    assert error_of(response) == answer
    assert b"secret" not in response.content


@pytest.mark.parametrize(
    ("location", "name"),
    [
        (["body", "payload", "start_year"], "start_year"),
        (["body", "payload", "genres", 0], "genres.0"),
        (["body", "payload"], "body"),
        (["query", "page"], "page"),
        (["query", "filters", "genre", 0], "genre.0"),
        (["query", "plus", 0], "plus.0"),
    ],
)
def test_a_field_is_named_as_the_caller_knows_it(location, name):
    assert field_name(location) == name


#: Operations that ask who is calling for one of their parameters only.
SOMETIMES_ASKED = {"similar", "blend"}


def test_every_operation_declares_its_errors():
    operations = [o for path in api.get_openapi_schema()["paths"].values() for o in path.values()]
    assert len(operations) >= 30
    for operation in operations:
        assert 503 in operation["responses"]
        asks = "security" in operation or operation["operationId"] in SOMETIMES_ASKED
        assert asks == (401 in operation["responses"])


def test_everything_that_writes_asks_who_is_calling():
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            assert method == "get" or operation["security"], f"{method} {path}"


def test_the_address_of_the_api_leads_to_its_documents():
    assert Client().get(API)["Location"] == "/api/v1/docs"


@pytest.mark.parametrize("page", ["docs", "redoc"])
def test_the_documents_need_no_other_host_and_no_inline_script(page):
    response = Client().get(API + page)
    html = response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "https:" not in html
    assert "<script>" not in html
    assert "script-src 'self';" in policy
    assert "style-src 'self' 'unsafe-inline'" in policy


def test_only_the_documents_have_a_wider_policy():
    assert "unsafe-inline" not in Client().get(API + "genres")["Content-Security-Policy"]


def test_too_many_parameters_are_400():
    response = Client().get(f"{API}titles?{'a&' * 1001}")
    assert error_of(response) == (400, "bad_request")


@pytest.mark.parametrize("path", ["", "docs", "redoc", "openapi.json"])
def test_the_documents_are_only_read(path):
    response = Client(enforce_csrf_checks=True).post(API + path)
    assert error_of(response) == (405, "method_not_allowed")
