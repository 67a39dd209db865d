"""Opinions: what people wrote about titles, and the measured sentiment of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from catalog.models import Title
from reviews.querysets import ReviewQuerySet


class Review(models.Model):
    """One opinion about one title, and how it feels once it is scored."""

    class Label(models.TextChoices):
        POSITIVE = "positive", "Positive"
        MIXED = "mixed", "Mixed"
        NEGATIVE = "negative", "Negative"

    title = models.ForeignKey(Title, models.CASCADE, related_name="reviews")
    source = models.CharField(max_length=30)
    #: The review's id in its source; for a review written here "<user pk>:<title pk>".
    source_id = models.CharField(max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="reviews"
    )
    author = models.CharField(max_length=100, blank=True)
    rating = models.PositiveSmallIntegerField(
        "rating (1-10)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    headline = models.CharField(max_length=200, blank=True)
    body = models.TextField(max_length=10_000, validators=[MinLengthValidator(10)])
    url = models.URLField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    compound = models.FloatField("sentiment (-1 to 1)", null=True, blank=True, editable=False)
    label = models.CharField(max_length=8, choices=Label, blank=True, editable=False)
    #: Name and version of the engine that scored it, such as "vader-3.3.2"; "" = not scored.
    scored_by = models.CharField(max_length=40, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], name="review_source_id_is_unique"
            ),
            models.UniqueConstraint(
                fields=["title", "user"],
                condition=Q(user__isnull=False),
                name="one_review_per_title_and_user",
            ),
            models.CheckConstraint(condition=Q(rating__range=(1, 10)), name="review_rating_1_10"),
            models.CheckConstraint(
                condition=Q(compound__range=(-1, 1)), name="review_compound_within_1"
            ),
        ]
        indexes = [models.Index(fields=["title", "-published_at"], name="review_by_title_and_date")]

    def __str__(self) -> str:
        return f"{self.author or 'Anonymous'} on {self.title}"
