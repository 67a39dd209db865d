"""What people are shown in experiments, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from catalog.models import Title
from recommendations.models.people import Viewer


class Exposure(models.Model):
    """One title that one person was shown in one experiment, and what it first did with it."""

    experiment = models.CharField(max_length=40)
    arm = models.CharField(max_length=40)
    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="exposures", db_index=False)
    title = models.ForeignKey(Title, models.CASCADE, related_name="+")
    #: Which one it was in the list, when it was first shown.
    place = models.PositiveSmallIntegerField()
    first_shown_at = models.DateTimeField(default=timezone.now)
    clicked_at = models.DateTimeField(null=True, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    watchlisted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "title", "experiment"], name="one_exposure_in_an_experiment"
            )
        ]
        indexes = [
            models.Index(fields=["experiment", "viewer", "arm"], name="exposure_by_person"),
        ]

    def __str__(self) -> str:
        return f"title {self.title_id} shown to viewer {self.viewer_id} in {self.experiment}"
