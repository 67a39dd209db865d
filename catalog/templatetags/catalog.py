"""Cards, posters, and how facts are written: ``{% load catalog %}``."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from catalog import posters
from catalog.browse_address import browse_address
from catalog.models import Title

register = template.Library()
register.simple_tag(browse_address)

#: Sources of ratings and reviews whose name is not just a capitalised word.
SOURCE_NAMES = {"imdb": "IMDb", "tmdb": "TMDB", "movielens": "MovieLens", "sample": "Sample data"}


@register.inclusion_tag("catalog/_card.html")
def title_card(title: Title, reason: str = "") -> dict[str, Any]:
    """Show one title: poster, name, facts, and why it is here. Load it with ``for_cards()``."""
    return {"title": title, "reason": reason}


@register.inclusion_tag("catalog/_poster.html")
def poster(title: Title, loading: str = "lazy") -> dict[str, Any]:
    """Show the poster as decoration: the words beside it name the title."""
    return {"src": poster_address(title), "loading": loading}


@register.simple_tag
def poster_address(title: Title) -> str:
    """Return the address of the real poster, or of the generated one in its present form."""
    if title.poster_url:
        return title.poster_url
    genres = [genre.name for genre in title.genres.all()]
    form = posters.fingerprint(title.name, title.years, genres)
    return f"{reverse('catalog:poster', args=[title.pk])}?{urlencode({'v': form})}"


@register.filter
def runtime(title: Title) -> str:
    """Return the length: "2 h 16 min", "45 min an episode", or "" if unknown."""
    if not title.runtime_minutes:
        return ""
    hours, minutes = divmod(title.runtime_minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else ""]
    length = "\u00a0".join(" ".join(filter(None, parts)).split())
    return f"{length} an episode" if title.kind == Title.Kind.SHOW else length


@register.filter
def compact(number: int | None) -> str:
    """Return a count in at most four characters: 950, 8.3k, 132k, 2.0M; "" for None.

    >>> compact(2_040_000)
    '2.0M'
    """
    if number is None or number < 1000:
        return "" if number is None else str(number)
    for unit, name in ((10**9, "B"), (10**6, "M"), (1000, "k")):
        if number >= 0.9995 * unit:
            scaled = number / unit
            return f"{scaled:.1f}{name}" if scaled < 9.95 else f"{scaled:.0f}{name}"
    raise AssertionError("a number from 1000 upwards has a unit")


@register.filter
def source_name(source: str) -> str:
    """Return a source as people write it: "imdb" is "IMDb", "rotten_tomatoes" its words."""
    return SOURCE_NAMES.get(source, source.replace("_", " ").capitalize())
