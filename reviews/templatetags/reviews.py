"""The review panel, and how review templates write feelings and ratings."""

from typing import Any

from django import template

from catalog.models import Title
from reviews.highlights import highlights
from reviews.matches import pieces
from reviews.pulse import sentiment_summary
from reviews.source_notes import source_notes
from reviews.writing import own_review_of

register = template.Library()

SHAPES = {"positive": "▲", "negative": "▼"}


@register.inclusion_tag("reviews/_panel.html", takes_context=True)
def review_panel(context: template.Context, title: Title) -> dict[str, Any]:
    """Show what the reviews of ``title`` say: at most 5 queries."""
    summary = sentiment_summary(title)
    return {
        "title": title,
        "summary": summary,
        "highlights": highlights(title) if summary.n else [],
        "own": own_review_of(context.get("user"), title),
    }


@register.inclusion_tag("reviews/_sources.html", takes_context=True)
def review_sources(context: template.Context, title: Title) -> dict[str, Any]:
    """Show where the reviews of ``title`` come from; asks for them at the first visit."""
    request = getattr(context, "request", None)  # inside another tag it is no variable
    asks = request is not None and request.method == "GET"
    return {"title": title, "notes": source_notes(title, asks=asks), "is_part_of_page": True}


@register.filter
def shape(polarity: str) -> str:
    """Return ▲ for positive, ▼ for negative, ● for anything else."""
    return SHAPES.get(polarity, "●")


@register.filter
def signed(compound: float) -> str:
    """Return a compound with its sign and two digits: "+0.64", "−0.30", "0.00"."""
    return f"{compound:+.2f}".replace("-", "−") if round(compound, 2) else "0.00"


@register.inclusion_tag("reviews/_marked.html")
def marked(text: str, query: str) -> dict[str, Any]:
    """Show ``text`` with the words of ``query`` marked, if there are any."""
    return {"pieces": pieces(text, query or "")}
