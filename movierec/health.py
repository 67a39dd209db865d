"""Whether this process lives, and whether it can serve: for supervisors and load balancers.

A middleware before all others: a probe asks by the machine's address, which is no allowed host.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse

from catalog.jobs import ALIVE_SECONDS, seconds_since_beat
from catalog.search import search_index_stands
from catalog.staleness import stale_things
from catalog.text_search import text_index_stands
from recommendations.build import built_fingerprint

#: What a probe waits for Redis, connecting and asking together.
REDIS_SECONDS = 0.2


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
    """Answer 200 if the database answers, else 503; the rest is soft: pages do without it.

    ``indexes`` tells whether each stands; ``stale`` are those that a load has made out of date;
    ``worker`` whether one has shown for a minute that it works; ``redis`` whether it answers, null
    if none is set.
    """
    stale: list[str] = []
    age = None
    try:
        stale = sorted(stale_things())
        age = seconds_since_beat()
        database = True
    except Error:
        database = False
    indexes = {
        "search": search_index_stands(),
        "texts": text_index_stands(),
        "similar": built_fingerprint() is not None,
    }
    body = {
        "database": database,
        "indexes": indexes,
        "stale": stale,
        "worker": age is not None and age <= ALIVE_SECONDS,
        "redis": redis_answers(),
    }
    return JsonResponse(body, status=200 if database else 503)


def redis_answers() -> bool | None:
    """Tell whether Redis answers within a fifth of a second; None if there is none to ask."""
    if not settings.REDIS_URL:
        return None
    from redis import Redis, RedisError
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    half = REDIS_SECONDS / 2
    client = Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=half,
        socket_timeout=half,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        with client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False
