"""What other pages show of this app, ``{% similar_titles_panel title %}``, and its own links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalog.models import Title
from recommendations.answers import answer
from recommendations.explanations import Item, Line, Reason
from recommendations.recommenders.base import Query
from recommendations.steered_page import Asking
from recommendations.steering import TermRef

register = template.Library()

PANEL = 12


@register.inclusion_tag("recommendations/_panel.html")
def similar_titles_panel(title: Title) -> dict[str, Any]:
    """Show the titles most like ``title``, with reasons, or why there are none. 4 queries."""
    return {"title": title, "answer": answer(Query((title.pk,)), n=PANEL)}


@register.simple_tag
def why_bar(lines: Sequence[Line]) -> SafeString:
    """Draw reasons as stretches of a bar of length 100."""
    rect = '<rect class="why__part why__part--{}" x="{}" width="{}" height="4" />'
    stretches = ((line.reason.kind, f"{line.start:.2f}", f"{line.width:.2f}") for line in lines)
    return format_html_join("", rect, stretches)


@register.simple_tag
def why_values(reason: Reason, asking: Asking | Literal[""]) -> SafeString:
    """Return what a reason names, as links to browse by; with links to ask for more and less of it.

    Not a template: of the hundreds on a page, each would cost ten times as much.
    """
    shown = list(reason.shown)
    pieces = []
    for place, item in enumerate(shown, start=1):
        value, asks = _value(item), _asks(item, asking)
        if asks:  # no comma: links stand between
            value = format_html('<span class="why__item">{}{}</span>', value, asks)
        pieces.append((value, "" if place == len(shown) else " " if asks else ", "))
    return format_html_join("", "{}{}", pieces)


def _value(item: Item) -> str:
    if not item.parameter:
        return item.label
    query = urlencode({item.parameter: item.value})
    return format_html('<a href="{}?{}">{}</a>', _browse_address(), query, item.label)


@cache
def _browse_address() -> str:
    """Return the address of the browse page: worked out once, not for each of hundreds of links."""
    return reverse("catalog:titles")


def _asks(item: Item, asking: Asking | Literal[""]) -> str:
    if not asking or not item.parameter:  # "": on other pages there is no such variable
        return ""
    links = asking.links(TermRef(item.parameter, item.value))
    link = (
        '<a class="why__ask" href="{}" rel="nofollow" data-live-link aria-label="{} of {}">{}</a>'
    )
    shown = ((links[way], way.capitalize(), item.label, way) for way in links if links[way])
    return format_html(' <span class="why__asks">{}</span>', format_html_join("", link, shown))
