"""The panels about reviews, and how review templates write feelings, ratings and spoilers."""

from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join

from catalog.models import Title
from reviews.highlights import highlights
from reviews.matches import pieces
from reviews.models import Review
from reviews.source_notes import source_notes
from reviews.title_pulse import ReviewPulse, review_pulse
from reviews.writing import own_review_of

register = template.Library()

MARKED = "<mark>{}</mark>"
SHAPES = {"positive": "▲", "negative": "▼"}


@register.inclusion_tag("reviews/_pulse_panel.html", takes_context=True)
def review_pulse_panel(context: template.Context, title: Title) -> dict[str, Any]:
    """Show how reviewers felt about ``title``, and about what: at most 4 queries."""
    return {"title": title, "pulse": _pulse(context, title)}


@register.inclusion_tag("reviews/_panel.html", takes_context=True)
def review_panel(context: template.Context, title: Title) -> dict[str, Any]:
    """Show some reviews of ``title``: at most 2 queries after ``review_pulse_panel``."""
    summary = _pulse(context, title).summary
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


def _pulse(context: template.Context, title: Title) -> ReviewPulse:
    """Return the pulse of ``title``, kept for the next panel of the page."""
    kept = f"review_pulse:{title.pk}"
    pulse: ReviewPulse | None = context.get(kept)
    if pulse is None:
        context[kept] = pulse = review_pulse(title)
    return pulse


@register.filter
def shape(polarity: str) -> str:
    """Return ▲ for positive, ▼ for negative, ● for anything else."""
    return SHAPES.get(polarity, "●")


@register.filter
def signed(compound: float) -> str:
    """Return a compound with its sign and two digits: "+0.64", "−0.30", "0.00"."""
    return f"{compound:+.2f}".replace("-", "−") if round(compound, 2) else "0.00"


@register.filter
def points(value: int) -> str:
    """Return points of percent with their sign: "+12", "−3", "0"."""
    return f"{value:+d}".replace("-", "−") if value else "0"


@register.simple_tag
def marked(text: str, query: str) -> str:
    """Show ``text`` with the words of ``query`` marked, if there are any."""
    if not query:
        return escape(text)
    parts = ((MARKED if piece.is_match else "{}", piece.text) for piece in pieces(text, query))
    return format_html_join("", "{}", ((format_html(form, part),) for form, part in parts))


@register.simple_tag(takes_context=True)
def reveal_address(context: template.Context, review: Review, start: int | None = None) -> str:
    """Return the address that shows a review, or its sentence at ``start``, though it may spoil.

    On a reviews page that is the page as it is, with one spoiler more.
    """
    request = context.get("request")
    if request is None or "conditions" not in context:
        return reveal_source(review, start)
    query = request.GET.copy()
    query.setlist("reveal", [*query.getlist("reveal"), _spoiler(review, start)])
    return f"?{query.urlencode()}#review-{review.pk}"


@register.simple_tag
def reveal_source(review: Review, start: int | None = None) -> str:
    """Return the smallest page that shows it: that of the review alone."""
    return f"{review.get_absolute_url()}&reveal={_spoiler(review, start)}"


def _spoiler(review: Review, start: int | None) -> str:
    return str(review.pk) if start is None else f"{review.pk}-{start}"
