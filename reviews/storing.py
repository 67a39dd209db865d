"""Store what a source tells: what is new is added, what has changed is changed, nothing is deleted.

That a source tells less than before deletes nothing: neither a review that is no longer on its
page, nor a fact of one that is.
"""

from collections.abc import Sequence

from catalog.models import Title
from reviews.models import AspectMention, Review
from reviews.sources.base import ReviewRecord

#: What a source may correct; a changed text is scored anew.
TEXTS = ("headline", "body")
FACTS = (
    *("author", "rating", "published_at", "url"),
    *("is_spoiler", "helpful_votes", "votes_total"),
)
#: What mentions of aspects repeat of their review: they are made anew with it.
READ_ANEW = ("title", "is_spoiler")


def store_reviews(title: Title, source: str, records: Sequence[ReviewRecord]) -> set[int]:
    """Store the reviews of ``title`` that ``source`` told; return the titles this has changed.

    To be called inside a transaction. Storing the same twice changes nothing. 3 queries, and one
    for each changed text.
    """
    by_id = {record.source_id: record for record in records}
    touched, changed = set(), []
    for review in Review.objects.filter(source=source, source_id__in=by_id):
        before = review.title_id
        if names := _corrected(review, title, by_id.pop(review.source_id)):
            changed.append(review)
            touched |= {before, title.pk}
            if not names.isdisjoint(TEXTS):
                review.forget_score().save()
    Review.objects.bulk_update(changed, ["title", "reading", *FACTS], batch_size=200)
    if to_read := [review for review in changed if not review.reading]:
        AspectMention.objects.filter(review__in=to_read).delete()
    if by_id:
        _add(title, source, list(by_id.values()))
        touched.add(title.pk)
    return touched


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
    if not names.isdisjoint(READ_ANEW):
        review.reading = ""
    return names


def _add(title: Title, source: str, records: Sequence[ReviewRecord]) -> None:
    """Add the reviews, but those that somebody else has added meanwhile."""
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
