"""What a person says of titles, on pages: ``{% load diary %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.models import Title
from catalog.ratings import star_signs, stars_in_words
from recommendations.diary.entries import Entry, entry_of
from recommendations.diary.undo import last_said
from recommendations.diary.verbs import HIGHEST, LOWEST
from recommendations.models import Mark

register = template.Library()

WORDS = {
    Mark.Kind.WATCHLIST: "Watchlist",
    Mark.Kind.SEEN: "Seen",
    Mark.Kind.NOT_INTERESTED: "Not interested",
}


@register.inclusion_tag("recommendations/_yours.html", takes_context=True)
def title_actions(context: template.Context, title: Title, back: str = "") -> dict[str, Any]:
    """Let a person rate and mark ``title``: 1 query, none if nobody is signed in.

    Without JavaScript the answer to a change is the page ``back``, by default that of the title's
    own form.
    """
    request = getattr(context, "request", None)
    user = getattr(request, "user", None)
    shown = {"title": title, "path": reverse("recommendations:yours", args=[title.slug])}
    if request is None or user is None or not user.is_authenticated:
        return shown
    entry = entry_of(user.pk, title)
    return shown | {
        "is_member": True,
        "back": back,
        "entry": entry,
        "choices": [(n, stars_in_words(n), n == entry.value) for n in range(LOWEST, HIGHEST + 1)],
        "buttons": buttons(entry),
        "said": last_said(request.session, title),
        "error": context.get("error", ""),
        "csrf_token": context.get("csrf_token"),
    }


def buttons(entry: Entry) -> list[dict[str, Any]]:
    """Return the marks as buttons: what each asks for, its words, and whether it is pressed."""
    return [
        {
            "asks": f"{'unmark' if kind in entry.marks else 'mark'}:{kind}",
            "words": WORDS[kind],
            "kind": kind,
            "is_pressed": kind in entry.marks,
        }
        for kind in Mark.Kind
    ]


@register.filter
def stars(half_stars: int | None) -> SafeString | str:
    """Show a person's rating of 1-10 as stars, read out as "3½ stars"; "" for None."""
    if half_stars is None:
        return ""
    return format_html(
        '<span class="stars"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        star_signs(half_stars),
        stars_in_words(half_stars),
    )


@register.filter
def mean_stars(mean: float | None) -> str:
    """Return a mean of ratings of 1-10 as stars of five with two digits: 7.4 is "3.70"."""
    return "" if mean is None else f"{mean / 2:.2f}"
