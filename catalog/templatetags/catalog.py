"""Cards, posters, and how facts are written: ``{% load catalog %}``."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import posters
from catalog.browse_address import browse_address
from catalog.models import Title
from catalog.page_address import page_address

register = template.Library()
register.simple_tag(browse_address)

#: Sources of ratings and reviews whose name is not just a capitalised word.
SOURCE_NAMES = {
    "imdb": "IMDb",
    "movielens": "MovieLens",
    "omdb": "OMDb",
    "rotten_tomatoes": "Rotten Tomatoes",
    "sample": "Sample data",
    "tmdb": "TMDB",
}
#: What TMDB's terms ask for, word for word, wherever its data is shown.
TMDB_NOTICE = "This product uses the TMDB API but is not endorsed or certified by TMDB."


@register.inclusion_tag("catalog/_card.html", takes_context=True)
def title_card(context: template.Context, title: Title, reason: str = "") -> dict[str, Any]:
    """Show one title: poster, name, facts, and why it is here. Load it with ``for_cards()``.

    For who is signed in, with a way to rate it.
    """
    request = getattr(context, "request", None)  # inside another tag it is no variable
    user = getattr(request, "user", None)
    is_named_so = title.original_language_id and title.name == title.original_name
    # Plain values: to look ``title.name`` up costs a template ten times as much as ``name``.
    return {
        "address": title.get_absolute_url(),
        "poster": poster(title),
        "mark": title.get_kind_display() if title.kind == Title.Kind.SHOW else "",
        "lang": title.original_language_id if is_named_so else "",
        "name": title.name,
        "years": title.years,
        "is_member": user is not None and user.is_authenticated,
        "facts": card_facts(title),
        "reason": reason,
    }


# The next two are on every card, and a page has up to a hundred: as templates of their own they
# would cost five times as much.


@register.simple_tag
def poster(title: Title, loading: str = "lazy") -> SafeString:
    """Show the poster as decoration: the words beside it name the title."""
    return format_html(_POSTER, poster_address(title), loading)


@register.simple_tag
def card_facts(title: Title) -> SafeString:
    """Show kind, years, rating and votes, in a line."""
    hidden = '<span class="visually-hidden">{}</span>'
    facts = []
    if title.kind == Title.Kind.SHOW:
        facts.append(format_html(hidden, title.get_kind_display()))
    if title.years:
        facts.append(format_html("<span>{}</span>", title.years))
    if title.weighted_rating is not None:
        rating = f"{title.weighted_rating:.1f}"
        facts.append(format_html(_RATING + _VOTES, rating, compact(title.num_votes)))
    if not title.is_released:
        facts.append(format_html("<span>{}</span>", title.get_status_display()))
    return format_html('<p class="card__facts dotted">{}</p>', SafeString("\n".join(facts)))


_POSTER = (
    '<img class="poster" src="{}" width="300" height="450" alt="" loading="{}" decoding="async">'
)
_RATING = (
    '<span><span class="star" aria-hidden="true">★</span>'
    '<span class="visually-hidden">rated</span> {}</span>\n'
)
_VOTES = '<span class="card__votes">{}<span class="visually-hidden"> votes</span></span>'


@register.simple_tag
def poster_address(title: Title) -> str:
    """Return the address of the real poster, or of the generated one in its present form."""
    if title.poster_url:
        return title.poster_url
    genres = [genre.name for genre in title.genres.all()]
    form = posters.fingerprint(title.name, title.years, genres)
    return f"{page_address('catalog:poster', title.pk)}?v={form}"


@register.simple_tag(takes_context=True)
def tmdb_notice(context: Any) -> str:
    """Return what TMDB's terms ask for, if this page shows something of its, or any page may."""
    extras = context.get("extras")
    is_used = settings.TMDB_API_TOKEN or settings.POSTER_BASE_URL
    return TMDB_NOTICE if is_used or getattr(extras, "is_fetched", False) else ""


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
    """Return a source as people write it: "imdb" is "IMDb", "our_own" its words."""
    return SOURCE_NAMES.get(source, source.replace("_", " ").capitalize())
