"""Store what a source tells: what is new is added, what has changed is changed, nothing is deleted.

That a source tells less than before deletes nothing: neither a review that is no longer on its
page, nor a fact of one that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.models import Title
from reviews.models import Review
from reviews.sources.base import ReviewRecord

#: What a source may correct; a changed text is scored anew.
TEXTS = ("headline", "body")
FACTS = (
    *("author", "rating", "published_at", "url"),
    *("is_spoiler", "helpful_votes", "votes_total"),
)


@dataclass
class StoredReviews:
    """Which reviews were added, which were changed, and which of both have a text to be scored."""

    added: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    to_score: list[int] = field(default_factory=list)


def store_reviews(title: Title, source: str, records: Sequence[ReviewRecord]) -> StoredReviews:
    """Store the reviews of ``title`` that ``source`` told: at most 4 queries.

    To be called inside a transaction. Storing the same twice changes nothing.
    """
    by_id = {record.source_id: record for record in records}
    known = Review.objects.filter(source=source, source_id__in=by_id)
    stored = StoredReviews()
    changed = []
    for review in known:
        record = by_id.pop(review.source_id)
        if names := _corrected(review, title, record):
            changed.append(review)
            if not names.isdisjoint(TEXTS):
                stored.to_score.append(review.pk)
    Review.objects.bulk_update(changed, ["title", *TEXTS, *FACTS, *SCORE], batch_size=200)
    stored.changed = [review.pk for review in changed]
    stored.added = _add(title, source, list(by_id.values()))
    stored.to_score += stored.added
    return stored


#: What ``Review.forget_score`` empties.
SCORE = ("compound", "label", "scored_by", "scored_at", "sentence_scores")


def _corrected(review: Review, title: Title, record: ReviewRecord) -> set[str]:
    """Take over what the record says differently; return the names of these facts."""
    names = {
        name
        for name in (*TEXTS, *FACTS)
        if (said := getattr(record, name)) not in (None, "") and said != getattr(review, name)
    }
    for name in names:
        setattr(review, name, getattr(record, name))
    if review.title_id != title.pk:  # its title had the id of another before
        review.title = title
        names.add("title")
    if not names.isdisjoint(TEXTS):
        review.forget_score()
    return names


def _add(title: Title, source: str, records: Sequence[ReviewRecord]) -> list[int]:
    """Add the reviews, but those that somebody else has added meanwhile; return their pks."""
    reviews = [
        Review(
            title=title,
            source=source,
            source_id=record.source_id,
            **{name: getattr(record, name) for name in (*TEXTS, *FACTS)},
        )
        for record in records
    ]
    Review.objects.bulk_create(reviews, ignore_conflicts=True, batch_size=200)
    added = Review.objects.filter(source=source, source_id__in=[r.source_id for r in records])
    return list(added.values_list("pk", flat=True)) if records else []
