"""What the recommenders keep: for now, the history of similarity index builds."""

from django.db import models


class IndexBuild(models.Model):
    """One run of ``build_index``: what it indexed, how long it took, or why it failed."""

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    titles = models.PositiveIntegerField(default=0)
    terms = models.PositiveIntegerField(default=0)
    folder = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"Index build of {self.started_at:%Y-%m-%d %H:%M}"
