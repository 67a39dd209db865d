"""What reviewers praise a title for: published here by who reads reviews, for browsing."""

from django.db import models
from django.db.models import Q

from catalog.models.titles import Title


class Praise(models.Model):
    """One aspect that reviewers praise more than on the average title, beyond chance.

    ``difference`` is that of the shares of reviewers who praise it, in [-1, 1], with its 95 %
    interval; only what is surely more, by at least five reviewers, is here.
    """

    title = models.ForeignKey(Title, models.CASCADE, db_index=False, related_name="praise")
    aspect = models.CharField(max_length=12)
    difference = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    n = models.PositiveIntegerField("reviews")

    class Meta:
        verbose_name_plural = "praise"
        constraints = [
            models.UniqueConstraint(fields=["title", "aspect"], name="praised_once"),
            models.CheckConstraint(condition=Q(low__gt=0, n__gte=5), name="praise_is_sure"),
        ]
        indexes = [models.Index(fields=["aspect", "title"], name="praise_by_aspect")]

    def __str__(self) -> str:
        return f"{self.title_id}: {self.aspect}"
