"""The server: one thread for each connection, TLS, rules for faults, counters."""

from __future__ import annotations

import random
import socket
import ssl
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from catalog.tests.stand_in import certificates
from catalog.tests.stand_in.answers import Page, default_answer
from catalog.tests.stand_in.faults import FAULTS, GONE

Answer = Callable[[str, dict[str, str]], Page | None]
TYPES = {".json": "application/json;charset=utf-8", ".html": "text/html; charset=utf-8"}


@dataclass
class Rule:
    """A fault for paths that begin so, ``times`` times (None: always), in a ``share`` of them."""

    fault: str
    path: str = "/"
    times: int | None = None
    share: float = 1.0


@dataclass
class Seen:
    path: str
    query: dict[str, str]
    headers: dict[str, str] = field(repr=False)
    fault: str = ""


class InnerListener:
    """What nobody may reach: counts who connects."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


class Handler(BaseHTTPRequestHandler):
    server: StandInServer
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        if self.server.stand_in.hangs_in_handshake:
            self.server.ending.wait(30)
        self.request.settimeout(30)
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.close_connection = True
        if parts.path.startswith("/_control/"):
            from catalog.tests.stand_in.control import obey

            self.send(obey(self.server.stand_in, parts.path, query, self._body()))
            return
        fault, page = self.server.stand_in.respond(parts.path, query, dict(self.headers))
        if fault:
            FAULTS[fault](self, page)
        else:
            self.send(page)

    do_POST = do_GET  # noqa: N815 - the name is http.server's

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def head(self, status: int, headers: list[tuple[str, Any]]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, str(value))
        self.send_header("Connection", "close")
        self.end_headers()

    def encoded(self, page: Page) -> bytes:
        return page.body.encode() if isinstance(page.body, str) else page.body

    def send(self, page: Page) -> None:
        body = self.encoded(page)
        headers = [("Content-Type", page.content_type), ("Content-Length", len(body))]
        self.head(page.status, [*headers, *page.headers])
        self.connection.sendall(body)

    def log_message(self, *_: object) -> None:
        pass


class StandInServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, stand_in: StandIn, port: int, context: ssl.SSLContext) -> None:
        self.stand_in = stand_in
        self.context = context
        self.inner = InnerListener()
        self.ending = threading.Event()
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        import sys

        if not isinstance(sys.exc_info()[1], GONE):
            super().handle_error(request, client_address)


class StandIn:
    """The stand-in, serving from a thread while it is entered. See the package for its use."""

    def __init__(self, *, port: int = 0, ca_file: Path | None = None, seed: int = 1) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.ca_file = ca_file or Path(self._folder.name) / "ca.pem"
        self._server = StandInServer(self, port, certificates.make(self.ca_file))
        self.port: int = self._server.server_address[1]
        self.hangs_in_handshake = False
        self.seen: list[Seen] = []
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Forget faults, pages and counters."""
        self._rules: list[Rule] = []
        self._pages: dict[str, Page] = {}
        self._folders: list[Path] = []
        self._answers: list[tuple[str, Answer]] = []
        self.seen.clear()
        self._server.inner.connections = 0

    # --- What it says -------------------------------------------------------------------------
    def page(self, path: str, body: str | bytes | Page, **how: Any) -> None:
        self._pages[path] = body if isinstance(body, Page) else Page(body, **how)

    def folder(self, folder: Path) -> None:
        self._folders.append(folder)

    def answer(self, path: str, function: Answer) -> None:
        self._answers.insert(0, (path, function))

    def fault(
        self, name: str, *, path: str = "/", times: int | None = None, share: float = 1.0
    ) -> None:
        if name not in FAULTS:
            raise ValueError(f"no fault is called {name}; there are {', '.join(sorted(FAULTS))}")
        self._rules.append(Rule(name, path, times, share))

    def well(self) -> None:
        """End all faults."""
        self._rules.clear()

    # --- What it saw --------------------------------------------------------------------------
    def count(self, path: str = "/") -> int:
        """Return how many requests began with this path."""
        return sum(seen.path.startswith(path) for seen in list(self.seen))

    @property
    def counters(self) -> dict[str, Any]:
        seen = list(self.seen)
        return {
            "requests": len(seen),
            "paths": Counter(one.path for one in seen),
            "faults": Counter(one.fault for one in seen if one.fault),
            "faulty_paths": Counter(one.path for one in seen if one.fault),
            "inner_connections": self.inner_connections,
        }

    @property
    def inner_connections(self) -> int:
        return self._server.inner.connections

    # --- Where it is --------------------------------------------------------------------------
    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "TMDB_BASE_URL": f"https://{self.host}/3",
            "OMDB_BASE_URL": f"https://{self.host}/omdb",
            "IMDB_BASE_URL": f"https://{self.host}",
            "OUTBOUND_TRUSTED": [self.host],
            "OUTBOUND_CA_FILE": str(self.ca_file),
        }

    @property
    def environment(self) -> dict[str, str]:
        return self.settings | {"OUTBOUND_TRUSTED": self.host}

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.inner.close()
        self._folder.cleanup()

    # --- Inside -------------------------------------------------------------------------------
    def respond(
        self, path: str, query: dict[str, str], headers: dict[str, str]
    ) -> tuple[str, Page]:
        page = self._page_for(path, query) or Page("no such page", "text/plain", 404)
        with self._lock:
            fault = self._next_fault(path)
            self.seen.append(Seen(path, query, headers, fault))
        return fault, page

    def _next_fault(self, path: str) -> str:
        for rule in self._rules:
            if not path.startswith(rule.path) or rule.times == 0:
                continue
            if self._random.random() < rule.share:
                rule.times = rule.times and rule.times - 1
                return rule.fault
        return ""

    def _page_for(self, path: str, query: dict[str, str]) -> Page | None:
        for asked, page in self._pages.items():
            parts = urlsplit(asked)
            wanted = dict(parse_qsl(parts.query))
            if parts.path == path and wanted and wanted.items() <= query.items():
                return page
        if path in self._pages:
            return self._pages[path]
        for start, function in self._answers:
            if path.startswith(start) and (page := function(path, query)):
                return page
        return self._from_folder(path) or default_answer(path, query)

    def _from_folder(self, path: str) -> Page | None:
        name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        for folder in self._folders:
            for file in (folder / name, folder / f"{name}.json", folder / f"{name}.html"):
                if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
                    return Page(file.read_bytes(), TYPES.get(file.suffix, "text/plain"))
        return None
