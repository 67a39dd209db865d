"""``POST /predict``, as programs of an older system know it: a person's number in, ten movies out.

People are those of a ratings file, who are numbers and nothing else. Those with an account here are
not among them: whoever knew their number could read their taste.
"""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from catalog.models import Title, TitleIdentifier
from catalog.names import fold
from movierec.throttle import seconds_to_wait
from recommendations.models import Viewer
from recommendations.personal import recommend_for

logger = logging.getLogger(__name__)

MOVIES = 10
REMEMBERED_SECONDS = 10
#: Bytes of a request that is refused which are read, some at a time.
MOST_HEARD, PIECE = 16_000_000, 1 << 16
#: The numbering under which titles have such words of their own.
WORDS = "movies_csv"
NOT_JSON = "Missing JSON in request"
MALFORMED = "Invalid or missing JSON payload"
NO_USER = "Missing 'user_id' in request data"
_NUMBER = re.compile(r"[0-9]{1,18}")


class PredictError(Exception):
    """The request makes no sense; the message is what its sender is told."""


@csrf_exempt
@never_cache
def predict(request: HttpRequest) -> JsonResponse:
    """Answer with ten movies, popular ones for whoever is unknown; 400 with a sentence."""
    if request.method != "POST":
        answer = _error("Method not allowed", 405)
        answer["Allow"] = "POST"
        return answer
    if seconds := seconds_to_wait(request, "predict", settings.PREDICT_PER_MINUTE):
        answer = _error("Too many requests", 429)
        answer["Retry-After"] = str(seconds)
        return answer
    try:
        viewer = viewer_numbered(_user_id(request))
        return JsonResponse({"account": viewer is not None, "movies": _movies(viewer)})
    except PredictError as error:
        _hear_out(request)
        return _error(str(error), 400)
    except (OperationalError, InterfaceError) as error:
        logger.warning("database failed path=%s error=%s", request.path, error)
        answer = _error("The database does not answer: try again in a moment.", 503)
        answer["Retry-After"] = "5"
        return answer


def _user_id(request: HttpRequest) -> Any:
    """Return what the body says; raises PredictError."""
    kind = (request.content_type or "").lower()
    if kind != "application/json" and not re.fullmatch(r"application/.+\+json", kind):
        raise PredictError(NOT_JSON)
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError, RequestDataTooBig, UnreadablePostError) as error:
        raise PredictError(MALFORMED) from error
    if not isinstance(payload, dict):
        raise PredictError(MALFORMED)
    if payload.get("user_id") is None:
        raise PredictError(NO_USER)
    return payload["user_id"]


def _hear_out(request: HttpRequest) -> None:
    """Read what is still being sent: who sends into a closed connection never sees the answer."""
    left = MOST_HEARD
    with suppress(UnreadablePostError):
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)


def viewer_numbered(user_id: Any) -> Viewer | None:
    """Return the person with this number, given as one or as text; None for anything else.

    Releases number their people anew: of several that have the number, PREDICT_SOURCE says whose
    counts, else it is the one that was loaded first.
    """
    text = str(user_id).strip() if type(user_id) in (int, str) else ""
    if not (_NUMBER.fullmatch(text) and text.isascii()):
        return None
    people = Viewer.objects.filter(source_id=str(int(text)), user=None)
    if settings.PREDICT_SOURCE:
        people = people.filter(source=settings.PREDICT_SOURCE)
    return people.order_by("pk").first()


def _movies(viewer: Viewer | None) -> list[str]:
    if viewer is None:  # the same for all of them, and asked for at no cost to the sender
        words = caches["memory"].get("predict:popular")
        if words is None:
            words = _words_for(None)
            caches["memory"].set("predict:popular", words, REMEMBERED_SECONDS)
        return list(words)
    return _words_for(viewer)


def _words_for(viewer: Viewer | None) -> list[str]:
    found = recommend_for(viewer, MOVIES, filters={"kind": Title.Kind.MOVIE})
    return words_of([each.title for each in found.titles])


def words_of(titles: list[Title]) -> list[str]:
    """Return titles as ``the+sword+in+the+stone+1963``: their own words, else made. 1 query."""
    known = TitleIdentifier.objects.filter(source=WORDS, title__in=[title.pk for title in titles])
    own = dict(known.order_by("-pk").values_list("title_id", "value"))
    return [own.get(title.pk) or word_of(title.name, title.start_year) for title in titles]


def word_of(name: str, year: int | None) -> str:
    """Return a name with its year as one word, hyphens kept.

    >>> word_of("Wallace & Gromit: The Curse of the Were-Rabbit", 2005)
    'wallace+and+gromit+the+curse+of+the+were-rabbit+2005'
    """
    parts = (map(fold, word.split("-")) for word in name.split())
    words = ("-".join(filter(None, folded)).replace(" ", "+") for folded in parts)
    return "+".join(filter(None, [*words, str(year or "")]))


def _error(message: str, status: int) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)
