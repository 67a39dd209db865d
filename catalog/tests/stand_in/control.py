"""Steering a stand-in that runs in another process, over its own port.

======================== ==========================================================================
POST /_control/fault     {"name": "timeout", "path": "/3/movie", "times": 2, "share": 0.3}
POST /_control/well      ends all faults
POST /_control/page      {"path": "/title/tt0000001/reviews/", "body": "…", "status": 200}
POST /_control/clear     forgets faults, pages and counters
POST /_control/handshake {"hangs": true}
GET  /_control/counters  {"requests": 7, "paths": {…}, "faults": {…}, "inner_connections": 0}
======================== ==========================================================================
"""

import json
import ssl
from http.client import HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.tests.stand_in.answers import Page, json_page

if TYPE_CHECKING:
    from catalog.tests.stand_in.server import StandIn


def obey(stand_in: "StandIn", path: str, query: dict[str, str], body: bytes) -> Page:
    given: dict[str, Any] = json.loads(body) if body else dict(query)
    match path.removeprefix("/_control/"):
        case "fault":
            stand_in.fault(given.pop("name"), **given)
        case "well":
            stand_in.well()
        case "page":
            stand_in.page(given.pop("path"), given.pop("body"), **given)
        case "clear":
            stand_in.clear()
        case "handshake":
            stand_in.hangs_in_handshake = bool(given["hangs"])
        case "counters":
            return json_page(stand_in.counters)
        case _:
            return json_page({"error": "no such command"}, 404)
    return json_page({})


class Control:
    """Speaks to a stand-in in another process."""

    def __init__(self, port: int, ca_file: Path | str) -> None:
        self._port = port
        self._context = ssl.create_default_context(cafile=str(ca_file))

    def __call__(self, command: str, **given: Any) -> dict[str, Any]:
        connection = HTTPSConnection("127.0.0.1", self._port, context=self._context, timeout=10)
        try:
            connection.request("POST", f"/_control/{command}", json.dumps(given) if given else None)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()
