"""REST: the reviews of a title, what they say together, and one's own reviews."""

from dataclasses import replace
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
from catalog.aspects import Aspect
from catalog.models import Title
from reviews.api_schemas import PulseOut, ReviewOut, as_told, pulse_out
from reviews.models import BODY_MAX, BODY_MIN, Review
from reviews.review_page import in_order
from reviews.title_pulse import review_pulse
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
ShowSpoilers = Annotated[bool, Query(description="Also tell what likely gives the film away")]
#: The names in ``reviews.querysets.ORDERS``.
Sort = Literal["newest", "oldest", "highest", "lowest", "positive", "critical", "typical"]


class ReviewFilters(Schema):
    """Which reviews of a title; all conditions must hold."""

    q: str = Field("", max_length=200, pattern=t.LINE, description="Words in headline or text")
    sentiment: Review.Label | None = None
    rating: int | None = Field(None, ge=1, le=10)
    source: str = Field("", max_length=30, pattern=t.LINE)
    aspect: Aspect | None = Field(None, description="Reviews that mention it")
    said: Literal["praise", "blame"] | None = Field(None, description="What they say of ``aspect``")
    spoilers: Literal["none"] | None = Field(None, description="Reviews without likely spoilers")


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
    show_spoilers: ShowSpoilers = False,
) -> dict[str, Any]:
    """List the reviews of a title, each with its sentiment; likely spoilers are left out."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    reviews = title.reviews.matching(**filters.dict()).prefetch_related("mentions")
    page = page_of(request, in_order(reviews, sort, title), paging)
    page["items"] = [as_told(review, show_spoilers) for review in page["items"]]
    return page


@router.get("/titles/{slug}/sentiment", response=PulseOut)
def get_sentiment(request: HttpRequest, slug: t.SlugPath) -> dict[str, Any]:
    """Return what the reviews of a title say together, and of which aspect, with quotes."""
    pulse = review_pulse(get_object_or_404(Title.objects.visible(), slug=slug))
    return pulse_out(pulse)


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
    return as_told(review, show_spoilers=True)


@router.get("/reviews/{review_id}", response=ReviewOut)
def get_review(
    request: HttpRequest, review_id: t.IdPath, show_spoilers: ShowSpoilers = False
) -> Review:
    """Return one review; likely spoilers are left out."""
    visible = Review.objects.filter(title__in=Title.objects.visible())
    review = get_object_or_404(visible.select_related("title"), pk=review_id)
    return as_told(review, show_spoilers)


@router.patch("/reviews/{review_id}", response=ReviewOut, auth=USER)
@transaction.atomic
def update_review(request: HttpRequest, review_id: t.IdPath, payload: ReviewPatch) -> Review:
    """Change one's own review; the reviews of others are not found."""
    review = get_object_or_404(own_reviews(_user(request)).select_for_update(), pk=review_id)
    change_review(review, replace(Opinion.of(review), **payload.dict(exclude_unset=True)))
    review.refresh_from_db()
    return as_told(review, show_spoilers=True)


@router.delete("/reviews/{review_id}", response={204: None}, auth=USER)
def delete_review(request: HttpRequest, review_id: t.IdPath) -> None:
    """Delete one's own review; the reviews of others are not found."""
    delete_for_good(get_object_or_404(own_reviews(_user(request)), pk=review_id))


def _user(request: HttpRequest) -> Any:
    """Return who is calling, as ``catalog.api.auth`` found out."""
    return request.auth  # type: ignore[attr-defined]
