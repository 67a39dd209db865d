"""The vocabulary of questions about many rows: phrases that chain and say what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Value, When

if TYPE_CHECKING:
    from catalog.models import Person, Title  # noqa: F401  (named in the class headers)


class TitleQuerySet(models.QuerySet["Title"]):
    """Phrases about titles. Everything shown to visitors starts with ``visible()``."""

    def visible(self) -> Self:
        """Leave out adult titles, unless SHOW_ADULT_TITLES allows them."""
        return self if settings.SHOW_ADULT_TITLES else self.filter(is_adult=False)

    def recommendable(self) -> Self:
        """Keep what may be recommended: visible and released."""
        return self.visible().filter(status=self.model.Status.RELEASED)

    def movies(self) -> Self:
        return self.filter(kind=self.model.Kind.MOVIE)

    def shows(self) -> Self:
        return self.filter(kind=self.model.Kind.SHOW)

    def in_genre(self, slug: str) -> Self:
        return self.filter(genres__slug=slug)

    def rated(self) -> Self:
        return self.filter(weighted_rating__isnull=False)

    def top_rated(self) -> Self:
        """Best weighted rating first; titles nobody rated are left out; ties by pk."""
        return self.rated().order_by("-weighted_rating", "pk")

    def popular(self) -> Self:
        """Most votes first; ties by pk."""
        return self.order_by("-num_votes", "pk")

    def recently_added(self) -> Self:
        return self.order_by("-added_at", "-pk")

    def for_cards(self) -> Self:
        """Load what a title card shows: 2 queries for any number of titles."""
        return self.defer("overview", "provenance", "homepage", "tagline").prefetch_related(
            "genres"
        )

    def in_order(self, title_ids: Sequence[int]) -> Self:
        """Return the titles with these ids in this order; unknown ids are left out."""
        position = Case(*[When(pk=pk, then=Value(i)) for i, pk in enumerate(title_ids)])
        return self.filter(pk__in=title_ids).order_by(position)


class PersonQuerySet(models.QuerySet["Person"]):
    """Phrases about people."""

    def with_visible_titles(self) -> Self:
        """Keep people who have a credit in a title that may be shown."""
        if settings.SHOW_ADULT_TITLES:
            return self.filter(credits__isnull=False).distinct()
        return self.filter(credits__title__is_adult=False).distinct()
