"""What tests of reviews share: the stand-in for TMDB and IMDb, with one of them switched on."""

import pytest
from django.core.cache import cache

from catalog.tests.own_redis import own_redis  # noqa: F401
from catalog.tests.stand_in import StandIn
from catalog.tests.stand_in.fixtures import stand_in, stand_in_server  # noqa: F401


@pytest.fixture
def unhurried(settings) -> None:
    """Let the sources be asked as often as a test likes."""
    settings.IMDB_PER_SECOND = settings.TMDB_PER_SECOND = 10_000
    settings.IMDB_DAILY_BUDGET = settings.TMDB_DAILY_BUDGET = 10_000


@pytest.fixture
def imdb(db, stand_in: StandIn, unhurried, settings) -> StandIn:  # noqa: F811
    """Switch on IMDb, and only IMDb."""
    cache.clear()  # robots.txt is remembered
    settings.IMDB_REVIEWS, settings.TMDB_API_TOKEN = True, ""
    return stand_in


@pytest.fixture
def tmdb(db, stand_in: StandIn, unhurried, settings) -> StandIn:  # noqa: F811
    """Switch on TMDB, and only TMDB."""
    settings.IMDB_REVIEWS, settings.TMDB_API_TOKEN = False, "planted-token"
    return stand_in
