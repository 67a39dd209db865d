"""Read reviews and store on them, and beside them, what was read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from reviews.engines import default_engine
from reviews.models import AspectMention, Review
from reviews.pulses import mark_stale
from reviews.querysets import ReviewQuerySet
from reviews.reading import READING, Reading, read_reviews
from reviews.sentiment.base import SentimentEngine

#: Reviews per transaction: about half a second of scoring, done outside of it.
BATCH = 250


def score_reviews(
    queryset: ReviewQuerySet,
    engine: SentimentEngine | None = None,
    on_progress: Callable[[int], None] | None = None,
    most: int | None = None,
) -> int:
    """Read the reviews that the engine's present version has not scored; return how many.

    Repeating it does nothing, and breaking it off loses at most a batch. ``on_progress`` is told
    the size of each finished batch. ``engine`` is the default engine unless given. After ``most``
    reviews it ends. What the titles' pages sum up is marked as stale: ``reviews.pulses`` sums it up
    anew.
    """
    engine = engine or default_engine()
    scored = 0
    for reviews in _batches(queryset.outdated(engine.version)):
        score_batch(reviews, engine)
        scored += len(reviews)
        if on_progress:
            on_progress(len(reviews))
        if most is not None and scored >= most:
            break
    return scored


def begin_anew() -> bool:
    """Mark every scored review as one to be read again, unless an earlier such run goes on.

    Returns whether it did. Until they are read again, reviews show what was read before.
    """
    scored = Review.objects.scored()
    if scored.filter(reading="").exists():
        return False
    scored.update(reading="")
    return True


def score_batch(reviews: list[Review], engine: SentimentEngine) -> None:
    """Read these reviews, then store all of it in one transaction."""
    readings = read_reviews([review.text for review in reviews], engine)
    with transaction.atomic():
        at = timezone.now()
        stored = [
            (review, reading)
            for review, reading in zip(reviews, readings, strict=True)
            if _store(review, reading, engine.version, at)
        ]
        _replace_mentions(stored)
        mark_stale({review.title_id for review, _ in stored})


def _store(review: Review, reading: Reading, version: str, at: datetime) -> bool:
    """Write what was read, unless the text was edited meanwhile; tell whether it was written."""
    unchanged = Review.objects.filter(pk=review.pk, headline=review.headline, body=review.body)
    updated = unchanged.update(
        language=reading.language,
        compound=reading.score.compound if reading.score else None,
        label=reading.score.label if reading.score else "",
        sentence_scores=[[s.start, s.end, s.compound, s.spoiler] for s in reading.sentences],
        tells_the_end=any(sentence.is_masked for sentence in reading.sentences),
        sketch=reading.sketch,
        reading=READING,
        scored_by=version,
        scored_at=at,
    )
    return updated == 1


def _replace_mentions(stored: Sequence[tuple[Review, Reading]]) -> None:
    AspectMention.objects.filter(review__in=[review.pk for review, _ in stored]).delete()
    AspectMention.objects.bulk_create(
        (
            AspectMention(
                title_id=review.title_id,
                review=review,
                aspect=aspect,
                start=sentence.start,
                end=sentence.end,
                compound=compound,
                sentence_compound=sentence.compound,
                is_masked=bool(review.is_spoiler) or not sentence.is_quotable,
            )
            for review, reading in stored
            for sentence in reading.sentences
            for aspect, compound in sentence.aspects
        ),
        batch_size=2_000,
    )


def _batches(queryset: ReviewQuerySet) -> Iterator[list[Review]]:
    """Yield the reviews in batches by rising pk; each batch is one query."""
    last_pk = 0
    while batch := list(queryset.filter(pk__gt=last_pk).order_by("pk")[:BATCH]):
        last_pk = batch[-1].pk
        yield batch
