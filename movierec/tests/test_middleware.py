"""A read survives a database that is away for a moment; a write does not run twice."""

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from catalog.tests.factories import make_title
from movierec import middleware
from movierec.middleware import DatabaseRetryMiddleware, server_error


class FailingSite:
    """A site whose database is away for the first ``failures`` requests."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.requests = 0
        self.middleware = DatabaseRetryMiddleware(self.answer)

    def answer(self, request):
        self.requests += 1
        if self.requests > self.failures:
            return HttpResponse("found")
        return self.middleware.process_exception(request, OperationalError("server closed"))


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(middleware, "FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(middleware, "LONGEST_PAUSE_SECONDS", 0.001)


def test_a_read_is_answered_after_the_database_returns(db):
    site = FailingSite(failures=3)
    response = site.middleware(RequestFactory().get("/"))
    assert response.status_code == 200
    assert site.requests == 4


def test_a_read_gets_503_when_the_database_stays_away(db, monkeypatch):
    monkeypatch.setattr(middleware, "RETRY_BUDGET_SECONDS", 0.05)
    site = FailingSite(failures=10**6)
    response = site.middleware(RequestFactory().get("/"))
    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def test_a_write_is_tried_once(db):
    site = FailingSite(failures=1)
    response = site.middleware(RequestFactory().post("/"))
    assert response.status_code == 503
    assert site.requests == 1
    # Not "Nothing is lost", nor a link to an address that only takes what is sent.
    assert "may not be saved" in response.text
    assert 'href=""' not in response.text


def test_other_errors_are_not_swallowed():
    site = FailingSite(failures=0)
    assert site.middleware.process_exception(RequestFactory().get("/"), ValueError("bug")) is None


def test_an_address_with_a_nul_is_refused(client):
    assert client.get("/titles/the%00matrix/").status_code == 400


class CancelledError(OperationalError):
    """What Django raises when PostgreSQL cancels a slow statement."""

    def __init__(self) -> None:
        super().__init__("canceling statement due to statement timeout")
        self.__cause__ = type("QueryCanceled", (Exception,), {"pgcode": "57014"})()


def test_a_statement_that_was_too_slow_is_not_repeated():
    requests = []

    def answer(request):
        requests.append(request)
        return wrapped.process_exception(request, CancelledError())

    wrapped = DatabaseRetryMiddleware(answer)
    assert wrapped(RequestFactory().get("/")).status_code == 503
    assert len(requests) == 1


@pytest.mark.django_db
def test_probes_are_answered_whatever_the_host(client):
    for path in ("/livez", "/readyz"):
        assert client.get(path, headers={"host": "10.0.0.7"}).status_code == 200


def test_later_reads_of_a_long_outage_do_not_wait(db, monkeypatch):
    monkeypatch.setattr(middleware, "RETRY_BUDGET_SECONDS", 0.05)
    site = FailingSite(failures=10**6)
    site.middleware(RequestFactory().get("/"))
    site.requests = 0
    assert site.middleware(RequestFactory().get("/")).status_code == 503
    assert site.requests == 1


def test_the_next_outage_is_waited_for_anew(db, monkeypatch):
    monkeypatch.setattr(middleware, "RETRY_BUDGET_SECONDS", 0.05)
    site = FailingSite(failures=10**6)
    site.middleware(RequestFactory().get("/"))
    monkeypatch.setattr(middleware, "QUIET_SECONDS", 0)
    site.failures = site.requests + 2
    assert site.middleware(RequestFactory().get("/")).status_code == 200


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("server closed"), 503), (ValueError("bug"), 500)]
)
def test_an_error_page_that_meets_a_dead_database_is_503(error, status):
    try:
        raise error
    except type(error):
        assert server_error(RequestFactory().get("/")).status_code == status


def test_a_nul_in_an_address_of_the_api_is_refused_in_its_one_shape(client):
    response = client.get("/api/v1/titles/the%00matrix")
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_request")


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "encoding"), [("/", "gzip"), ("/api/v1/openapi.json", None)])
def test_pages_are_compressed_and_answers_of_the_api_are_not(client, path, encoding):
    response = client.get(path, headers={"accept-encoding": "gzip"})
    assert response.get("Content-Encoding") == encoding


@pytest.mark.django_db
def test_readyz_tells_an_index_that_cannot_be_used(client, settings):
    make_title()
    call_command("build_index", verbosity=0)
    indexes = client.get("/readyz").json()["indexes"]
    assert indexes == {"search": True, "texts": True, "similar": True}
    next(settings.INDEX_DIR.glob("similar/*/terms/rarity.npy")).write_bytes(b"broken")
    call_command("build_index", force=True, verbosity=0)
    assert client.get("/readyz").json()["indexes"]["similar"] is True
