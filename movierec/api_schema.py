"""What django-ninja leaves out of the OpenAPI document: errors, and where a new row is."""

from http import HTTPStatus
from typing import Any

from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema

from catalog.api.errors import ErrorOut

ERROR = {"application/json": {"schema": {"$ref": REF_TEMPLATE.format(model="ErrorOut")}}}
LOCATION = {"Location": {"description": "Address of what was made", "schema": {"type": "string"}}}


def complete(schema: OpenAPISchema) -> OpenAPISchema:
    """Add the errors that operations may answer with, and Location; no parameter is null."""
    error = ErrorOut.model_json_schema(ref_template=REF_TEMPLATE)
    schema["components"]["schemas"] |= {**error.pop("$defs"), "ErrorOut": error}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            for parameter in operation["parameters"]:
                parameter["schema"] = without_null(parameter["schema"])
            responses = operation["responses"]
            if HTTPStatus.CREATED in responses:
                responses[HTTPStatus.CREATED]["headers"] = LOCATION
            for status in errors_of(path, method, operation):
                responses[status] = {"description": status.phrase, "content": ERROR}
    return schema


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter that may be left out: in an address nothing is null."""
    options = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(options) != 1:
        return schema
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    return {**options[0], **rest}


def errors_of(path: str, method: str, operation: dict[str, Any]) -> list[HTTPStatus]:
    """Return the errors that an operation may answer with, seen from what it takes."""
    errors = [HTTPStatus.SERVICE_UNAVAILABLE]
    if operation.get("requestBody"):
        errors += [HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE]
    if operation.get("security"):
        errors += [HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN]
    if "{" in path or operation.get("requestBody"):
        errors.append(HTTPStatus.NOT_FOUND)
    if method != "get":
        errors.append(HTTPStatus.CONFLICT)
    if operation.get("requestBody") or operation.get("parameters"):
        errors.append(HTTPStatus.UNPROCESSABLE_ENTITY)
    return sorted(errors)
