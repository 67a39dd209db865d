"""What wraps every request: a second try when the database is away, and safety for all views."""

import logging
import math
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string

from catalog.slow_statements import is_too_slow
from movierec.api_errors import answer

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

RETRY_BUDGET_SECONDS = 8.0
#: After so long without a failure the next one begins another outage.
QUIET_SECONDS = 5.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 0.5
DATABASE_AWAY = (OperationalError, InterfaceError)


class DatabaseRetryMiddleware:
    """Answer a read again when the database failed under it; after 8 s say 503.

    A restart of PostgreSQL under load gave 17 to 72 errors without this, none with it. Only GET
    and HEAD are repeated: they change nothing. The 8 s are those of the outage, not of each
    request: while the database stays away longer, waiting requests would take up all threads.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.outage_began = self.last_failure = -math.inf

    def __call__(self, request: HttpRequest) -> HttpResponse:
        pause = FIRST_PAUSE_SECONDS
        while True:
            request.database_failed = False  # type: ignore[attr-defined]
            response = self.get_response(request)
            if not request.database_failed:  # type: ignore[attr-defined]
                return response
            connections.close_all()
            deadline = self.note_failure() + RETRY_BUDGET_SECONDS
            if request.method not in ("GET", "HEAD") or time.monotonic() + pause > deadline:
                return response
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, not a secret
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def note_failure(self) -> float:
        """Return when the outage of the database began that this failure belongs to."""
        now = time.monotonic()
        if now - self.last_failure > QUIET_SECONDS:
            self.outage_began = now
        self.last_failure = now
        return self.outage_began

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a database failure into 503; any other exception stays what it is."""
        return database_away(request, exception) if isinstance(exception, DATABASE_AWAY) else None


def database_away(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer 503; note on the request that it may be tried again."""
    logger.warning("database failed path=%s error=%s", request.path, error)
    request.database_failed = not is_too_slow(error)  # type: ignore[attr-defined]
    # Without the request: its context processors would ask the database for the user.
    was_sent = {"was_sent": request.method not in ("GET", "HEAD")}
    response = HttpResponse(render_to_string("503.html", was_sent), status=503)
    response["Retry-After"] = "5"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 where the page of another error met a database that is away."""
    error = sys.exc_info()[1]
    if isinstance(error, DATABASE_AWAY):
        return database_away(request, error)
    return HttpResponse(render_to_string("500.html"), status=500)


def refuse_nul(get_response: GetResponse) -> GetResponse:
    """Answer 400 to an address with a NUL: PostgreSQL refuses to look for one.

    The forms of our own pages say so themselves; the admin's filters do not.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        path, query = request.path_info, request.META.get("QUERY_STRING", "")
        if "\0" not in path and not ("%00" in query and path.startswith("/admin/")):
            return get_response(request)
        if path.startswith("/api/"):
            return answer(400, "There is no such address.")
        return HttpResponseBadRequest("There is no such address.", content_type="text/plain")

    return middleware


class CompressPages(GZipMiddleware):
    """Compress pages and drawn posters; the API's clients get plain JSON."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if response.get("Content-Type", "").startswith(("text/html", "image/svg+xml")):
            return super().process_response(request, response)
        return response


def isolation_headers(get_response: GetResponse) -> GetResponse:
    """Keep other sites from embedding what we serve, and ours from embedding theirs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cross-Origin-Embedder-Policy", "credentialless")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return middleware
