"""What tests of reviews share: the stand-in for TMDB and IMDb, and the settings that lead to it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from catalog.tests.stand_in import StandIn


@pytest.fixture
def stand_in(settings) -> Iterator[StandIn]:
    """Lead all clients to a stand-in; nothing is asked of it before a source is switched on."""
    cache.clear()  # robots.txt is remembered
    settings.IMDB_PER_SECOND = settings.TMDB_PER_SECOND = 10_000
    settings.IMDB_DAILY_BUDGET = settings.TMDB_DAILY_BUDGET = 10_000
    settings.CONTACT = "mailto:tests@movierec.example"
    with StandIn() as server:
        for name, value in server.settings.items():
            setattr(settings, name, value)
        yield server


@pytest.fixture
def imdb(stand_in, settings) -> StandIn:
    """Switch on IMDb, and only IMDb."""
    settings.IMDB_REVIEWS = True
    settings.TMDB_API_TOKEN = ""
    return stand_in


@pytest.fixture
def tmdb(stand_in, settings) -> StandIn:
    """Switch on TMDB, and only TMDB."""
    settings.IMDB_REVIEWS = False
    settings.TMDB_API_TOKEN = "planted-token"
    return stand_in
