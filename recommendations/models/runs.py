"""Histories of builds and evaluations."""

from __future__ import annotations

from typing import Any

from django.db import models


class IndexBuild(models.Model):
    """One build of one index: of what, how long it took and what it took, or why it failed.

    A build that was killed is ``RUNNING`` until the next one of its kind begins.
    """

    class Kind(models.TextChoices):
        """The values are the names of folders in ``settings.INDEX_DIR``."""

        SIMILAR = "similar", "Similar titles"
        SEARCH = "search", "Names"
        TEXTS = "texts", "Plots and keywords"

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField("index", max_length=7, choices=Kind, default=Kind.SIMILAR)
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    titles = models.PositiveIntegerField(default=0)
    terms = models.PositiveIntegerField(default=0)
    folder = models.CharField(max_length=80, blank=True)
    size_bytes = models.PositiveBigIntegerField("bytes on disk", default=0)
    #: Of the building process alone; not of the database server.
    peak_rss_mb = models.PositiveIntegerField("peak memory in MB", null=True, blank=True)
    #: What tells the state of the catalogue, and of the recipe, from others.
    fingerprint = models.CharField(max_length=64, blank=True)
    schema = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, build of {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> float | None:
        """Return how long it took; None while it runs, or if it was killed."""
        if self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class Evaluation(models.Model):
    """One run of an evaluation: what was measured, as JSON (see ``recommendations.evaluation``)."""

    #: Evaluations of a kind that are kept; older ones go.
    KEPT = 50

    class Kind(models.TextChoices):
        SIMILAR = "similar", "Similar titles"
        PERSONAL = "personal", "Personal recommendations"

    kind = models.CharField(max_length=20, choices=Kind)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    results = models.JSONField(default=dict)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def keep(cls, **fields: Any) -> Evaluation:
        """Store an evaluation and let go of all but the newest ``KEPT`` of its kind."""
        evaluation = cls._default_manager.create(**fields)
        same = cls._default_manager.filter(kind=evaluation.kind)
        newest = same.values_list("pk", flat=True)[: cls.KEPT]
        same.exclude(pk__in=list(newest)).delete()
        return evaluation
