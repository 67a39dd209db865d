"""A read survives a database that is away for a moment; a write does not run twice."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from movierec import middleware
from movierec.middleware import DatabaseRetryMiddleware


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
