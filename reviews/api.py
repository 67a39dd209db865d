"""REST: the reviews of a title, what they say together, and one's own reviews."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field, StrictInt

from catalog.api import types as t
from catalog.api.auth import USER
from catalog.api.errors import ConflictError
from catalog.api.inputs import Input, unset
from catalog.api.paging import Page, Paging, page_of
from catalog.models import Title
from reviews.models import BODY_MAX, BODY_MIN, Review
from reviews.pulse import SentimentSummary, sentiment_summary
from reviews.writing import (
    AlreadyReviewed,
    Opinion,
    change_review,
    own_reviews,
    write_review,
)
from reviews.writing import delete_review as delete_for_good

router = Router(tags=["reviews"])

Body = Annotated[
    str,
    Field(min_length=BODY_MIN, max_length=BODY_MAX, pattern=t.words(BODY_MIN)),
    AfterValidator(str.strip),
]
Headline = Annotated[str, Field(max_length=200, pattern=t.LINE), AfterValidator(t.one_line)]
Rating = Annotated[StrictInt, Field(ge=1, le=10, description="Half stars"), t.IS_WHOLE]
#: The names in ``reviews.querysets.ORDERS``.
Sort = Literal["newest", "oldest", "highest", "lowest", "positive", "critical"]


class ReviewFilters(Schema):
    """Which reviews of a title; all conditions must hold."""

    q: str = Field("", max_length=200, pattern=t.LINE, description="Words in headline or text")
    sentiment: Review.Label | None = None
    rating: int | None = Field(None, ge=1, le=10)
    source: str = Field("", max_length=30, pattern=t.LINE)


class SentenceOut(Schema):
    """One sentence and its sentiment, from -1 to 1."""

    text: str
    compound: float
    polarity: Literal["positive", "neutral", "negative"]


class SentimentOut(Schema):
    """How a review feels: ``compound`` from -1 (negative) to 1 (positive)."""

    compound: float
    label: Review.Label
    scored_by: str
    scored_at: datetime
    sentences: list[SentenceOut]


class ReviewOut(Schema):
    """One opinion about a title; ``sentiment`` is null until it is scored."""

    id: int
    title: str = Field(description="The title's slug", alias="title.slug")
    source: str
    source_name: str
    author: str
    rating: int | None = Field(description="1 to 10")
    headline: str
    body: str
    published_at: datetime | None
    url: str = Field(description="Its place on the site", alias="get_absolute_url")
    sentiment: SentimentOut | None

    @staticmethod
    def resolve_sentiment(review: Any) -> Any:
        return review if review.is_scored else None


class ShareOut(Schema):
    """One part of a distribution; the percents of all parts sum to 100."""

    value: str
    name: str
    n: int
    percent: int


class SummaryOut(Schema):
    """What the reviews of a title say together."""

    n: int
    n_scored: int
    compound: float | None = Field(description="Mean over the scored reviews")
    label: Review.Label | None
    labels: list[ShareOut]
    n_rated: int
    mean_rating: float | None
    ratings: list[ShareOut]
    sources: list[ShareOut]
    latest_published_at: datetime | None
    latest_scored_at: datetime | None

    @staticmethod
    def resolve_label(summary: Any) -> Any:
        return summary.label or None


class ReviewIn(Input):
    """A new review."""

    body: Body
    headline: Headline = ""
    rating: Rating | None = None


class ReviewPatch(Input):
    """What is to change about a review."""

    body: Body = unset()
    headline: Headline = unset()
    rating: Rating | None = None


@router.get("/titles/{slug}/reviews", response=Page[ReviewOut])
def list_reviews(
    request: HttpRequest,
    slug: t.SlugPath,
    filters: Query[ReviewFilters],
    paging: Query[Paging],
    sort: Annotated[Sort, Query()] = "newest",
) -> dict[str, Any]:
    """List the reviews of a title, each with its sentiment."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    reviews = title.reviews.matching(**filters.dict())
    return page_of(request, reviews.in_order_of(sort), paging)


@router.get("/titles/{slug}/sentiment", response=SummaryOut)
def get_sentiment(request: HttpRequest, slug: t.SlugPath) -> SentimentSummary:
    """Return what the reviews of a title say together."""
    return sentiment_summary(get_object_or_404(Title.objects.visible(), slug=slug))


@router.post("/titles/{slug}/reviews", response={201: ReviewOut}, auth=USER)
def create_review(
    request: HttpRequest, response: HttpResponse, slug: t.SlugPath, payload: ReviewIn
) -> Review:
    """Write one's own review: one for each title."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    try:
        review = write_review(_user(request), title, Opinion(**payload.dict()))
    except AlreadyReviewed as error:
        raise ConflictError("You have reviewed this title before: change that review.") from error
    response["Location"] = reverse("api:get_review", args=[review.pk])
    review.refresh_from_db()
    return review


@router.get("/reviews/{review_id}", response=ReviewOut)
def get_review(request: HttpRequest, review_id: t.IdPath) -> Review:
    """Return one review."""
    visible = Review.objects.filter(title__in=Title.objects.visible())
    return get_object_or_404(visible.select_related("title"), pk=review_id)


@router.patch("/reviews/{review_id}", response=ReviewOut, auth=USER)
@transaction.atomic
def update_review(request: HttpRequest, review_id: t.IdPath, payload: ReviewPatch) -> Review:
    """Change one's own review; the reviews of others are not found."""
    review = get_object_or_404(own_reviews(_user(request)).select_for_update(), pk=review_id)
    change_review(review, replace(Opinion.of(review), **payload.dict(exclude_unset=True)))
    review.refresh_from_db()
    return review


@router.delete("/reviews/{review_id}", response={204: None}, auth=USER)
def delete_review(request: HttpRequest, review_id: t.IdPath) -> None:
    """Delete one's own review; the reviews of others are not found."""
    delete_for_good(get_object_or_404(own_reviews(_user(request)), pk=review_id))


def _user(request: HttpRequest) -> Any:
    """Return who is calling, as ``catalog.api.auth`` found out."""
    return request.auth  # type: ignore[attr-defined]
