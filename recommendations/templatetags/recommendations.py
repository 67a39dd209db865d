"""What other pages show of this app, ``{% similar_titles_panel title %}``, and its own links."""

from __future__ import annotations

from typing import Any

from django import template

from catalog.models import Title
from recommendations.answers import answer
from recommendations.explanations import Item
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
def asking_links(asking: Asking, item: Item) -> dict[str, str]:
    """Return the addresses that ask for more and less of what a reason names; see ``Asking``."""
    return asking.links(TermRef(item.parameter, item.value))
