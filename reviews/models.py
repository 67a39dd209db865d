"""Opinions: what people wrote about titles, and the measured sentiment of it."""

from typing import Self

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.models import Title
from reviews.aspect_rows import AspectBaseline, AspectMention, AspectScore, TitlePulse
from reviews.querysets import ReviewQuerySet
from reviews.sentiment.language import UNDETERMINED
from reviews.source_health import ReviewFetch, SourceHealth, SourceStatus

__all__ = [
    "BODY_MAX",
    "BODY_MIN",
    "SITE",
    "AspectBaseline",
    "AspectMention",
    "AspectScore",
    "Review",
    "ReviewFetch",
    "SourceHealth",
    "SourceStatus",
    "TitlePulse",
    "source_name",
]

#: The source of reviews that are written on this site.
SITE = "site"
#: What a visitor reads instead of a source; any other source is shown as it is.
SOURCE_NAMES = {
    SITE: "Written here",
    "sample": "Sample",
    "imdb_dataset": "IMDb dataset",
    "imdb": "IMDb",
    "tmdb": "TMDB",
}

BODY_MIN, BODY_MAX = 10, 10_000
#: Longer reviews are shown folded in a list.
LONG_CHARACTERS = 1_200


def source_name(source: str) -> str:
    """Return what a visitor reads for a source."""
    return SOURCE_NAMES.get(source, source)


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
    body = models.TextField(max_length=BODY_MAX, validators=[MinLengthValidator(BODY_MIN)])
    url = models.URLField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    #: What its source says about it; None where it does not say.
    is_spoiler = models.BooleanField("flagged as a spoiler", null=True, blank=True)
    helpful_votes = models.PositiveIntegerField("found it helpful", null=True, blank=True)
    votes_total = models.PositiveIntegerField("voted on it", null=True, blank=True)

    #: ISO 639-1, found when it was read; "" = not read, or it cannot be told.
    language = models.CharField(max_length=8, blank=True, editable=False)
    compound = models.FloatField("sentiment (-1 to 1)", null=True, blank=True, editable=False)
    label = models.CharField(max_length=8, choices=Label, blank=True, editable=False)
    #: Name and version of the engine that read it, such as "vader-3.3.2-1"; "" = not read. It is
    #: scored if there is a compound: an engine cannot read every language.
    scored_by = models.CharField(max_length=40, blank=True, editable=False)
    scored_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: [[start, end, compound, spoiler], …] of the sentences in ``text``, in its order.
    sentence_scores = models.JSONField(default=list, blank=True, editable=False)
    #: ``reviews.reading.READING`` when it was read for aspects and spoilers; "" = not read.
    reading = models.CharField(max_length=12, blank=True, editable=False)
    #: Holds a sentence that likely gives the film away.
    tells_the_end = models.BooleanField("likely spoils", default=False, editable=False)
    #: ``reviews.anomalies.sketch_of`` its text: what makes near-duplicates meet.
    sketch = models.JSONField(default=list, blank=True, editable=False)

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
                violation_error_message="This person has reviewed this title already.",
            ),
            models.CheckConstraint(condition=Q(rating__range=(1, 10)), name="review_rating_1_10"),
            models.CheckConstraint(
                condition=Q(compound__range=(-1, 1)), name="review_compound_within_1"
            ),
        ]
        indexes = [models.Index(fields=["title", "-published_at"], name="review_by_title_and_date")]

    def __str__(self) -> str:
        return f"{self.author or 'Anonymous'} on {self.title}"

    def get_absolute_url(self) -> str:
        """Return the title's reviews page with this review only."""
        return f"{reverse('reviews:list', args=[self.title.slug])}?review={self.pk}"

    @property
    def text(self) -> str:
        """Return what an engine reads: the headline on a line of its own, then the body."""
        return f"{self.headline}\n{self.body}" if self.headline else self.body

    @property
    def is_scored(self) -> bool:
        return self.compound is not None

    @property
    def is_unreadable(self) -> bool:
        """Tell whether an engine has looked at it and cannot read its language."""
        return bool(self.scored_by) and self.compound is None

    @property
    def language_name(self) -> str:
        """Return the language in English: "German"; its code where there is no name for it."""
        if self.language == UNDETERMINED:
            return "an unknown language"
        info = LANG_INFO.get(self.language, {})
        return str(info.get("name", self.language))

    @property
    def is_long(self) -> bool:
        return len(self.body) > LONG_CHARACTERS

    @property
    def is_sample(self) -> bool:
        return self.source == "sample"

    @property
    def source_name(self) -> str:
        return source_name(self.source)

    def forget_score(self) -> Self:
        """Mark the stored score as out of date, as after an edit; does not save."""
        self.compound, self.label, self.scored_by, self.scored_at = None, "", "", None
        self.sentence_scores, self.sketch, self.language = [], [], ""
        self.reading, self.tells_the_end = "", False
        return self
