"""What readings of reviews leave behind: mentions of aspects, and what they come to by title.

Mentions are rows of their own, as a page asks for "the sentences about the acting of this film,
best first", and one index answers that; what a page shows of all of them is summed up beforehand.
"""

from django.db import models

from catalog.models import Title

ASPECT_LENGTH = 12


class AspectMention(models.Model):
    """One sentence of one review about one aspect: ``review.text[start:end]``."""

    title = models.ForeignKey(Title, models.CASCADE, db_index=False, related_name="+")
    review = models.ForeignKey("reviews.Review", models.CASCADE, related_name="mentions")
    aspect = models.CharField(max_length=ASPECT_LENGTH)
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    #: What the sentence says of the aspect, -1 to 1; not how all of it feels.
    compound = models.FloatField()
    #: How all of the sentence feels to the engine.
    sentence_compound = models.FloatField()
    #: Not to be quoted: it may be a spoiler, or its source marks all of the review as one.
    is_masked = models.BooleanField("likely a spoiler", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["title", "aspect", "compound"], name="mention_by_title_and_aspect")
        ]

    def __str__(self) -> str:
        return f"{self.aspect} in review {self.review_id}"


class AspectScore(models.Model):
    """What the reviewers of one title say of one aspect. See ``reviews.aspect_scores``."""

    title = models.ForeignKey(Title, models.CASCADE, db_index=False, related_name="aspect_scores")
    aspect = models.CharField(max_length=ASPECT_LENGTH)
    #: Reviews that praise or blame it, and how many sentences they take for it.
    n = models.PositiveIntegerField()
    sentences = models.PositiveIntegerField()
    #: Reviews that do more of the one; those that do as much of both are in neither.
    praised = models.PositiveIntegerField()
    blamed = models.PositiveIntegerField()
    #: Share of praise, 0 to 1, each review counting once, and its 95 % interval.
    value = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    #: [[review, start, end, compound], …] that may stand for it, most telling first.
    praise_quotes = models.JSONField(default=list)
    blame_quotes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["title", "aspect"], name="one_score_per_title_and_aspect"
            ),
            models.CheckConstraint(
                condition=models.Q(low__gte=0, high__lte=1), name="aspect_share_within_0_and_1"
            ),
        ]
        indexes = [models.Index(fields=["aspect"], name="aspect_score_by_aspect")]

    def __str__(self) -> str:
        return f"{self.aspect} of {self.title_id}"


class AspectBaseline(models.Model):
    """The average title: what is said of an aspect where nothing is known of the title."""

    aspect = models.CharField(max_length=ASPECT_LENGTH, unique=True)
    value = models.FloatField()
    #: Titles and reviews that it is made of.
    titles = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.aspect}: {self.value:.2f}"


class TitlePulse(models.Model):
    """What is summed up of a title's reviews beside its aspects."""

    title = models.OneToOneField(Title, models.CASCADE, primary_key=True, related_name="pulse")
    #: Something has changed since it was summed up.
    is_stale = models.BooleanField(default=True)
    #: Another number for each change: who sums up sees whether there was one meanwhile.
    mark = models.PositiveIntegerField(default=0)
    #: What is in the middle of all: what most say, also where opinion is divided.
    median_compound = models.FloatField(null=True, blank=True)
    median_rating = models.FloatField(null=True, blank=True)
    #: [[review, start, end, compound, aspect], …]: one for the film, one against.
    quotes = models.JSONField(default=list)
    #: What looks organised, as ``reviews.anomalies`` tells it.
    anomalies = models.JSONField(default=list)
    summed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["title"], condition=models.Q(is_stale=True), name="pulse_that_is_stale"
            )
        ]

    def __str__(self) -> str:
        return f"pulse of {self.title_id}"
