"""Phrases about many reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from reviews.reading import READING

if TYPE_CHECKING:
    from reviews.models import Review  # noqa: F401  (named in the class header)

#: order: (what a visitor reads, columns); what has no value comes last, ties by pk.
ORDERS = {
    "newest": ("Newest", F("published_at").desc(nulls_last=True)),
    "oldest": ("Oldest", F("published_at").asc(nulls_last=True)),
    "highest": ("Highest rating", F("rating").desc(nulls_last=True)),
    "lowest": ("Lowest rating", F("rating").asc(nulls_last=True)),
    "positive": ("Most positive", F("compound").desc(nulls_last=True)),
    "critical": ("Most critical", F("compound").asc(nulls_last=True)),
}


class ReviewQuerySet(models.QuerySet["Review"]):
    """Phrases about reviews."""

    def in_order_of(self, order: str) -> Self:
        """Sort by one of ORDERS."""
        return self.order_by(ORDERS[order][1], "-pk")

    def newest_first(self) -> Self:
        """Latest published first; reviews without a date last; ties by pk."""
        return self.in_order_of("newest")

    def scored(self) -> Self:
        return self.exclude(scored_by="")

    def outdated(self, version: str) -> Self:
        """Keep what the engine ``version`` has not scored, or what was read in another way."""
        return self.exclude(scored_by=version, reading=READING)

    def mentioning(self, text: str) -> Self:
        """Keep reviews whose headline or body holds every word of ``text``."""
        reviews = self
        for word in text.split():
            reviews = reviews.filter(Q(headline__icontains=word) | Q(body__icontains=word))
        return reviews

    def matching(
        self,
        *,
        q: str = "",
        sentiment: str | None = None,
        rating: int | None = None,
        source: str = "",
        review: int | None = None,
    ) -> Self:
        """Keep reviews that meet every condition that is given; ``review`` is a pk."""
        exact = {"label": sentiment, "rating": rating, "source": source, "pk": review}
        return self.mentioning(q).filter(**{name: value for name, value in exact.items() if value})

    def without_sentences(self) -> Self:
        """Leave out the long columns that a summary does not show."""
        return self.defer("sentence_scores")
