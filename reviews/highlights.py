"""The few reviews that stand for all reviews of a title."""

from dataclasses import dataclass

from catalog.models import Title
from reviews.models import Review

#: Stars from here on say "liked it"; a review whose stars contradict its words stands for nothing.
LIKED = 6


@dataclass(frozen=True, slots=True)
class Highlight:
    """A review and what it stands for: "Most positive"."""

    role: str
    review: Review


def highlights(title: Title) -> list[Highlight]:
    """Return the most positive, the most critical and the two newest others: 3 queries.

    The first two are there only if a review is positive or negative in its words, and in its
    stars where it has any.
    """
    reviews = title.reviews.without_sentences()
    praise = reviews.filter(label=Review.Label.POSITIVE).exclude(rating__lt=LIKED)
    critique = reviews.filter(label=Review.Label.NEGATIVE).exclude(rating__gte=LIKED)
    extremes = {
        "Most positive": praise.in_order_of("positive").first(),
        "Most critical": critique.in_order_of("critical").first(),
    }
    chosen = [Highlight(role, review) for role, review in extremes.items() if review]
    others = reviews.exclude(pk__in=[highlight.review.pk for highlight in chosen])
    newest = zip(("Newest", "Also new"), others.newest_first()[:2], strict=False)
    return chosen + [Highlight(role, review) for role, review in newest]
