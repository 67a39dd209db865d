"""Clicks, without scripts and other addresses: a title's page that was reached from a place."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from recommendations.experiments.exposures import note
from recommendations.experiments.running import PLACES, experiments

GetResponse = Callable[[HttpRequest], HttpResponseBase]
TITLE_PAGE = "catalog:title"


def count_clicks(get_response: GetResponse) -> GetResponse:
    """Note a click when somebody who is signed in opens a title from a page with an experiment.

    The browser says where it comes from: the policy of all our pages lets it, on this site only.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if settings.EXPERIMENTS and response.status_code == 200 and _is_click(request):
            slug = request.resolver_match.kwargs["slug"]  # type: ignore[union-attr]
            note("clicked", viewer__user=request.user.pk, title__slug=slug)
        return response

    return middleware


def is_looked_at(request: HttpRequest) -> bool:
    """Tell whether somebody sees the answer: a browser that reads ahead may throw it away."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _is_click(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None or match.view_name != TITLE_PAGE or not is_looked_at(request):
        return False
    came_from = _address(request.headers.get("Referer", ""))
    if came_from is None or came_from.netloc != request.get_host():
        return False
    pages = {reverse(view) for each in experiments() for view in PLACES[each.place]}
    return came_from.path in pages and request.user.is_authenticated


def _address(text: str) -> SplitResult | None:
    try:
        return urlsplit(text)
    except ValueError:
        return None
