"""The only function that speaks HTTP: one GET, guarded on every side. [pure]

It knows neither proxies nor netrc nor cookies: nothing but the request says where it goes and with
which key. Why not a library for this: ``docs/decisions/0011-one-fetch-of-our-own.md``.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import NamedTuple
from urllib.parse import quote, urlencode, urljoin, urlsplit

from catalog.clients.body import BLOCK, Body
from catalog.clients.connection import (
    Deadline,
    GuardedConnection,
    Resolve,
    look_up,
    public_addresses,
    tls_context,
)
from catalog.clients.errors import (
    ClientConfigError,
    ClientError,
    InvalidResponse,
    Refused,
    Unreachable,
)
from catalog.clients.secret import Secret

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Bytes beside the body: headers, the frames of chunks.
_AROUND = 512 * 1024
#: What a target may hold unquoted.
_TARGET = "%/?#[]@!$&'()*+,;=:~-._"


@dataclass(frozen=True)
class Limits:
    """How long one answer may take, redirects included, and how large it may be."""

    connect_seconds: float = 3.0
    read_seconds: float = 3.0
    total_seconds: float = 8.0
    #: Both as it comes and decompressed.
    body_bytes: int = 5_000_000
    redirects: int = 2


@dataclass(frozen=True)
class Request:
    """What to get. Secrets go to the host of ``url`` only, never along with a redirect."""

    url: str
    #: "host", or "host:port" where that is not 443: where it may go, redirects included.
    hosts: frozenset[str]
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    secret_headers: Mapping[str, Secret] = field(default_factory=dict)
    secret_query: Mapping[str, Secret] = field(default_factory=dict)


@dataclass(frozen=True)
class Response:
    """An answer of any status. ``headers`` by their names in lower case; ``body`` decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class _Place(NamedTuple):
    host: str
    port: int
    target: str

    @property
    def name(self) -> str:
        return self.host if self.port == 443 else f"{self.host}:{self.port}"


class _Target(NamedTuple):
    """What is asked of a place; with the query of ``asked``, unless a redirect led there."""

    place: _Place
    asked: Request | None

    def reveal(self) -> str:
        """Return path and query, the secret part included."""
        path = quote(self.place.target or "/", safe=_TARGET)
        if self.asked is None:
            return path
        secret = {name: value.reveal() for name, value in self.asked.secret_query.items()}
        query = urlencode({**self.asked.query, **secret})
        return f"{path}?{query}" if query else path


class Fetcher:
    """Gets what is asked for, within its limits."""

    def __init__(
        self,
        *,
        user_agent: str,
        limits: Limits | None = None,
        trusted: frozenset[str] = frozenset(),
        ca_file: str = "",
        resolve: Resolve = look_up,
    ) -> None:
        """``trusted`` are "host:port" that may have an address that is not public."""
        self._user_agent = user_agent
        self._limits = limits or Limits()
        self._trusted = trusted
        self._ca_file = ca_file
        self._resolve = resolve

    def __call__(self, request: Request) -> Response:
        """Return the answer to ``request``, after at most two redirects.

        Raises Refused for an address, a host or a size that is not allowed; Unreachable if there
        is no whole answer in time; InvalidResponse for what is not HTTP or not gzip. None of them
        holds an address with its query.
        """
        try:
            return self._follow(request)
        except ClientError as error:
            # Without the frames below: what a redirect says there may be our own query, key and all
            raise error.with_traceback(None) from None

    def _follow(self, request: Request) -> Response:
        started = time.monotonic()
        deadline = Deadline(self._limits.total_seconds)
        url = request.url
        home = _place(url, request.hosts)
        for hop in range(self._limits.redirects + 1):
            place = _place(url, request.hosts)
            target = _Target(place, request if hop == 0 else None)
            is_home = place.name == home.name
            answer = self._exchange(request, target, deadline, is_home=is_home)
            location = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not location:
                return replace(answer, seconds=time.monotonic() - started)
            url = _joined(url, location, place)
        raise Refused(f"{home.name} redirects more than {self._limits.redirects} times")

    def _exchange(
        self, request: Request, target: _Target, deadline: Deadline, *, is_home: bool
    ) -> Response:
        """Ask one place once. Errors are cut off from their causes, whose frames hold the key."""
        place = target.place
        connection: GuardedConnection | None = None
        try:
            connection = self._connection(place, deadline)
            connection.putrequest("GET", target.reveal(), skip_accept_encoding=True)
            self._put_headers(connection, request, is_home=is_home)
            return self._read(connection.getresponse(), place)
        except TimeoutError:
            raise Unreachable(f"{place.name} did not answer in time") from None
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(
                f"{place.name}: its certificate is not valid ({error.verify_message})"
            ) from None
        except (OSError, IncompleteRead) as error:
            raise Unreachable(f"{place.name}: {_why(error)}") from None
        except (HTTPException, ValueError) as error:
            raise InvalidResponse(
                f"{place.name} does not speak HTTP ({type(error).__name__})", "not_http"
            ) from None
        finally:
            if connection is not None:
                connection.close()

    def _connection(self, place: _Place, deadline: Deadline) -> GuardedConnection:
        limits = self._limits
        addresses = public_addresses(
            place.host,
            place.port,
            is_trusted=f"{place.host}:{place.port}" in self._trusted,
            resolve=self._resolve,
            seconds=deadline.at_most(limits.connect_seconds),
        )
        try:
            context = tls_context(self._ca_file)
        except OSError:
            raise ClientConfigError("OUTBOUND_CA_FILE cannot be read") from None
        return GuardedConnection(
            place.host,
            place.port,
            addresses=addresses,
            deadline=deadline,
            connect_seconds=limits.connect_seconds,
            read_seconds=limits.read_seconds,
            max_bytes=limits.body_bytes + _AROUND,
            context=context,
        )

    def _put_headers(
        self, connection: GuardedConnection, request: Request, *, is_home: bool
    ) -> None:
        connection.putheader("User-Agent", self._user_agent)
        connection.putheader("Accept-Encoding", "gzip")
        connection.putheader("Connection", "close")
        for name, value in request.headers.items():
            connection.putheader(name, value)
        if is_home:
            for name, secret in request.secret_headers.items():
                connection.putheader(name, secret.reveal())
        connection.endheaders()

    def _read(self, response: HTTPResponse, place: _Place) -> Response:
        headers: dict[str, str] = {}
        for name, value in response.getheaders():
            name = name.lower()
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        if response.status in _REDIRECTS and "location" in headers:
            return Response(response.status, headers, b"", 0.0)
        body = Body(headers.get("content-encoding", ""), place.name, self._limits.body_bytes)
        declared = response.length
        if declared is not None and declared > self._limits.body_bytes:
            raise Refused(f"{place.name} announces {declared:,} bytes")
        while block := response.read(BLOCK):
            body.take(block)
        return Response(response.status, headers, body.whole(declared), 0.0)


def _place(url: str, hosts: frozenset[str]) -> _Place:
    """Return where ``url`` leads. Raises Refused for all but https and the hosts allowed."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower()[:100], parts.port or 443
    except ValueError:
        raise Refused("an address that is none") from None
    place = _Place(host, port, parts.path + (f"?{parts.query}" if parts.query else ""))
    if parts.scheme != "https" or "@" in parts.netloc:
        raise Refused(f"{place.name} is not asked over https alone")
    if place.name not in hosts:
        raise Refused(f"{place.name} is not a host that may be asked")
    return place


def _joined(url: str, location: str, place: _Place) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise Refused(f"{place.name} redirects to an address that is none") from None


def _why(error: Exception) -> str:
    if isinstance(error, (IncompleteRead, ssl.SSLEOFError)):
        return "it broke off in the middle of its answer"
    if isinstance(error, ssl.SSLError):
        return f"no secure connection ({error.reason or 'TLS'})"
    return f"no connection ({getattr(error, 'strerror', None) or type(error).__name__})"
