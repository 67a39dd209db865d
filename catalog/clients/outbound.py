"""The fetch and the gates as the settings describe them."""

from urllib.parse import urlsplit

from django.conf import settings

from catalog.clients.errors import ClientConfigError
from catalog.clients.fetch import Fetcher
from catalog.clients.gate import Gate


def fetcher() -> Fetcher:
    """Return the fetch that clients use: it says who we are and whom to write to."""
    contact = f"+{settings.CONTACT}" if settings.CONTACT else "no contact given"
    return Fetcher(
        user_agent=f"movierec/1.0 ({contact})",
        trusted=frozenset(settings.OUTBOUND_TRUSTED),
        ca_file=settings.OUTBOUND_CA_FILE,
    )


def gate_of(base_url: str, *, per_second: float, daily: int) -> Gate:
    """Return the gate of the host in ``base_url``. Raises ClientConfigError if not https."""
    parts = urlsplit(base_url)
    if parts.scheme != "https" or not parts.hostname:
        raise ClientConfigError("an address of a service begins with https:// and a host")
    if per_second <= 0:
        raise ClientConfigError(f"requests per second of {parts.hostname} must be above 0")
    name = parts.hostname if parts.port in (None, 443) else f"{parts.hostname}:{parts.port}"
    return Gate(name, per_second=per_second, daily=daily)
