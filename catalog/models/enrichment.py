"""What TMDB knows of a title beside its facts: trailers, where to watch it; and when it was asked.

None of this is in an index, so none of it touches the title.
"""

from __future__ import annotations

from django.db import models

from catalog.models.titles import Title


class Enrichment(models.Model):
    """When TMDB was last asked about a title, and what became of it. See ``catalog.enriching``."""

    class Outcome(models.TextChoices):
        FETCHED = "fetched", "Fetched"
        UNKNOWN = "unknown", "Unknown to TMDB"

    title = models.OneToOneField(Title, models.CASCADE, related_name="enrichment")
    outcome = models.CharField(max_length=7, choices=Outcome)
    asked_at = models.DateTimeField()
    #: The last time that TMDB knew it: what is stored is from then.
    fetched_at = models.DateTimeField(null=True, blank=True)
    #: Fields of the last answer that were odd or missing, by name.
    remarks = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["asked_at"], name="enrichment_by_asked")]

    def __str__(self) -> str:
        return f"{self.title_id}: {self.get_outcome_display()}, {self.asked_at:%Y-%m-%d}"


class Trailer(models.Model):
    """A trailer at YouTube, linked and not shown here: nothing of YouTube's is on a page."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="trailers")
    key = models.CharField(max_length=11)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2, blank=True)
    ordering = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["title", "key"], name="trailer_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return f"https://www.youtube.com/watch?v={self.key}"


class WatchOffer(models.Model):
    """Where a title is to be had, by country: data of JustWatch, by way of TMDB."""

    class Kind(models.TextChoices):
        STREAM = "stream", "Stream"
        FREE = "free", "Free"
        ADS = "ads", "With advertising"
        RENT = "rent", "Rent"
        BUY = "buy", "Buy"

    title = models.ForeignKey(Title, models.CASCADE, related_name="offers")
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=6, choices=Kind)
    provider = models.CharField(max_length=100)
    link = models.URLField(max_length=200, blank=True)
    ordering = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "country", "kind", "provider"], name="watch_offer_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} ({self.country}, {self.get_kind_display().lower()})"
