"""The sources of reviews that settings plug in: made once per process, on first use."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from catalog.models import Title
from reviews.sources.base import ReviewSource, TitleKeys


def sources() -> list[ReviewSource]:
    """Return all sources of REVIEW_SOURCES, in their order."""
    return [_made(path) for path in settings.REVIEW_SOURCES]


def sources_on() -> list[ReviewSource]:
    """Return the sources that the operator lets be asked."""
    return [source for source in sources() if source.is_on()]


def keys_of(title: Title) -> TitleKeys:
    """Return what others know ``title`` by."""
    return TitleKeys(title.imdb_id, title.tmdb_id, is_show=title.kind == Title.Kind.SHOW)


def sources_for(title: Title) -> list[ReviewSource]:
    """Return the sources that are on and can be asked about ``title``."""
    keys = keys_of(title)
    return [source for source in sources_on() if source.knows(keys)]


@cache
def _made(dotted_path: str) -> ReviewSource:
    source: ReviewSource = import_string(dotted_path)()
    return source
