"""Titles: movies and shows, their ids elsewhere, and how the world rates them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.models.vocabulary import Collection, Company, Country, Genre, Keyword, Language
from catalog.querysets import TitleQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from catalog.models.people import Credit


class Title(models.Model):
    """A movie or a show. Never identified by its text: namesakes and remakes coexist."""

    class Kind(models.TextChoices):
        MOVIE = "movie", "Movie"
        SHOW = "show", "Show"

    class Status(models.TextChoices):
        RELEASED = "released", "Released"
        POST_PRODUCTION = "post_production", "Post production"
        IN_PRODUCTION = "in_production", "In production"
        PLANNED = "planned", "Planned"
        RUMORED = "rumored", "Rumored"
        CANCELED = "canceled", "Canceled"

    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(max_length=300)
    original_name = models.CharField(max_length=300, blank=True)
    name_key = models.CharField(max_length=300, editable=False)
    slug = models.SlugField(max_length=320, unique=True, allow_unicode=True)
    imdb_id = models.CharField("IMDb id", max_length=12, unique=True, null=True, blank=True)
    tmdb_id = models.PositiveIntegerField("TMDB id", null=True, blank=True)
    status = models.CharField(max_length=15, choices=Status, default=Status.RELEASED)
    is_adult = models.BooleanField("adult", default=False)

    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(null=True, blank=True)
    release_date = models.DateField(null=True, blank=True)
    runtime_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    seasons = models.PositiveSmallIntegerField(null=True, blank=True)
    certification = models.CharField(max_length=12, blank=True)
    overview = models.TextField(blank=True)
    tagline = models.CharField(max_length=500, blank=True)
    homepage = models.URLField(max_length=500, blank=True)
    poster_path = models.CharField(max_length=120, blank=True)
    budget = models.BigIntegerField("budget (USD)", null=True, blank=True)
    revenue = models.BigIntegerField("revenue (USD)", null=True, blank=True)
    popularity = models.FloatField(null=True, blank=True)

    original_language = models.ForeignKey(
        Language, models.PROTECT, null=True, blank=True, related_name="titles"
    )
    collection = models.ForeignKey(
        Collection, models.SET_NULL, null=True, blank=True, related_name="titles"
    )
    genres = models.ManyToManyField(Genre, related_name="titles", blank=True)
    countries = models.ManyToManyField(Country, related_name="titles", blank=True)
    spoken_languages = models.ManyToManyField(Language, related_name="spoken_in", blank=True)
    companies = models.ManyToManyField(Company, related_name="titles", blank=True)
    keywords = models.ManyToManyField(Keyword, related_name="titles", blank=True)

    average_rating = models.FloatField(null=True, blank=True, editable=False)
    num_votes = models.PositiveIntegerField(default=0, editable=False)
    weighted_rating = models.FloatField(null=True, blank=True, editable=False)

    #: Which file each fact came from: {"*": first file's pk, "runtime_minutes": another's}.
    provenance = models.JSONField(default=dict, blank=True, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TitleQuerySet.as_manager()

    if TYPE_CHECKING:
        credits: RelatedManager[Credit]
        ratings: RelatedManager[AggregateRating]
        identifiers: RelatedManager[TitleIdentifier]

    class Meta:
        ordering = ["-weighted_rating", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "tmdb_id"], name="title_tmdb_id_per_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=["movie", "show"]), name="title_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(start_year__range=(MIN_YEAR, MAX_YEAR)),
                name="title_start_year_1870_2100",
            ),
            models.CheckConstraint(
                condition=Q(end_year__range=(MIN_YEAR, MAX_YEAR)), name="title_end_year_1870_2100"
            ),
            models.CheckConstraint(
                condition=Q(runtime_minutes__gt=0), name="title_runtime_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(average_rating__range=(0, 10)), name="title_average_rating_0_10"
            ),
            models.CheckConstraint(
                condition=Q(weighted_rating__range=(0, 10)), name="title_weighted_rating_0_10"
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "start_year"], name="title_name_key_year"),
            models.Index(fields=["-weighted_rating", "id"], name="title_by_weighted_rating"),
            models.Index(fields=["-num_votes", "id"], name="title_by_votes"),
            models.Index(fields=["-start_year", "id"], name="title_by_year"),
            models.Index(fields=["-added_at", "id"], name="title_by_added"),
            models.Index(fields=["tmdb_id"], name="title_tmdb_id"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.years})" if self.years else self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:title", args=[self.slug])

    @property
    def years(self) -> str:
        """Return "1999" for a movie, "2008-2013" or "2019-" for a show, "" if unknown."""
        if not self.start_year:
            return ""
        if self.kind == self.Kind.MOVIE or self.end_year == self.start_year:
            return str(self.start_year)
        return f"{self.start_year}–{self.end_year or ''}"

    @property
    def poster_url(self) -> str:
        """Return the address of the poster image, or "" when posters are off or unknown."""
        if not (self.poster_path and settings.POSTER_BASE_URL):
            return ""
        return f"{settings.POSTER_BASE_URL}{self.poster_path}"

    @property
    def is_released(self) -> bool:
        return self.status == self.Status.RELEASED


class TitleIdentifier(models.Model):
    """A title's id in a source other than IMDb and TMDB, such as MovieLens."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="identifiers")
    source = models.CharField(max_length=30)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "value"], name="title_identifier_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"


class AggregateRating(models.Model):
    """How one source rates a title: the mean of ``votes`` ratings on a scale of 0 to 10."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="ratings")
    source = models.CharField(max_length=30)
    average = models.FloatField()
    votes = models.PositiveIntegerField(null=True, blank=True)
    file = models.ForeignKey(
        "SourceFile", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["source"]
        constraints = [
            models.UniqueConstraint(fields=["title", "source"], name="rating_per_title_and_source"),
            models.CheckConstraint(condition=Q(average__range=(0, 10)), name="rating_average_0_10"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.average:.1f}"
