"""IMDb's pages of reviews: only if IMDB_REVIEWS is on, and only what its robots.txt allows.

Reading a page is not for here (``reviews.sources.imdb_pages``); telling a page from a blocked
answer is. Whatever blocks us is never gone around: the host is left alone for an hour, then
longer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from protego import Protego

from catalog.clients.errors import (
    Blocked,
    ClientConfigError,
    ClientError,
    InvalidResponse,
    NotFound,
    NotNow,
)
from catalog.clients.fetch import Response
from catalog.clients.outbound import fetcher, gate_of
from catalog.clients.service import Service

#: What robots.txt calls us, as the User-Agent begins.
ROBOT = "movierec"
ROBOTS_SECONDS = 24 * 3600
#: How IMDb turns robots away, besides pages that want something first.
BLOCKING = frozenset({401, 403, 405, 503})
_FIRST_PAUSE = timedelta(hours=1)
_CURSOR = re.compile(r"[A-Za-z0-9_=+/.-]{0,500}")
_IMDB_ID = re.compile(r"tt[0-9]{7,10}")
#: What only a page that wants to know whether we are human says.
_CAPTCHA = re.compile(rb"captcha|are you a (?:human|robot)|verify you are human", re.IGNORECASE)
_CHALLENGE = re.compile(rb"awswafcookiedomainlist|challenge\.js|challenge-container", re.IGNORECASE)
#: Pages about a title have these; a page of a captcha has none of them.
_CONTENT = re.compile(rb"__NEXT_DATA__|user-review-item|lister-item-content|review-card-parent")


@dataclass(frozen=True)
class PageAnswer:
    """A page as it came, and when."""

    html: str
    fetched_at: datetime


class ImdbClient:
    """Pages of IMDb, one at a time."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def review_page(self, imdb_id: str, cursor: str = "") -> PageAnswer:
        """Return a page of reviews of a title; ``cursor`` is what the page before it named.

        Raises NotFound; NotNow while the host is paused; Blocked whose ``outcome`` is "blocked",
        "challenge", "captcha" or "empty"; InvalidResponse whose ``outcome`` is
        "robots_disallowed", "robots_unreachable" or "status_…"; and what ``Service.ask`` raises.
        Raises ValueError for no IMDb id or cursor.
        """
        if not _IMDB_ID.fullmatch(imdb_id) or not _CURSOR.fullmatch(cursor):
            raise ValueError("not an IMDb id, or not a cursor")
        path = f"/title/{imdb_id}/reviews/"
        self._refuse_disallowed(path)
        query = {"paginationKey": cursor} if cursor else {}
        return self._service.ask(path, query, self._read_page)

    def pause(self, outcome: str) -> None:
        """Leave the host alone for an hour, then longer: a page of it was no page of reviews."""
        self._service.gate.pause(f"it blocks us: {outcome}", first=_FIRST_PAUSE)

    def _read_page(self, response: Response) -> PageAnswer:
        if response.status == 404:
            raise NotFound("IMDb does not know it")
        if outcome := blocked_outcome(response):
            self.pause(outcome)
            raise Blocked(f"IMDb blocks us: {outcome}", outcome)
        if response.status != 200:
            raise InvalidResponse(f"IMDb answers {response.status}", f"status_{response.status}")
        return PageAnswer(text_of(response), self._service.gate.now())

    def _refuse_disallowed(self, path: str) -> None:
        """Raise InvalidResponse unless robots.txt, which is read once a day, allows the path."""
        key = f"robots:{self._service.base_url}"
        text = cache.get(key)
        if text is None:
            text = self._robots()
            cache.set(key, text, ROBOTS_SECONDS)
        rules = Protego.parse(text)
        if not rules.can_fetch(self._service.base_url.rstrip("/") + path, ROBOT):
            raise InvalidResponse("IMDb's robots.txt does not allow it", "robots_disallowed")
        if delay := rules.crawl_delay(ROBOT):
            gate = self._service.gate
            gate.interval = max(gate.interval, timedelta(seconds=min(delay, 3600)))

    def _robots(self) -> str:
        """Return robots.txt; "" if there is none (RFC 9309, 2.3.1). Out of reach, it forbids."""
        try:
            return self._service.ask("/robots.txt", {}, _read_robots)
        except NotFound:
            return ""
        except NotNow:
            raise
        except ClientError as error:
            raise InvalidResponse(f"no robots.txt: {error}", "robots_unreachable") from error


def _read_robots(response: Response) -> str:
    if response.status in (404, 410):
        raise NotFound("no robots.txt")
    if response.status != 200:
        raise InvalidResponse(f"robots.txt: {response.status}", f"status_{response.status}")
    return response.body.decode("utf-8", "replace")


def blocked_outcome(response: Response) -> str:
    """Return how an answer blocks us: "blocked", "challenge", "captcha", "empty"; "" if not."""
    if response.status in BLOCKING:
        return "blocked"
    if not 200 <= response.status < 300:
        return ""
    if response.headers.get("x-amzn-waf-action", "").lower() in ("challenge", "captcha"):
        return response.headers["x-amzn-waf-action"].lower()
    if not response.body.strip():
        return "empty"
    if _CONTENT.search(response.body):
        return ""  # a review may well speak of robots
    if _CAPTCHA.search(response.body):
        return "captcha"
    return "challenge" if response.status == 202 or _CHALLENGE.search(response.body) else ""


def text_of(response: Response) -> str:
    """Return a page as text: by the charset its header names if that fits, else as UTF-8."""
    match = re.search(r"charset=[\"']?([\w.:-]+)", response.headers.get("content-type", ""))
    for charset in ("utf-8", match[1] if match else "windows-1252"):
        try:
            return response.body.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return response.body.decode("utf-8", "replace")


def client() -> ImdbClient:
    """Return a client as the settings say. Raises ClientConfigError unless IMDB_REVIEWS is on."""
    if not settings.IMDB_REVIEWS:
        raise ClientConfigError("IMDB_REVIEWS is off")
    base = settings.IMDB_BASE_URL
    gate = gate_of(base, per_second=settings.IMDB_PER_SECOND, daily=settings.IMDB_DAILY_BUDGET)
    headers = {"Accept": "text/html", "Accept-Language": "en-US"}
    return ImdbClient(Service(base, fetcher(), gate, headers=headers, blocking=BLOCKING))
