"""The sentiment engines that settings plug in: made once per process, on first use."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from reviews.sentiment.base import SentimentEngine


def default_engine() -> SentimentEngine:
    """Return the engine that scores new reviews: the first in SENTIMENT_ENGINES."""
    return engine_named(next(iter(settings.SENTIMENT_ENGINES)))


def engine_names() -> list[str]:
    """Return the names in SENTIMENT_ENGINES, the default engine's first."""
    return list(settings.SENTIMENT_ENGINES)


def engine_named(name: str) -> SentimentEngine:
    """Return an engine of SENTIMENT_ENGINES; raises KeyError for any other name."""
    return _made(settings.SENTIMENT_ENGINES[name])


@cache
def _made(dotted_path: str) -> SentimentEngine:
    engine: SentimentEngine = import_string(dotted_path)()
    return engine
