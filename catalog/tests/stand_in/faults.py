"""What may go wrong with an answer: a fault gets the handler and the answer that would be sent."""

import gzip
import json
import random
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from email.utils import formatdate
from functools import partial
from typing import TYPE_CHECKING

from catalog.tests.stand_in.answers import Page, json_page

if TYPE_CHECKING:
    from catalog.tests.stand_in.server import Handler

Fault = Callable[["Handler", Page], None]
MEGABYTE = bytes(range(256)) * 4096
#: Between two bytes of a drip.
DRIP_SECONDS = 0.03
GONE = (BrokenPipeError, ConnectionError, ssl.SSLError, socket.timeout)


def timeout(handler: "Handler", page: Page) -> None:
    """Say nothing until the other side hangs up, or the server ends."""
    handler.connection.settimeout(0.05)
    while not handler.server.ending.is_set():
        try:
            if not handler.connection.recv(1):
                return
        except TimeoutError:
            continue


def _drip(handler: "Handler", data: Iterator[bytes]) -> None:
    for byte in data:
        if handler.server.ending.is_set():
            return
        handler.connection.sendall(byte)
        time.sleep(DRIP_SECONDS)


def _endless(byte: bytes) -> Iterator[bytes]:
    while True:
        yield byte


def drip_status(handler: "Handler", page: Page) -> None:
    _drip(handler, iter([b"H", b"T", b"T", b"P", *(b"/" for _ in range(10_000))]))


def drip_head(handler: "Handler", page: Page) -> None:
    handler.connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler, _endless(b"z"))


def drip_body(handler: "Handler", page: Page) -> None:
    handler.head(200, [("Content-Type", "application/json"), ("Content-Length", "4000000")])
    _drip(handler, _endless(b" "))


def drip_chunks(handler: "Handler", page: Page) -> None:
    handler.head(200, [("Transfer-Encoding", "chunked")])
    _drip(handler, _endless(b"1\r\n \r\n"))


def endless_continue(handler: "Handler", page: Page) -> None:
    while not handler.server.ending.is_set():
        handler.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.01)


def endless_headers(handler: "Handler", page: Page) -> None:
    handler.connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.connection.sendall(b"X-More: " + b"z" * 60_000 + b"\r\n")


def status(code: int, handler: "Handler", page: Page, **headers: str) -> None:
    answer = json_page({"success": False, "status_code": 7, "status_message": "No."}, code)
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    handler.send(answer._replace(headers=named))


def too_often_until_date(handler: "Handler", page: Page) -> None:
    status(429, handler, page, Retry_After=formatdate(time.time() + 120, usegmt=True))


def garbage(handler: "Handler", page: Page) -> None:
    handler.send(Page(random.Random(1).randbytes(3000), "application/json"))


def not_http(handler: "Handler", page: Page) -> None:
    handler.connection.sendall(b"220 mail.example ESMTP ready\r\n")


def half(handler: "Handler", page: Page) -> None:
    body = handler.encoded(page)
    handler.head(page.status, [("Content-Type", page.content_type), ("Content-Length", len(body))])
    handler.connection.sendall(body[: len(body) // 2])


def half_chunked(handler: "Handler", page: Page) -> None:
    body = handler.encoded(page)
    handler.head(page.status, [("Transfer-Encoding", "chunked")])
    handler.connection.sendall(b"%x\r\n" % len(body) + body[: len(body) // 2])


def half_json(handler: "Handler", page: Page) -> None:
    body = handler.encoded(page)
    handler.send(page._replace(body=body[: len(body) // 2]))


def large(megabytes: int, handler: "Handler", page: Page) -> None:
    """Send that much, whose length is not told."""
    handler.head(200, [("Content-Type", "application/json")])
    for _ in range(megabytes):
        handler.connection.sendall(MEGABYTE)


def announced(handler: "Handler", page: Page) -> None:
    handler.head(200, [("Content-Length", str(300 * len(MEGABYTE)))])
    for _ in range(300):
        handler.connection.sendall(MEGABYTE)


def negative_chunk(handler: "Handler", page: Page) -> None:
    handler.head(200, [("Transfer-Encoding", "chunked")])
    handler.connection.sendall(b"-1\r\n")
    for _ in range(300):
        handler.connection.sendall(MEGABYTE)


def gzip_bomb(handler: "Handler", page: Page) -> None:
    """Send about a megabyte that is a gigabyte of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    handler.head(200, [("Content-Encoding", "gzip"), ("Content-Type", "application/json")])
    for _ in range(1000):
        handler.connection.sendall(packer.compress(bytes(1_000_000)))
    handler.connection.sendall(packer.flush())


def gzipped(handler: "Handler", page: Page) -> None:
    """Send the answer as it is, packed: no fault at all."""
    body = gzip.compress(handler.encoded(page))
    handler.send(page._replace(body=body, headers=(("Content-Encoding", "gzip"),)))


def half_gzip(handler: "Handler", page: Page) -> None:
    body = gzip.compress(handler.encoded(page))[:-20]
    handler.send(page._replace(body=body, headers=(("Content-Encoding", "gzip"),)))


def not_gzip(handler: "Handler", page: Page) -> None:
    handler.send(page._replace(headers=(("Content-Encoding", "gzip"),)))


def brotli(handler: "Handler", page: Page) -> None:
    handler.send(page._replace(headers=(("Content-Encoding", "br"),)))


def _redirect(handler: "Handler", location: str) -> None:
    handler.send(Page("", status=302, headers=(("Location", location),)))


def redirect_loop(handler: "Handler", page: Page) -> None:
    _redirect(handler, handler.path)


def redirect_inner(handler: "Handler", page: Page) -> None:
    _redirect(handler, f"https://127.0.0.1:{handler.server.inner.port}/latest/meta-data/")


def redirect_plain(handler: "Handler", page: Page) -> None:
    _redirect(handler, f"http://127.0.0.1:{handler.server.inner.port}/")


def redirect_elsewhere(handler: "Handler", page: Page) -> None:
    _redirect(handler, f"https://localhost:{handler.server.inner.port}/3/movie/1")


def wrong_charset(handler: "Handler", page: Page) -> None:
    """Say UTF-8, and send Windows-1252."""
    body = json.dumps({"id": 1, "title": "Amélie"}, ensure_ascii=False).encode("cp1252")
    is_json = "json" in page.content_type
    text = page.body if isinstance(page.body, str) else ""
    handler.send(page._replace(body=body if is_json else (text + "é").encode("cp1252", "replace")))


def empty_202(handler: "Handler", page: Page) -> None:
    handler.send(Page("", status=202))


def challenge(handler: "Handler", page: Page) -> None:
    html = '<html><body><div id="challenge-container"></div><script src="challenge.js"></script>'
    handler.send(Page(html, status=202, headers=(("x-amzn-waf-action", "challenge"),)))


def captcha(handler: "Handler", page: Page) -> None:
    html = "<html><title>One moment</title><p>Please solve the captcha below</p></html>"
    handler.send(Page(html))


def odd_fields(handler: "Handler", page: Page) -> None:
    """Spoil some fields of an object, as a service does that changes without a word."""
    data = json.loads(page.body)
    data |= {"runtime": "long", "popularity": [], "genres": [None, {"id": "x"}, *data["genres"]]}
    data |= {"release_date": "soon", "overview": "Nul \0 and \ud800 a lone surrogate"}
    data.pop("tagline", None)
    handler.send(page._replace(body=json.dumps(data)))


FAULTS: dict[str, Fault] = {
    function.__name__: function
    for function in (
        *(timeout, drip_status, drip_head, drip_body, drip_chunks, endless_continue),
        *(endless_headers, garbage, not_http, half, half_chunked, half_json, announced),
        *(negative_chunk, gzip_bomb, gzipped, half_gzip, not_gzip, brotli, redirect_loop),
        *(redirect_inner, redirect_plain, redirect_elsewhere, wrong_charset, empty_202),
        *(challenge, captcha, odd_fields, too_often_until_date),
    )
} | {
    "large_50": partial(large, 50),
    "large_300": partial(large, 300),
    "too_often": partial(status, 429),
    "too_often_wait": partial(status, 429, Retry_After="7"),
    "error_500": partial(status, 500),
    "error_503": partial(status, 503),
    "error_503_wait": partial(status, 503, Retry_After="30"),
    "unauthorized": partial(status, 401),
    "forbidden": partial(status, 403),
    "not_found": partial(status, 404),
    "unprocessable": partial(status, 422),
}
