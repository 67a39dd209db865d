"""Phrases about many reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Abs, Coalesce

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
    "typical": ("Most typical", F("published_at").desc(nulls_last=True)),
}
#: How far stars may be from the middle of all: as far as from −1 to 1.
STARS_PER_COMPOUND = 4.5
#: What a review without stars counts as: neither near nor far.
NO_STARS = 0.5


class ReviewQuerySet(models.QuerySet["Review"]):
    """Phrases about reviews."""

    def in_order_of(self, order: str) -> Self:
        """Sort by one of ORDERS."""
        return self.order_by(ORDERS[order][1], "-pk")

    def typical_first(self, compound: float | None, rating: float | None) -> Self:
        """Sort by how near words and stars are to the middle (median) of all, nearest first.

        What is not scored comes last. Where no middle is known, the newest come first.
        """
        if compound is None:
            return self.newest_first()
        distance: Any = Abs(F("compound") - Value(compound))
        if rating is not None:
            stars = Abs(F("rating") - Value(float(rating))) / Value(STARS_PER_COMPOUND)
            distance = distance + Coalesce(stars, Value(NO_STARS))
        return self.order_by(distance.asc(nulls_last=True), "-pk")

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
        aspect: str = "",
        said: str = "",
        spoilers: str = "",
        review: int | None = None,
    ) -> Self:
        """Keep reviews that meet every condition that is given; ``review`` is a pk.

        ``aspect`` keeps those that mention it; ``said`` "praise" or "blame" those that say that
        of it; ``spoilers`` "none" those that neither are nor hold a likely one.
        """
        exact = {"label": sentiment, "rating": rating, "source": source, "pk": review}
        reviews = self.mentioning(q).filter(**{n: value for n, value in exact.items() if value})
        if aspect:
            reviews = reviews.about(aspect, said)
        if spoilers == "none":
            reviews = reviews.filter(tells_the_end=False).exclude(is_spoiler=True)
        return reviews

    def about(self, aspect: str, said: str = "") -> Self:
        """Keep reviews that mention an aspect, or that praise or blame it in a sentence."""
        # Not reviews.models: it imports this module.
        mentions = self.model._meta.get_field("mentions").related_model._default_manager
        about = mentions.filter(title=OuterRef("title"), review=OuterRef("pk"), aspect=aspect)
        if said == "praise":
            about = about.filter(compound__gt=0)
        elif said == "blame":
            about = about.filter(compound__lt=0)
        return self.filter(Exists(about))
