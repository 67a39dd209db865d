"""The whole REST API in one place: the routers of the apps, its documents, its errors."""

from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, re_path, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from catalog.api import router as catalog_router
from movierec.api_errors import handle_errors, not_found, with_json_405
from movierec.api_schema import complete
from recommendations.api import router as recommendations_router
from reviews.api import router as reviews_router

DESCRIPTION = """
Titles, people, similar titles with reasons, and reviews with their sentiment. Anybody may read.

**Writing** is for staff: send `Authorization: Bearer <token>` with a token that
`manage.py create_api_token USERNAME` prints, or use the session you are logged in with
(and its CSRF token, as these pages do).

**Errors** have one shape: `{"error": {"code", "message", "fields"}}`.
"""

#: django-ninja's own pages; only read, so that any other method is 405 and no matter of CSRF.
DOCUMENTS = {"openapi-json", "openapi-view"}
#: What Swagger UI and ReDoc need beyond the policy of all pages; nothing from other hosts.
docs_policy = csp_update(
    {"style-src": ["'unsafe-inline'"], "img-src": ["data:"], "worker-src": ["blob:"]}
)


class CatalogueAPI(NinjaAPI):
    """django-ninja's API, with errors in one shape and every answer in the OpenAPI document."""

    _schema: OpenAPISchema | None = None

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """Return the addresses: the operations, the documents, and 404 for all others."""
        patterns, app_name, namespace = super().urls
        own = [
            path("", index, name="api-root"),
            path("redoc", docs_policy(redoc), name="redoc"),
        ]
        for pattern in (*own, *patterns):
            if isinstance(pattern, URLPattern):
                if pattern in own or pattern.name in DOCUMENTS:
                    pattern.callback = csrf_exempt(require_safe(pattern.callback))
                pattern.callback = with_json_405(pattern.callback)
        return [*own, *patterns, re_path("", not_found)], app_name, namespace

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI document; it is made once."""
        if self._schema is None:
            self._schema = complete(super().get_openapi_schema(**options))
        return self._schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def index(request: HttpRequest) -> HttpResponse:
    """Lead whoever types the address of the API to its documents."""
    return HttpResponseRedirect(reverse("api:openapi-view"))


def redoc(request: HttpRequest) -> HttpResponse:
    """Show the OpenAPI document with ReDoc."""
    return render(request, "ninja/redoc.html", {"api": api})


api = CatalogueAPI(
    title="movierec",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_decorator=docs_policy,
)
handle_errors(api)
api.add_router("", catalog_router)
api.add_router("", recommendations_router)
api.add_router("", reviews_router)
