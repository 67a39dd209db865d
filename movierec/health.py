"""Whether this process lives, and whether it can serve: for supervisors and load balancers.

A middleware before all others: a probe asks by the machine's address, which is no allowed host.
"""

from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse

from catalog.search import search_index_stands
from catalog.staleness import stale_things
from catalog.text_search import text_index_stands
from recommendations.build import built_fingerprint


def answer_probes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer /livez and /readyz; pass every other request on."""
    probes = {"/livez": livez, "/readyz": readyz}

    def middleware(request: HttpRequest) -> HttpResponse:
        probe = probes.get(request.path_info)
        response = probe() if probe else get_response(request)
        if probe:
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def livez() -> HttpResponse:
    """Answer "ok"; touches nothing."""
    return HttpResponse("ok", content_type="text/plain")


def readyz() -> HttpResponse:
    """Answer 200 if the database answers, else 503; say whether the indexes stand (soft).

    ``stale`` are those that a load has made out of date.
    """
    stale: list[str] = []
    try:
        stale = sorted(stale_things())
        database = True
    except Error:
        database = False
    indexes = {
        "search": search_index_stands(),
        "texts": text_index_stands(),
        "similar": built_fingerprint() is not None,
    }
    body = {"database": database, "indexes": indexes, "stale": stale}
    return JsonResponse(body, status=200 if database else 503)
