"""The few reviews that stand for all reviews of a title."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from catalog.models import Title
from reviews.models import Review
from reviews.shown_reviews import ShownReview, show_review

#: Among so many at either end is one that can be read without giving the film away.
ENDS = 3
#: Stars from here on say "liked it"; a review whose stars contradict its words stands for nothing.
LIKED = 6


@dataclass(frozen=True, slots=True)
class Highlight:
    """A review, shortened, and what it stands for: "Most positive"."""

    role: str
    shown: ShownReview

    @property
    def review(self) -> Review:
        return self.shown.review


def highlights(title: Title) -> list[Highlight]:
    """Return the most positive, the most critical and the two newest others: 1 query.

    The first two are there only if a review is positive or negative in its words, and in its
    stars where it has any.
    """
    of_title = title.reviews.all()
    praise = of_title.filter(label=Review.Label.POSITIVE).exclude(rating__lt=LIKED)
    critique = of_title.filter(label=Review.Label.NEGATIVE).exclude(rating__gte=LIKED)
    firsts = (
        praise.in_order_of("positive").values("pk")[:ENDS],
        critique.in_order_of("critical").values("pk")[:ENDS],
        of_title.newest_first().values("pk")[:4],
    )
    wanted = Q()
    for first in firsts:
        wanted |= Q(pk__in=first)
    reviews = list(of_title.filter(wanted).select_related("title").newest_first())
    chosen = dict(_extremes(reviews))
    others = [review for review in reviews if review not in chosen.values()]
    chosen |= zip(("Newest", "Also new"), others, strict=False)
    return [
        Highlight(role, show_review(review, is_excerpt=True)) for role, review in chosen.items()
    ]


def _extremes(reviews: Iterable[Review]) -> Iterable[tuple[str, Review]]:
    """Yield those of ``reviews`` that are most positive and most critical; ties: the newer row.

    One of which all is masked comes behind any other.
    """
    for role, label, sign in (
        ("Most positive", Review.Label.POSITIVE, 1),
        ("Most critical", Review.Label.NEGATIVE, -1),
    ):
        sided = [
            review
            for review in reviews
            if review.label == label
            and (review.rating is None or (review.rating >= LIKED) == (sign > 0))
        ]
        if sided:
            yield role, max(sided, key=lambda each: _extremity(each, sign))


def _extremity(review: Review, sign: int) -> tuple[bool, float, int]:
    shown = show_review(review, is_excerpt=True)
    is_readable = any(stretch.text.strip() for stretch in shown.body)
    return is_readable, (review.compound or 0) * sign, review.pk
