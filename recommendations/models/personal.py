"""What personal recommendations keep: predictions, what is wanted less, who watches together."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from catalog.models import Title
from recommendations.models.people import Viewer


def new_code() -> str:
    """Return what an invitation is known by: 72 random bits."""
    return secrets.token_urlsafe(9)


class Prediction(models.Model):
    """What was expected of a rating, stored before the rating was given; once for each title.

    ``value`` is the personal guess and ``error`` how far off it was expected to be; ``usual`` is
    what one would have said knowing only how all people rate the title. All on the scale of 1-10.
    """

    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="predictions", db_index=False)
    title = models.ForeignKey(Title, models.CASCADE, related_name="+")
    value = models.FloatField()
    error = models.FloatField()
    usual = models.FloatField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["viewer", "title"], name="one_prediction_of_a_rating"),
            models.CheckConstraint(
                condition=Q(value__range=(1, 10), usual__range=(0, 10), error__gte=0),
                name="prediction_is_a_rating",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value:.1f}/10 for title {self.title_id} and viewer {self.viewer_id}"


class LessOf(models.Model):
    """Something a person wants less of: a value of a filter, as ``genre`` and ``horror``.

    With ``OWN`` the value is the key of a title that the person rated: it is no reason any more.
    """

    OWN = "own"

    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="less_of", db_index=False)
    parameter = models.CharField(max_length=12)
    value = models.CharField(max_length=320)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "less of"
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "parameter", "value"], name="less_of_a_thing_is_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"less of {self.parameter}:{self.value} for viewer {self.viewer_id}"


class StartingTitle(models.Model):
    """A title of a group that a person chose before it had rated anything."""

    viewer = models.ForeignKey(
        Viewer, models.CASCADE, related_name="starting_titles", db_index=False
    )
    title = models.ForeignKey(Title, models.CASCADE, related_name="+")
    group = models.CharField(max_length=30)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["viewer", "title"], name="one_start_with_a_title")
        ]

    def __str__(self) -> str:
        return f"title {self.title_id} as a start of viewer {self.viewer_id}"


class WatchGroup(models.Model):
    """People who look for something to watch together; who has the code may join."""

    #: People in one group, and groups of one person.
    MOST_MEMBERS, MOST_GROUPS = 8, 20

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(Viewer, models.CASCADE, related_name="owned_groups")
    members = models.ManyToManyField(Viewer, through="Membership", related_name="watch_groups")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recommendations:group", args=[self.code])


class Membership(models.Model):
    """One person's consent to be asked about together with a group."""

    group = models.ForeignKey(WatchGroup, models.CASCADE, related_name="memberships")
    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "viewer"], name="one_membership_of_a_group")
        ]

    def __str__(self) -> str:
        return f"viewer {self.viewer_id} in group {self.group_id}"
