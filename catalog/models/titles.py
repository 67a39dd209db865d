"""Titles: movies and shows, their ids elsewhere, and how the world rates them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from catalog import names
from catalog.canonical import FACTS, LISTS, MAX_YEAR, MIN_YEAR
from catalog.models.naming import free_slug, name_key_for, with_name_key
from catalog.models.vocabulary import Collection, Company, Country, Genre, Keyword, Language
from catalog.page_address import page_address
from catalog.querysets import BY_RATING, BY_YEAR, TitleQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from catalog.models.alternative_names import AlternativeName
    from catalog.models.people import Credit


TITLE_IMDB_ID = RegexValidator(r"\Att[0-9]{7,10}\Z", "An IMDb id looks like tt0133093.")


class Title(models.Model):
    """A movie or a show. Never identified by its text: namesakes and remakes coexist."""

    EDITED = -1

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
    imdb_id = models.CharField(
        "IMDb id", max_length=12, unique=True, null=True, blank=True, validators=[TITLE_IMDB_ID]
    )
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
    budget = models.BigIntegerField(
        "budget (USD)", null=True, blank=True, validators=[MinValueValidator(0)]
    )
    revenue = models.BigIntegerField(
        "revenue (USD)", null=True, blank=True, validators=[MinValueValidator(0)]
    )
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

    #: Which file each fact came from: {"*": first file's pk, "runtime_minutes": another's}; EDITED
    #: for what a person changed, which no file overrides.
    provenance = models.JSONField(default=dict, blank=True, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TitleQuerySet.as_manager()

    if TYPE_CHECKING:
        alternative_names: RelatedManager[AlternativeName]
        credits: RelatedManager[Credit]
        ratings: RelatedManager[AggregateRating]
        identifiers: RelatedManager[TitleIdentifier]

    class Meta:
        ordering = [BY_RATING, "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "tmdb_id"], name="title_tmdb_id_per_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=["movie", "show"]), name="title_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(start_year__range=(MIN_YEAR, MAX_YEAR)),
                name="title_start_year_1870_2100",
                violation_error_message=f"The start year is from {MIN_YEAR} to {MAX_YEAR}.",
            ),
            models.CheckConstraint(
                condition=Q(end_year__range=(MIN_YEAR, MAX_YEAR)),
                name="title_end_year_1870_2100",
                violation_error_message=f"The end year is from {MIN_YEAR} to {MAX_YEAR}.",
            ),
            models.CheckConstraint(
                condition=Q(runtime_minutes__gt=0),
                name="title_runtime_is_positive",
                violation_error_message="The runtime is at least 1 minute.",
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
            # For beginnings of names, which PostgreSQL looks up so in any locale but C.
            models.Index(
                fields=["name_key"], opclasses=["varchar_pattern_ops"], name="title_name_beginning"
            ),
            models.Index(BY_RATING, "id", name="title_by_weighted_rating"),
            models.Index(fields=["-num_votes", "id"], name="title_by_votes"),
            models.Index(BY_YEAR, "id", name="title_by_year"),
            # Oldest and shortest first; decades of the admin as well.
            models.Index(fields=["start_year", "id"], name="title_by_start"),
            models.Index(fields=["runtime_minutes", "id"], name="title_by_runtime"),
            # For the few that are not released; among a million it took 2 s to find them.
            models.Index(fields=["status"], name="title_by_status"),
            models.Index(fields=["-added_at", "-id"], name="title_by_added"),
            # What has changed since an index was built is asked for with every question.
            models.Index(fields=["-updated_at"], name="title_by_updated"),
            # Everything that facets count, so that counting reads no row: 60 ms, not 240, at 1M.
            models.Index(
                fields=[
                    "is_adult",
                    "kind",
                    "original_language",
                    "certification",
                    "start_year",
                    "id",
                ],
                name="title_facets",
            ),
            models.Index(fields=["tmdb_id"], name="title_tmdb_id"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.years})" if self.years else self.name

    def save(self, **options: Any) -> None:
        """Keep ``name_key`` in step with the name; give a new title its slug, which then stays."""
        self.name_key = name_key_for(self, self.name)
        if not self.slug:
            self.slug = free_slug(Title, names.slug(self.name, self.start_year))
        super().save(**with_name_key(options))

    def get_absolute_url(self) -> str:
        return page_address("catalog:title", self.slug)

    def clean(self) -> None:
        """Refuse an end before the start: for what people enter; files are checked as they load."""
        if self.start_year and self.end_year and self.end_year < self.start_year:
            raise ValidationError({"end_year": f"It began in {self.start_year}."})

    def mark_edited(self, facts: Iterable[str]) -> None:
        """Record that a person set these facts, so that no load changes them; does not save."""
        names = {column.name for column in (*FACTS, *LISTS)}
        self.provenance |= {fact: self.EDITED for fact in facts if fact in names}

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
    """A title's id in another source, such as MovieLens.

    A second IMDb or TMDB id of a title is one too, of source imdb, tmdb-movie or tmdb-show.
    """

    title = models.ForeignKey(Title, models.CASCADE, related_name="identifiers")
    source = models.CharField(max_length=30)
    value = models.CharField(max_length=120)

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
