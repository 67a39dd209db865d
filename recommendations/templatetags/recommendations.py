"""What other pages show of this app, ``{% similar_titles_panel title %}``, and its own links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import Any, Literal
from urllib.parse import quote_plus

from django import template
from django.urls import reverse
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
    """Show the titles most like ``title``, with reasons, or why there are none. 3 queries."""
    return {"title": title, "answer": answer(Query((title.pk,)), n=PANEL)}


# Not templates: a page draws hundreds of reasons and of values to choose from, each of which would
# cost ten times as much. So every text passes through ``escape`` here, and nothing else is put
# between the tags.


@register.simple_tag
def why_bar(lines: Sequence[Line]) -> SafeString:
    """Draw reasons as stretches of a bar of length 100; what speaks against it is half as high."""
    return SafeString(
        "".join(
            f'<rect class="{escape(line.style)}" x="{line.start:.2f}" width="{line.width:.2f}"'
            f"{_AGAINST if line.points < 0 else _FOR} />"
            for line in lines
        )
    )


_FOR, _AGAINST = ' height="4"', ' y="2" height="2"'


@register.simple_tag
def why_reasons(lines: Sequence[Line], asking: Asking | Literal[""]) -> SafeString:
    """Return reasons as items of a list: points, the colour of their stretch, and in words.

    What a reason names are links to browse by; if there is ``asking``, with links to ask for more
    and less of it. ("": on pages of other apps there is no such variable.)
    """
    return SafeString("".join(_line(line, asking) for line in lines))


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str | None) -> SafeString:
    """Return (value, name) as options, one of them ``chosen``."""
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
            f"{escape(name)}</option>"
            for value, name in choices
        )
    )


def _line(line: Line, asking: Asking | Literal[""]) -> str:
    reason = line.reason
    more = f" and {reason.more} more" if reason.more else ""
    return (
        f'<li class="{escape(line.style)}"><span>{line.points_text}</span>'
        f" <span>{escape(reason.lead)} {_values(reason, asking)}{more}</span></li>"
    )


def _values(reason: Reason, asking: Asking | Literal[""]) -> str:
    if not asking:
        return ", ".join(_value(item) for item in reason.shown)
    shown = [(_value(item), _asks(item, asking)) for item in reason.shown]
    pieces = [
        # No comma where links stand between.
        (f'<span class="why__item">{value}{asks}</span>', " ") if asks else (value, ", ")
        for value, asks in shown
    ]
    return "".join(piece + gap for piece, gap in pieces[:-1]) + "".join(p for p, _ in pieces[-1:])


def _value(item: Item) -> str:
    if not item.parameter:
        return escape(item.label)
    # The parameters are plain words, and nothing that is quoted needs escaping.
    query = f"{item.parameter}={quote_plus(item.value)}"
    return f'<a href="{_browse_address()}?{query}">{escape(item.label)}</a>'


@cache
def _browse_address() -> str:
    """Return the address of the browse page: worked out once, not for each of hundreds of links."""
    return reverse("catalog:titles")


def _asks(item: Item, asking: Asking) -> str:
    if not item.parameter:
        return ""
    links = asking.links(TermRef(item.parameter, item.value))
    shown = "".join(
        f'<a class="why__ask" href="{escape(links[way])}" rel="nofollow" data-live-link'
        f' aria-label="{way.capitalize()} of {escape(item.label)}">{way}</a>'
        for way in links
        if links[way]
    )
    return f' <span class="why__asks">{shown}</span>'
