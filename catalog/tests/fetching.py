"""A fetch that leads to the stand-in, for tests."""

from collections.abc import Callable

import pytest

from catalog.clients.fetch import Fetcher, Limits, Request, Response
from catalog.tests.stand_in import StandIn

KEY = "planted-k3y"
Get = Callable[..., Response]


@pytest.fixture
def get(stand_in: StandIn) -> Get:
    def get(path: str = "/3/movie/5", *, limits: Limits | None = None, **how: object) -> Response:
        fetch = Fetcher(
            user_agent="movierec/1.0 (+test@movierec.example)",
            trusted=frozenset({stand_in.host}),
            ca_file=str(stand_in.ca_file),
            limits=limits,
        )
        hosts = how.pop("hosts", frozenset({stand_in.host}))
        return fetch(Request(f"https://{stand_in.host}{path}", hosts, **how))

    return get
