"""What a person does with their own review: write, change, delete. Pages and the API call this."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog import jobs
from catalog.models import Title
from reviews.models import SITE, Review
from reviews.pulses import mark_stale, refresh_titles
from reviews.querysets import ReviewQuerySet
from reviews.scoring import score_reviews
from reviews.signals import rated

#: Reviews of a title that are summed up while a person waits: some 20 ms.
FEW = 300


class AlreadyReviewed(Exception):  # noqa: N818  (names what is so, as DoesNotExist does)
    """This person has reviewed this title before."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person says about a title; ``rating`` 1-10 or None."""

    body: str
    headline: str = ""
    rating: int | None = None

    @classmethod
    def of(cls, review: Review) -> Self:
        return cls(review.body, review.headline, review.rating)


def own_reviews(user: User) -> ReviewQuerySet:
    """Return the reviews that ``user`` may change, of titles that may be shown."""
    return Review.objects.filter(user=user, title__in=Title.objects.visible())


def own_review_of(user: User | AnonymousUser | None, title: Title) -> Review | None:
    """Return the review of ``title`` by ``user``; no query for who is not logged in."""
    if not isinstance(user, User):
        return None
    return own_reviews(user).filter(title=title).first()


def write_review(user: User, title: Title, opinion: Opinion) -> Review:
    """Store a new review and score it once it is committed; raises AlreadyReviewed."""
    review = Review(
        title=title,
        user=user,
        source=SITE,
        source_id=f"{user.pk}:{title.pk}",
        author=user.get_username()[:100],
        published_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            return _store(review, opinion)
    except IntegrityError as error:
        if own_review_of(user, title) is None:
            raise
        raise AlreadyReviewed(str(title)) from error


def change_review(review: Review, opinion: Opinion) -> Review:
    """Store the changed review and score it anew once it is committed.

    Raises Review.DoesNotExist if it was deleted meanwhile.
    """
    with transaction.atomic():
        return _store(Review.objects.select_for_update().get(pk=review.pk), opinion)


def _store(review: Review, opinion: Opinion) -> Review:
    is_rated_anew = opinion.rating is not None and opinion.rating != review.rating
    review.body, review.headline = opinion.body, opinion.headline
    review.rating = opinion.rating
    review.forget_score().save()
    if is_rated_anew:
        # First: what the person said is there before what is measured of it.
        transaction.on_commit(lambda: rated.send_robust(Review, review=review), robust=True)
    transaction.on_commit(lambda: score_now(review.pk), robust=True)
    return review


def delete_review(review: Review) -> None:
    """Delete a review, and sum up its title anew without it once that is committed."""
    title_id = review.title_id
    with transaction.atomic():
        review.delete()
        mark_stale([title_id])
    transaction.on_commit(lambda: sum_up_soon(title_id), robust=True)


def delete_reviews_of(user: User) -> int:
    """Delete all that ``user`` has written, and have its titles summed up anew; return how many."""
    own = Review.objects.filter(user=user)
    title_ids = list(own.order_by().values_list("title", flat=True))
    with transaction.atomic():
        own.delete()
        mark_stale(title_ids)
        if title_ids:
            jobs.ask("score", again_after=timedelta(0))
    return len(title_ids)


def score_now(review_pk: int) -> None:
    """Score one review that was just written: 2-20 ms, see docs/decisions."""
    score_reviews(Review.objects.filter(pk=review_pk))
    for title_id in Review.objects.filter(pk=review_pk).values_list("title", flat=True):
        sum_up_soon(title_id)


def sum_up_soon(title_id: int) -> None:
    """Sum up a title: now if it has few reviews, else in the background."""
    if Review.objects.filter(title=title_id)[: FEW + 1].count() <= FEW:
        refresh_titles([title_id])
    else:
        jobs.ask("score", title_id, again_after=timedelta(0))
