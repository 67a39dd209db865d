"""The people who made titles, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import RegexValidator
from django.db import models

from catalog import names
from catalog.models.describing import DescribingModel
from catalog.models.naming import free_slug, name_key_for, with_name_key
from catalog.models.titles import Title
from catalog.page_address import page_address
from catalog.querysets import PersonQuerySet, TitleQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


PERSON_IMDB_ID = RegexValidator(r"\Anm[0-9]{7,10}\Z", "An IMDb id looks like nm0000206.")


class Person(DescribingModel):
    """Somebody who worked on a title. Two people may share a name."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    slug = models.SlugField(max_length=220, unique=True, allow_unicode=True)
    imdb_id = models.CharField(
        "IMDb id", max_length=12, unique=True, null=True, blank=True, validators=[PERSON_IMDB_ID]
    )
    tmdb_id = models.PositiveIntegerField("TMDB id", unique=True, null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    if TYPE_CHECKING:
        credits: RelatedManager[Credit]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["name_key", "id"], name="person_by_name"),
            # For beginnings of names, which PostgreSQL looks up so in any locale but C.
            models.Index(
                fields=["name_key"], opclasses=["varchar_pattern_ops"], name="person_name_beginning"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keep ``name_key`` in step with the name; give a new person a slug, which then stays."""
        self.name_key = name_key_for(self, self.name)
        if not self.slug:
            self.slug = free_slug(Person, names.slug(self.name))
        super().save(**with_name_key(options))

    def get_absolute_url(self) -> str:
        return page_address("catalog:person", self.slug)

    def described_titles(self) -> TitleQuerySet:
        return Title.objects.filter(credits__person=self)


class PersonIdentifier(models.Model):
    """A person's id in a source other than IMDb and TMDB."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")
    source = models.CharField(max_length=30)
    value = models.CharField(max_length=220)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "value"], name="person_identifier_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"


class Credit(DescribingModel):
    """Who did what in a title (IMDb calls it a principal)."""

    class Category(models.TextChoices):
        DIRECTOR = "director", "Director"
        CREATOR = "creator", "Creator"
        WRITER = "writer", "Writer"
        ACTOR = "actor", "Cast"
        PRODUCER = "producer", "Producer"
        COMPOSER = "composer", "Composer"
        CINEMATOGRAPHER = "cinematographer", "Cinematographer"
        EDITOR = "editor", "Editor"
        CREW = "crew", "Crew"

    # Without indexes of their own: two that begin with them are below.
    title = models.ForeignKey(
        "catalog.Title", models.CASCADE, related_name="credits", db_index=False
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="credits", db_index=False)
    category = models.CharField(max_length=15, choices=Category)
    job = models.CharField(max_length=100, blank=True)
    character = models.CharField(max_length=500, blank=True)
    ordering = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "person", "category", "job"], name="credit_is_unique"
            )
        ]
        indexes = [models.Index(fields=["person", "category"], name="credit_person_category")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_category_display()})"

    def described_titles(self) -> TitleQuerySet:
        return Title.objects.filter(pk=self.title_id)
