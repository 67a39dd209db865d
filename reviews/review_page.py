"""What the reviews page of a title shows, as plain values for its template."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator

from catalog.models import Title
from reviews.charts import HEIGHT, WIDTH, polarisation, polarisation_words
from reviews.forms import ReviewFilterForm
from reviews.models import TitlePulse
from reviews.pulse import SentimentSummary, sentiment_summary
from reviews.querysets import ReviewQuerySet
from reviews.shown_reviews import Revealed, ShownReview, said_of_aspect, show_review
from reviews.title_pulse import review_pulse
from reviews.trends import over_time, stars_and_words

PER_PAGE = 20


def review_page(title: Title, data: Any) -> dict[str, Any]:
    """Return what is shown of all reviews, or of those that ``data`` asks for: 8 queries at most.

    ``data`` is the query of the address.
    """
    if data.get("review"):
        return _one_review(title, data)
    pulse = review_pulse(title, with_quotes=False)
    form = _form(data, pulse.summary)
    conditions = form.conditions()
    reviews = in_order(title.reviews.matching(**conditions), form.order(), title)
    page = Paginator(reviews, PER_PAGE).get_page(data.get("page"))
    return {
        "pulse": pulse,
        "summary": pulse.summary,
        "form": form,
        "conditions": conditions,
        "page": page,
        "reviews": _shown(page, form.revealed(), conditions.get("aspect", "")),
        "folded": not conditions.keys() & {"q", "aspect"} and not data.get("reveal"),
        "charts": _charts(title, pulse.summary),
    }


def _one_review(title: Title, data: Any) -> dict[str, Any]:
    """Return what is shown where one review is asked for: 2 queries."""
    summary = sentiment_summary(title)
    form = _form(data, summary)
    pk = form.conditions().get("review")
    reviews = title.reviews.filter(pk=pk) if pk else title.reviews.none()
    revealed = form.revealed()
    shown = [show_review(review, revealed) for review in reviews]
    return {"summary": summary, "form": form, "reviews": shown, "conditions": {"review": pk}}


def _form(data: Any, summary: SentimentSummary) -> ReviewFilterForm:
    return ReviewFilterForm(data, sources=[share.value for share in summary.sources])


def in_order(reviews: ReviewQuerySet, order: str, title: Title) -> ReviewQuerySet:
    """Sort reviews of ``title`` by one of ORDERS; 1 query for "typical", else none."""
    if order != "typical":
        return reviews.in_order_of(order)
    pulse = TitlePulse.objects.filter(title=title).first() or TitlePulse()
    return reviews.typical_first(pulse.median_compound, pulse.median_rating)


def _shown(page: Page[Any], revealed: Revealed, aspect: str) -> list[ShownReview]:
    reviews = list(page)
    said = said_of_aspect(reviews, aspect)
    return [show_review(review, revealed, said.get(review.pk)) for review in reviews]


def _charts(title: Title, summary: SentimentSummary) -> dict[str, Any]:
    """Return what the charts draw: 2 queries."""
    spread = polarisation([share.n for share in summary.ratings])
    return {
        "periods": over_time(title),
        "stars": stars_and_words(title),
        "polarisation": spread,
        "polarisation_words": polarisation_words(spread) if spread is not None else "",
        "width": WIDTH,
        "height": HEIGHT,
    }
