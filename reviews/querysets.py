"""Phrases about many reviews."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q


class ReviewQuerySet(models.QuerySet):
    """Phrases about reviews."""

    def newest_first(self) -> Self:
        """Latest published first; reviews without a date last; ties by pk."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def scored(self) -> Self:
        return self.exclude(scored_by="")

    def outdated(self, version: str) -> Self:
        """Keep what the engine ``version`` has not scored."""
        return self.filter(~Q(scored_by=version))
