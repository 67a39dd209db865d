"""Every error of the API in its one shape, whoever raised it: ``catalog.api.errors``."""

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from catalog.api.errors import ApiError, error_body
from catalog.slow_statements import is_too_slow

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

#: In words, by pydantic's type of error.
MESSAGES = {"string_pattern_mismatch": "The text has a form or characters not allowed here"}

CODES = {
    400: "bad_request",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    422: "invalid",
    503: "unavailable",
}


def answer(status: int, message: str, fields: dict[str, str] | None = None) -> JsonResponse:
    """Return an error; its code follows from the status."""
    return JsonResponse(error_body(CODES.get(status, "error"), message, fields), status=status)


def handle_errors(api: NinjaAPI) -> None:
    """Register what the API answers to each kind of exception."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        ApiError: lambda request, error: answer(error.status, error.message, error.fields),
        HttpError: _http_error,
        AuthenticationError: _not_authenticated,
        ValidationError: _validation_error,
        Http404: lambda request, error: answer(404, "There is no such thing."),
        IntegrityError: _integrity_error,
        RequestDataTooBig: lambda request, error: answer(413, "The request is too large."),
        SuspiciousOperation: lambda request, error: answer(400, "The request is malformed."),
        UnreadablePostError: lambda request, error: answer(400, "The request broke off."),
        OperationalError: _database_error,
        InterfaceError: _database_error,
        Exception: _unexpected_error,
    }
    for exception, handler in handlers.items():
        api.add_exception_handler(exception, handler)


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer(error.status_code, str(error))


def _not_authenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = answer(401, "Send a token, or log in.")
    response["WWW-Authenticate"] = "Bearer"
    return response


def _validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each wrong field, and say what pydantic says unless that is a regular expression."""
    fields = {
        field_name(one["loc"]): str(MESSAGES.get(one["type"]) or one["msg"]) for one in error.errors
    }
    return answer(422, "Some values are not valid.", fields)


def field_name(location: Sequence[str | int]) -> str:
    """Return a field as the caller knows it: ``start_year``, ``genres.0``, ``body`` for the whole.

    The location begins with "query", "path" or "body" and may go on with the name of our function's
    argument, which is nobody's business.

    >>> field_name(["body", "payload", "genres", 0])
    'genres.0'
    """
    source, *path = location
    if len(path) > 1 and isinstance(path[1], str):
        path = path[1:]
    elif source == "body":
        return "body"
    return ".".join(map(str, path))


def _integrity_error(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    """Answer 409: what was checked before was taken by another request in between."""
    logger.warning("conflict path=%s error=%s", request.path, error)
    return answer(409, "Another request changed this at the same time: try again.")


def _database_error(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer 503, or let DatabaseRetryMiddleware ask again: it looks at ``database_failed``."""
    logger.warning("database failed path=%s error=%s", request.path, error)
    request.database_failed = not is_too_slow(error)  # type: ignore[attr-defined]
    response = answer(503, "The database does not answer: try again in a moment.")
    response["Retry-After"] = "5"
    return response


def _unexpected_error(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("unexpected error path=%s", request.path, exc_info=error)
    return answer(500, "Something went wrong here; it has been noted.")


@csrf_exempt
def not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer what is asked of an address that the API does not have."""
    return answer(404, "There is no such address.")


def with_json_405(view: View) -> View:
    """Give the body of an error to the view's bare "method not allowed"."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = ", ".join(sorted(response["Allow"].split(", ")))
        response = answer(405, f"Allowed here: {allowed}.")
        response["Allow"] = allowed
        return response

    return wrapped
