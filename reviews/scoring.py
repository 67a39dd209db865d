"""Measure how reviews feel and store it on them."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone

from reviews.engines import default_engine
from reviews.models import Review
from reviews.querysets import ReviewQuerySet
from reviews.sentiment.base import SentimentEngine

#: Reviews per transaction: about half a second of scoring, done outside of it.
BATCH = 250


def score_reviews(
    queryset: ReviewQuerySet,
    engine: SentimentEngine | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Score the reviews that the engine's present version has not scored; return how many.

    Repeating it does nothing, and breaking it off loses at most a batch. ``on_progress`` is told
    the size of each finished batch. ``engine`` is the default engine unless given.
    """
    engine = engine or default_engine()
    scored = 0
    for reviews in _batches(queryset.outdated(engine.version)):
        score_batch(reviews, engine)
        scored += len(reviews)
        if on_progress:
            on_progress(len(reviews))
    return scored


def score_batch(reviews: list[Review], engine: SentimentEngine) -> None:
    """Score these reviews, then store all of it in one transaction."""
    scores = [(review, engine.score(review.text)) for review in reviews]
    with transaction.atomic():
        for review, score in scores:
            review.compound, review.label = score.compound, score.label
            review.sentence_scores = [[s.start, s.end, s.compound] for s in score.sentences]
            review.scored_by, review.scored_at = engine.version, timezone.now()
            _store_score(review)


def _store_score(review: Review) -> None:
    """Write the score, unless the text was edited while it was being scored."""
    Review.objects.filter(pk=review.pk, headline=review.headline, body=review.body).update(
        compound=review.compound,
        label=review.label,
        sentence_scores=review.sentence_scores,
        scored_by=review.scored_by,
        scored_at=review.scored_at,
    )


def _batches(queryset: ReviewQuerySet) -> Iterator[list[Review]]:
    """Yield the reviews in batches by rising pk; each batch is one query."""
    last_pk = 0
    while batch := list(queryset.filter(pk__gt=last_pk).order_by("pk")[:BATCH]):
        last_pk = batch[-1].pk
        yield batch
