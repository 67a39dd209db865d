"""What a load has made out of date, until who owns it has built it anew."""

from django.db import models


class StaleMark(models.Model):
    """Something that was made of the catalogue as it was before ``since``."""

    class Thing(models.TextChoices):
        SEARCH = "search", "Search index"
        SIMILAR = "similar", "Index of similar titles"
        COUNTS = "counts", "Remembered counts of facets"

    thing = models.CharField(max_length=10, choices=Thing, unique=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ["thing"]

    def __str__(self) -> str:
        return f"{self.get_thing_display()}, out of date since {self.since:%Y-%m-%d %H:%M}"
