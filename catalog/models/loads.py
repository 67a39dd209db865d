"""What was loaded, when, from which file, and what became of every row."""

from django.db import models


class SourceFile(models.Model):
    """One file that facts came from. Its ``pk`` is what ``Title.provenance`` refers to.

    A file is known by its content (``sha256``): loading the same bytes again is the same file,
    so an old file that is loaded again never overrides what a newer one of its kind said.
    """

    dataset = models.CharField(max_length=40)
    source = models.CharField(max_length=30)
    name = models.CharField(max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    first_loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "sha256"], name="source_file_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.dataset})"

    @property
    def is_service(self) -> bool:
        """Tell whether it stands for what a service said on one day, not for a file."""
        return self.dataset.endswith("_api")


class UnmatchedRows(models.Model):
    """The rows of a file about titles that the catalogue does not have yet.

    ``rows`` is a gzipped file of the same format, header and all, with those ``n_rows`` only.
    """

    file = models.OneToOneField(SourceFile, models.CASCADE, related_name="unmatched")
    n_rows = models.PositiveIntegerField("rows")
    rows = models.BinaryField()

    class Meta:
        verbose_name_plural = "unmatched rows"

    def __str__(self) -> str:
        return f"{self.n_rows:,} rows of {self.file}"


class Load(models.Model):
    """One run of ``load_catalog`` or ``load_reviews``: its totals, and its whole report as JSON."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    rows_read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"Load of {self.started_at:%Y-%m-%d %H:%M}"
