"""One service: through its gate, one fetch, and what its status means."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from catalog.clients.errors import (
    Blocked,
    ClientConfigError,
    ClientError,
    InvalidResponse,
    NotFound,
    NotNow,
    ServerError,
)
from catalog.clients.fetch import Fetcher, Request, Response
from catalog.clients.gate import Gate
from catalog.clients.retry_after import retry_after
from catalog.clients.secret import Secret

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Service:
    """What is asked at ``base_url``, through which gate, with which headers and secrets."""

    base_url: str
    fetch: Fetcher
    gate: Gate
    headers: Mapping[str, str] = field(default_factory=dict)
    secret_headers: Mapping[str, Secret] = field(default_factory=dict)
    secret_query: Mapping[str, Secret] = field(default_factory=dict)
    #: Statuses of 500 and above by which it says that it does not want us: ``read`` is given them.
    blocking: frozenset[int] = frozenset()

    def ask(
        self, path: str, query: Mapping[str, str] | None, read: Callable[[Response], Answer]
    ) -> Answer:
        """Return what ``read`` makes of the answer, of any status but 429 and 5xx.

        The gate hears how it went. ``read`` raises ClientErrors: InvalidResponse of a 2xx counts
        as a failure of the host; who raises NotNow, ClientConfigError or Blocked has paused it.
        Raises what ``read`` raises, NotNow, Unreachable, ServerError, InvalidResponse, Refused.
        """
        leave = self.gate.enter()
        is_well = False
        try:
            response = self.fetch(self._request(path, query or {}))
            log.info("%s%s: %s, %.2f s", self.gate.host, path, response.status, response.seconds)
            self._refuse_failed(response)
            is_well = 400 <= response.status < 500
            answer = read(response)
        except (NotNow, ClientConfigError, Blocked):
            raise
        except ClientError as error:
            log.info("%s%s: %s", self.gate.host, path, error)
            if is_well or isinstance(error, NotFound):
                self.gate.succeeded()
            else:
                self.gate.failed(leave)
            raise
        self.gate.succeeded()
        return answer

    def _request(self, path: str, query: Mapping[str, str]) -> Request:
        return Request(
            url=self.base_url.rstrip("/") + path,
            hosts=frozenset({self.gate.host}),
            query=query,
            headers=self.headers,
            secret_headers=self.secret_headers,
            secret_query=self.secret_query,
        )

    def _refuse_failed(self, response: Response) -> None:
        """Raise for 429 and 5xx; a wait that the host asks for is a pause for everybody."""
        asked = retry_after(response.headers.get("retry-after", ""), self.gate.now())
        if response.status == 429:
            until = self.gate.pause("it says we ask too often (429)", asked=asked)
            raise NotNow(f"{self.gate.host} says we ask too often", until)
        if response.status == 503 and asked:
            until = self.gate.pause("it says it is away (503)", asked=asked)
            raise NotNow(f"{self.gate.host} says it is away", until)
        if response.status >= 500 and response.status not in self.blocking:
            raise ServerError(f"{self.gate.host} failed ({response.status})")

    def ask_json(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the object that a 200 holds.

        Raises NotFound for 404, ClientConfigError for 401 and 403, InvalidResponse for any other
        status and for what is no JSON object; and as ``ask``.
        """
        return self.ask(path, query, lambda response: self._read_object(response, path))

    def _read_object(self, response: Response, path: str) -> dict[str, Any]:
        host = self.gate.host
        if response.status in (401, 403):
            self.gate.key_refused()
            raise ClientConfigError(f"{host} does not accept our key")
        if response.status == 404:
            raise NotFound(f"{host} does not know {path}")
        if response.status != 200:
            raise InvalidResponse(f"{host} answers {response.status}", f"status_{response.status}")
        return json_object(response.body, host)


def json_object(body: bytes, host: str) -> dict[str, Any]:
    """Return the JSON object that ``body`` is, in UTF-8, NaN and infinities as None.

    Raises InvalidResponse for anything else.
    """
    if not body.strip():
        raise InvalidResponse(f"{host} answers nothing", "empty")
    try:
        data = json.loads(body.decode("utf-8-sig"), parse_constant=lambda _: None)
    except UnicodeDecodeError:
        raise InvalidResponse(f"{host} answers in another encoding than UTF-8", "charset") from None
    except (ValueError, RecursionError):
        raise InvalidResponse(f"{host} answers what is not JSON", "not_json") from None
    if not isinstance(data, dict):
        raise InvalidResponse(f"{host} answers JSON that is no object", "not_an_object")
    return data
