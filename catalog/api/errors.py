"""The one shape of every error of the API, and the errors that its operations raise."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from ninja import Schema
from pydantic import Field

Body = dict[str, dict[str, Any]]


class ErrorBody(Schema):
    """What went wrong."""

    code: str = Field(description="For programs: not_found, conflict, invalid …")
    message: str = Field(description="For people: one sentence")
    fields: dict[str, str] = Field(description="What is wrong with which field; may be empty")


class ErrorOut(Schema):
    """The body of every answer from 400 upwards."""

    error: ErrorBody


class ApiError(Exception):
    """An answer other than success; subclasses name the status."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class ConflictError(ApiError):
    """What is asked for contradicts what is there: a repeated id, an unknown genre, one in use."""

    status = HTTPStatus.CONFLICT


class InvalidError(ApiError):
    """A value that the schema allows and the catalogue does not."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


def error_body(code: str, message: str, fields: Mapping[str, str] | None = None) -> Body:
    """Return the body of an error as plain values."""
    return {"error": {"code": code, "message": message, "fields": dict(fields or {})}}
