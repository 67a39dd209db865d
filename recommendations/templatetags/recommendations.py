"""What other pages show of this app: ``{% similar_titles_panel title %}``."""

from __future__ import annotations

from typing import Any

from django import template

from catalog.models import Title
from recommendations.answers import answer
from recommendations.recommenders.base import Query

register = template.Library()

PANEL = 12


@register.inclusion_tag("recommendations/_panel.html")
def similar_titles_panel(title: Title) -> dict[str, Any]:
    """Show the titles most like ``title``, with reasons, or why there are none. 4 queries."""
    return {"title": title, "answer": answer(Query((title.pk,)), n=PANEL)}
