"""One TLS connection on which everything ends at its deadline. [pure]

A timeout of a socket is for each call: a byte every half second never meets it. Here each call
on the socket gets what is left of the whole, so that neither a slow handshake nor a drip of headers
or body lasts longer.
"""

from __future__ import annotations

import functools
import itertools
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from typing import Any

import certifi

from catalog.clients.addresses import is_public
from catalog.clients.errors import Refused, Unreachable

#: Addresses of one host that are tried.
MAX_ADDRESSES = 4
Resolve = Callable[[str, int], Sequence[str]]


class Deadline:
    """A moment by the monotonic clock, ``seconds`` from now."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def at_most(self, seconds: float) -> float:
        """Return how long one step may take: ``seconds``, or what is left if that is less.

        Raises TimeoutError if nothing is left.
        """
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for the whole answer is over")
        return min(seconds, left)


class _DeadlineSocket(ssl.SSLSocket):
    """A TLS socket that waits at most ``patience`` seconds at a time, and never past its deadline.

    OpenSSL's calls take the timeout as their total, however many records they read.
    """

    deadline: Deadline
    patience: float
    #: Bytes that may still come. Counted here, as http.client believes a chunk of size -1.
    bytes_left: int

    def _limit(self) -> None:
        self.settimeout(self.deadline.at_most(self.patience))

    def do_handshake(self, block: bool = False) -> None:
        self._limit()
        super().do_handshake(block)

    def recv_into(self, *arguments: Any, **options: Any) -> int:
        self._limit()
        count = super().recv_into(*arguments, **options)
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise Refused(f"{self.server_hostname} sends too much")
        return count

    def send(self, *arguments: Any, **options: Any) -> int:
        self._limit()
        return super().send(*arguments, **options)


@functools.lru_cache(maxsize=4)
def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """Return what checks certificates: those who certifi believes, and whoever ``ca_file`` names.

    Raises OSError if ``ca_file`` cannot be read.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    context.sslsocket_class = _DeadlineSocket
    return context


class GuardedConnection(HTTPConnection):
    """HTTP/1.1 over TLS to one address of ``host``, whose certificate must be ``host``'s."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        addresses: Sequence[str],
        deadline: Deadline,
        connect_seconds: float,
        read_seconds: float,
        max_bytes: int,
        context: ssl.SSLContext,
    ) -> None:
        super().__init__(host, port)
        self._addresses = addresses
        self._deadline = deadline
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds
        self._max_bytes = max_bytes
        self._context = context

    def connect(self) -> None:
        """Connect to the first address that answers; the name is not looked up again."""
        step = Deadline(self._deadline.at_most(self._connect_seconds))
        plain = self._first_that_answers(step)
        try:
            secure = self._context.wrap_socket(
                plain,
                server_hostname=self.host,
                do_handshake_on_connect=False,
                suppress_ragged_eofs=False,  # a body without a length is whole only if it ends well
            )
        except BaseException:
            plain.close()
            raise
        assert isinstance(secure, _DeadlineSocket)  # noqa: S101 - what the context makes
        self.sock = secure
        secure.bytes_left = self._max_bytes
        secure.deadline, secure.patience = step, self._connect_seconds
        secure.do_handshake()
        secure.deadline, secure.patience = self._deadline, self._read_seconds

    def _first_that_answers(self, step: Deadline) -> socket.socket:
        """Try one after the other, each for its share of the time: one may lead to nowhere."""
        problem: OSError = OSError("no address")
        addresses = alternating(self._addresses)[:MAX_ADDRESSES]
        for tried, address in enumerate(addresses):
            try:
                share = step.at_most(self._connect_seconds) / (len(addresses) - tried)
                return socket.create_connection((address, self.port), timeout=share)
            except OSError as error:
                problem = error
        raise problem


def alternating(addresses: Sequence[str]) -> list[str]:
    """Return the addresses of IPv6 and IPv4 in turn, beginning with the family that is first.

    >>> alternating(["2606::1", "2606::2", "1.1.1.1"])
    ['2606::1', '1.1.1.1', '2606::2']
    """
    is_v6 = [":" in address for address in addresses]
    first = [a for a, v6 in zip(addresses, is_v6, strict=True) if v6 == is_v6[0]]
    others = [a for a, v6 in zip(addresses, is_v6, strict=True) if v6 != is_v6[0]]
    pairs = itertools.zip_longest(first, others)
    return [address for pair in pairs for address in pair if address is not None]


def look_up(host: str, port: int) -> list[str]:
    """Return all addresses of ``host``, the system's preferred ones first. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def public_addresses(
    host: str, port: int, *, is_trusted: bool, resolve: Resolve, seconds: float
) -> Sequence[str]:
    """Return the addresses of ``host``, within ``seconds``; any will do if ``is_trusted``.

    Raises Refused if one of them is not public: which one is connected to is not ours to choose.
    Raises Unreachable if there is none.
    """
    addresses = _resolve_in_time(host, port, resolve, seconds)
    if not addresses:
        raise Unreachable(f"{host} has no address")
    inner = [address for address in addresses if not is_public(address)]
    if inner and not is_trusted:
        raise Refused(f"{host} leads to an address that is not public")
    return addresses


def _resolve_in_time(host: str, port: int, resolve: Resolve, seconds: float) -> Sequence[str]:
    """Look ``host`` up in a thread: nothing else bounds how long the system's resolver takes."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise Unreachable(f"{host}: its address was not found in time") from None
    if isinstance(answer, (OSError, UnicodeError)):
        raise Unreachable(f"{host}: its address was not found") from answer
    if isinstance(answer, Exception):
        raise answer
    return answer
