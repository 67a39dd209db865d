"""The history of models that were trained."""

from __future__ import annotations

from django.db import models


class ModelRun(models.Model):
    """One training: of what, what came out beside simple models, whether it came into use.

    A run that was killed is ``RUNNING`` until the next one begins.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        PROMOTED = "promoted", "Came into use"
        REFUSED = "refused", "Refused"
        MEASURED = "measured", "Measured only"
        ROLLED_BACK = "rolled_back", "Taken back"
        FAILED = "failed", "Failed"

    state = models.CharField(max_length=11, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    #: ``collaborative.learning.Parameters`` as JSON.
    parameters = models.JSONField(default=dict)
    #: What tells these ratings from others.
    data_hash = models.CharField(max_length=64, blank=True)
    #: What tells data, parameters, what is told of titles and the recipe from others.
    fingerprint = models.CharField(max_length=64, blank=True)
    ratings = models.PositiveBigIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    titles = models.PositiveIntegerField(default=0)
    #: ``collaborative.measuring.Measured`` as JSON, and what it was compared with.
    metrics = models.JSONField(default=dict)
    #: Why it did not come into use, a sentence for each reason.
    reasons = models.TextField("why not", blank=True)
    folder = models.CharField(max_length=80, blank=True)
    size_bytes = models.PositiveBigIntegerField("bytes on disk", default=0)
    cpu_seconds = models.FloatField("processor seconds", null=True, blank=True)
    peak_rss_mb = models.PositiveIntegerField("peak memory in MB", null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = "model run"

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> float | None:
        """Return how long it took; None while it runs, or if it was killed."""
        if self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()
