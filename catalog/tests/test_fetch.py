"""One guarded GET, against a stand-in that does what hostile services do."""

import resource
import socket
import threading
import time
import traceback

import pytest

from catalog.clients.connection import Deadline, public_addresses
from catalog.clients.errors import (
    ClientConfigError,
    ClientError,
    InvalidResponse,
    Refused,
    Unreachable,
)
from catalog.clients.fetch import Fetcher, Limits, Request
from catalog.clients.secret import Secret
from catalog.tests.fetching import KEY
from catalog.tests.stand_in import Page

#: Long enough for TLS on a busy machine, short enough to wait for.
TOTAL_SECONDS = 0.6
#: How much later than that an answer may come: less than it would take twice.
OVER_SECONDS = 0.5
QUICK = Limits(connect_seconds=0.6, read_seconds=0.5, total_seconds=TOTAL_SECONDS)


def test_an_answer_has_its_status_headers_and_body(get):
    response = get()
    assert response.status == 200
    assert response.headers["content-type"] == "application/json;charset=utf-8"
    assert b'"title": "Film 5"' in response.body


def test_it_says_who_asks_and_takes_nothing_but_gzip(get, stand_in):
    get(headers={"Accept": "application/json"})
    sent = stand_in.seen[0].headers
    assert sent["User-Agent"] == "movierec/1.0 (+test@movierec.example)"
    assert (sent["Accept-Encoding"], sent["Accept"]) == ("gzip", "application/json")
    assert "Cookie" not in sent


def test_netrc_and_proxies_of_the_environment_are_not_used(get, stand_in, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password mine")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    get(secret_headers={"Authorization": Secret(KEY, "KEY", before="Bearer ")})
    assert stand_in.seen[0].headers["Authorization"] == f"Bearer {KEY}"


def test_query_and_secret_query_are_sent(get, stand_in):
    get(query={"a": "b c&d"}, secret_query={"apikey": Secret(KEY, "KEY")})
    assert stand_in.seen[0].query == {"a": "b c&d", "apikey": KEY}


@pytest.mark.parametrize("path", ["/3/movie/404", "/nothing"])
def test_any_status_is_an_answer(get, path):
    assert get(path).status == 404


def test_gzip_is_unpacked(get, stand_in):
    stand_in.fault("gzipped")
    assert b"Film 5" in get().body


def test_an_empty_answer_is_an_answer(get, stand_in):
    stand_in.fault("empty_202")
    assert (get().status, get().body) == (202, b"")


# --- What takes too long --------------------------------------------------------------------------
SLOW = ("timeout", "drip_status", "drip_head", "drip_body", "drip_chunks", "endless_continue")


@pytest.mark.parametrize("fault", SLOW)
def test_nothing_lasts_longer_than_the_deadline(get, stand_in, fault):
    stand_in.fault(fault)
    started = time.monotonic()
    with pytest.raises(Unreachable, match="in time"):
        get(limits=QUICK)
    assert time.monotonic() - started < TOTAL_SECONDS + OVER_SECONDS


def test_a_handshake_that_hangs_ends_at_the_deadline(get, stand_in):
    stand_in.hangs_in_handshake = True
    started = time.monotonic()
    try:
        with pytest.raises(Unreachable, match="in time"):
            get(limits=QUICK)
    finally:
        stand_in.hangs_in_handshake = False
    assert time.monotonic() - started < TOTAL_SECONDS + OVER_SECONDS


def test_a_name_that_is_never_resolved_ends_at_the_deadline():
    asked = threading.Event()
    with pytest.raises(Unreachable, match="not found in time"):
        public_addresses(
            "api.example",
            443,
            is_trusted=False,
            resolve=lambda host, port: asked.wait(5),
            seconds=0.05,
        )
    asked.set()


def test_redirects_share_one_deadline(get, stand_in):
    stand_in.page("/slow", Page("", status=302, headers=(("Location", "/3/movie/5"),)))
    stand_in.fault("drip_body", path="/3/movie")
    started = time.monotonic()
    with pytest.raises(Unreachable):
        get("/slow", limits=QUICK)
    assert time.monotonic() - started < TOTAL_SECONDS + OVER_SECONDS


def test_a_deadline_gives_what_is_left_and_then_nothing():
    assert Deadline(100).at_most(3) == 3
    assert Deadline(1).at_most(3) <= 1
    with pytest.raises(TimeoutError):
        Deadline(0).at_most(3)


# --- What is too much -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fault",
    ["large_50", "large_300", "announced", "negative_chunk", "gzip_bomb", "endless_headers"],
)
def test_too_much_is_refused_and_never_held(get, stand_in, fault):
    stand_in.fault(fault)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises((Refused, InvalidResponse)):
        get()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    assert grown < 20_000  # KiB; the server's own copies are in this process, see hostile.py


def test_the_limit_itself_is_allowed(get, stand_in):
    stand_in.page("/just", "x" * 1000)
    assert len(get("/just", limits=Limits(body_bytes=1000)).body) == 1000
    with pytest.raises(Refused):
        get("/just", limits=Limits(body_bytes=999))


def test_the_limit_counts_what_is_unpacked(get, stand_in):
    stand_in.page("/just", "x" * 100_000)
    stand_in.fault("gzipped")
    assert len(get("/just", limits=Limits(body_bytes=100_000)).body) == 100_000
    with pytest.raises(Refused):
        get("/just", limits=Limits(body_bytes=99_999))


# --- What is broken -------------------------------------------------------------------------------
@pytest.mark.parametrize("fault", ["half", "half_chunked", "half_gzip"])
def test_half_an_answer_is_none(get, stand_in, fault):
    stand_in.fault(fault)
    with pytest.raises(Unreachable, match="broke off"):
        get()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [("not_http", "not_http"), ("not_gzip", "not_gzip"), ("brotli", "encoding")],
)
def test_what_is_not_understood_is_named(get, stand_in, fault, outcome):
    stand_in.fault(fault)
    with pytest.raises(InvalidResponse) as caught:
        get()
    assert caught.value.outcome == outcome


def test_nobody_listening_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(Unreachable, match="no connection"):
        Fetcher(user_agent="x", trusted=frozenset({host}))(
            Request(f"https://{host}/", frozenset({host}))
        )


# --- What it does not tell ------------------------------------------------------------------------
FAULTS = ("half", "not_http", "not_gzip", "announced", "redirect_inner", "redirect_loop", "timeout")


@pytest.mark.parametrize("fault", FAULTS)
def test_no_error_holds_a_secret(get, stand_in, fault):
    stand_in.fault(fault)
    secrets = {"apikey": Secret(KEY, "KEY")}
    with pytest.raises(ClientError) as caught:
        get(limits=QUICK, secret_query=secrets, secret_headers={"X-Key": Secret(KEY, "KEY")})
    assert stand_in.seen[0].query["apikey"] == KEY
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert KEY not in "".join(told.format())


def test_a_secret_does_not_show_and_is_not_quoted():
    assert KEY not in f"{Secret(KEY, 'KEY')!r} {Secret(KEY, 'KEY')}"
    with pytest.raises(ClientConfigError) as caught:
        Secret(f"{KEY}\nX-Injected: yes", "TMDB_API_TOKEN")
    assert KEY not in str(caught.value)
    assert "TMDB_API_TOKEN" in str(caught.value)
