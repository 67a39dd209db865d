"""Files that people bring from elsewhere: what they are, their rows, what became of each."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from catalog.models import Title
from recommendations.models.people import Viewer


class RatingImport(models.Model):
    """One file that one person uploaded, from its preview to its report."""

    #: Imports of a person that are kept; older ones go.
    KEPT = 5

    class State(models.TextChoices):
        MATCHING = "matching", "Looking for its titles"
        PREVIEW = "preview", "To be confirmed"
        RUNNING = "running", "Being imported"
        DONE = "done", "Imported"

    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=120)
    #: The name of an ``ImportFormat``.
    format = models.CharField(max_length=30)
    scale = models.CharField(max_length=5)
    state = models.CharField(max_length=8, choices=State, default=State.MATCHING)
    #: What importing it would change, by outcome, when that was last asked.
    plan = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} of viewer {self.viewer_id}"


class ImportRow(models.Model):
    """One row of an import: what the file says, which title that is, what became of it."""

    class Match(models.TextChoices):
        UNKNOWN = "", "Not looked for yet"
        FOUND = "found", "Found"
        CHOOSE = "choose", "To be chosen"
        CHOSEN = "chosen", "Chosen"
        NOT_FOUND = "not_found", "Not found"
        UNREADABLE = "unreadable", "Not readable"

    class Outcome(models.TextChoices):
        UNKNOWN = "", "Not imported yet"
        ADDED = "added", "added"
        CHANGED = "changed", "replaced an older rating"
        SAME = "same", "was there already"
        KEPT = "kept", "left alone: yours is newer, or this has no date"
        OLDER = "older", "left out: another row of the file is newer"
        RATED = "rated", "nothing to do: what is rated counts as seen"
        LEFT_OUT = "left_out", "left out: no title was chosen"
        NOT_FOUND = "not_found", "left out: the title is not in the catalogue"
        UNREADABLE = "unreadable", "left out: not readable"

    run = models.ForeignKey(RatingImport, models.CASCADE, related_name="rows", db_index=False)
    file = models.CharField(max_length=120)
    line = models.PositiveIntegerField()
    what = models.CharField(max_length=9, blank=True)
    name = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Whatever else tells the title: kind, imdb, tmdb, movielens.
    ids = models.JSONField(default=dict)
    given = models.CharField(max_length=20, blank=True)
    #: The rating in half stars.
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    match = models.CharField(max_length=10, choices=Match, blank=True)
    title = models.ForeignKey(Title, models.SET_NULL, null=True, blank=True, related_name="+")
    #: Titles that may be meant, the likeliest first.
    candidates = models.JSONField(default=list)
    #: Why it is not readable.
    reason = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "match", "id"], name="import_row_by_match")]

    def __str__(self) -> str:
        return f"{self.file}, row {self.line}"
