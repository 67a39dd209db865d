"""People, their ratings, and what else they say of titles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalog.models import Title


class Viewer(models.Model):
    """A person who rates titles: of a file, where people are numbers, or with an account here.

    Each release of a dataset numbers its people anew, so ``source`` names the release.
    """

    #: Four bytes: every rating repeats it.
    id = models.AutoField(primary_key=True)
    source = models.CharField(max_length=60)
    source_id = models.CharField("id in the source", max_length=60)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="viewer"
    )
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    #: "female", "male", or as the source has it; "" = unknown.
    gender = models.CharField(max_length=20, blank=True)
    occupation = models.CharField(max_length=60, blank=True)
    #: What a person with an account decides: is it shown what it may like, may models learn from
    #: its ratings, is a predicted rating hidden until it has rated.
    wants_recommendations = models.BooleanField(db_default=True, default=True)
    is_training_data = models.BooleanField(db_default=True, default=True)
    hides_predictions = models.BooleanField(db_default=False, default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], name="viewer_source_id_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.source_id}"


class Rating(models.Model):
    """How one person rates one title.

    There may be tens of millions. The migration puts the columns into an order that wastes no
    space: 60 bytes a row on PostgreSQL. A person's ratings are found by the unique constraint.
    """

    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="ratings", db_index=False)
    #: Half stars: 7 is three and a half of five.
    value = models.PositiveSmallIntegerField("rating (1-10)")
    title = models.ForeignKey(Title, models.CASCADE, related_name="viewer_ratings")
    rated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["viewer", "title"], name="one_rating_of_a_title"),
            models.CheckConstraint(condition=Q(value__range=(1, 10)), name="rating_value_1_10"),
        ]

    def __str__(self) -> str:
        # Keys, not names: lists of thousands ask nothing more.
        return f"{self.value}/10 by viewer {self.viewer_id} for title {self.title_id}"


class Mark(models.Model):
    """What a person says of a title beside a rating; each kind at most once.

    A title that is rated counts as seen without a mark. What is seen or not wanted is not
    recommended; what is on the watchlist still is.
    """

    class Kind(models.TextChoices):
        WATCHLIST = "watchlist", "On the watchlist"
        SEEN = "seen", "Seen"
        NOT_INTERESTED = "not_interested", "Not interested"

    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="marks", db_index=False)
    title = models.ForeignKey(Title, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=14, choices=Kind)
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "kind", "title"], name="one_mark_of_a_kind_on_a_title"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} by viewer {self.viewer_id} on title {self.title_id}"
