"""Fixtures of the stand-in; another app's conftest imports ``stand_in_server`` and ``stand_in``."""

from collections.abc import Iterator

import pytest

from catalog.tests.stand_in.server import StandIn


@pytest.fixture(scope="session")
def stand_in_server() -> Iterator[StandIn]:
    """Serve on loopback for the whole session."""
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(stand_in_server: StandIn, settings) -> StandIn:
    """Return the stand-in, without faults, and lead the clients of the settings to it."""
    stand_in_server.clear()
    for name, value in stand_in_server.settings.items():
        setattr(settings, name, value)
    return stand_in_server
