"""A rating that comes with a review is the person's own, in its diary as on any card."""

from __future__ import annotations

from typing import Any

from recommendations.diary import rate, viewer_of
from reviews.models import Review


def rate_as_reviewed(review: Review, **_: Any) -> None:
    """Rate the title as the review does: it is what the person said last.

    Nothing takes that back but the person, among its ratings: not taking the rating out of the
    review, and not deleting the review.
    """
    if review.user and review.rating:
        rate(viewer_of(review.user, create=True), review.title, review.rating)
