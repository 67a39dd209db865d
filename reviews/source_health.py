"""How sources of reviews fare: as a whole, by day, and about each title."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import models

from catalog.models import Title
from reviews.sources.base import Round, outcome_named


class ReviewFetch(models.Model):
    """What has become of asking one source for the reviews of one title, the last time."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="review_fetches")
    source = models.CharField(max_length=30)
    #: A ``FetchOutcome``; "" as long as nothing was answered.
    outcome = models.CharField(max_length=20, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    #: Of the last round: pages, reviews read in them, reviews that the source claims to have.
    pages = models.PositiveSmallIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    claimed = models.PositiveIntegerField(null=True, blank=True)
    #: {what is missing: in how many reviews}.
    missing = models.JSONField(default=dict, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField("last fetched at", null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    #: Whether the round goes on, at ``cursor`` ("" is the first page).
    is_pending = models.BooleanField("goes on", default=False)
    cursor = models.TextField(blank=True)

    class Meta:
        ordering = ["-tried_at", "-pk"]
        verbose_name_plural = "review fetches"
        constraints = [
            models.UniqueConstraint(fields=["title", "source"], name="one_fetch_per_title_source")
        ]
        indexes = [
            models.Index(fields=["tried_at"], name="review_fetch_by_try"),
            models.Index(fields=["source", "outcome"], name="review_fetch_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.source} about {self.title_id}"

    @property
    def round(self) -> Round:
        """Return the round that goes on; an empty one if none does, or no page of it was read."""
        if not (self.is_pending and self.cursor):
            return Round()
        outcome = outcome_named(self.outcome)
        return Round(outcome, self.pages, self.found, self.claimed, Counter(self.missing))

    def record(self, so_far: Round, at: datetime) -> None:
        """Take over what a round has come to; does not save."""
        if so_far.outcome is None:
            return
        self.outcome, self.detail = so_far.outcome, so_far.detail[:500]
        self.pages, self.found, self.claimed = so_far.pages, so_far.found, so_far.claimed
        self.missing, self.tried_at = dict(so_far.missing), at
        if so_far.outcome.is_success:
            self.succeeded_at, self.failing_since = at, None
        else:
            self.failing_since = self.failing_since or at

    @property
    def is_failing(self) -> bool:
        return self.failing_since is not None


class SourceStatus(models.Model):
    """How one source fares at present."""

    source = models.CharField(max_length=30, unique=True)
    last_outcome = models.CharField(max_length=20)
    last_detail = models.CharField(max_length=500, blank=True)
    last_asked_at = models.DateTimeField()
    last_success_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    #: Answers in a row in which nothing could be read, where there should have been reviews.
    answers_without_yield = models.PositiveIntegerField(default=0)
    alarmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["source"]
        verbose_name_plural = "source statuses"

    def __str__(self) -> str:
        return self.source


class SourceHealth(models.Model):
    """How often one source answered so on one day (UTC), and how many reviews that brought."""

    source = models.CharField(max_length=30)
    day = models.DateField()
    outcome = models.CharField(max_length=20)
    fetches = models.PositiveIntegerField(default=0)
    reviews = models.PositiveIntegerField("reviews read", default=0)

    class Meta:
        ordering = ["-day", "source", "outcome"]
        verbose_name_plural = "source health"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "day", "outcome"], name="one_row_per_source_day_outcome"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} on {self.day}: {self.outcome}"
