"""How often one address may ask: counted by the minute, in this process, without a query."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

MINUTE = 60


def seconds_to_wait(request: HttpRequest, what: str, per_minute: int) -> int:
    """Count a request; return 0 if it may pass, else after how many seconds others may.

    Each process counts its own: with four of them, up to four times as many pass. 0 a minute is
    no limit.
    """
    if not per_minute:
        return 0
    minute, seconds = divmod(time.time(), MINUTE)
    key, counts = f"{what}:{_address_of(request)}:{minute:.0f}", caches["memory"]
    counts.add(key, 0, 2 * MINUTE)
    try:
        n = counts.incr(key)
    except ValueError:  # it was dropped in between
        return 0
    return 0 if n <= per_minute else MINUTE - int(seconds)


def _address_of(request: HttpRequest) -> str:
    """Return who asks, as the throttle of logins sees it."""
    try:
        return str(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):  # no address, or not as many proxies
        return str(request.META.get("REMOTE_ADDR", ""))
