"""What many titles share: genres, countries, languages, companies, keywords, collections."""

from typing import Any

from django.db import models

from catalog import names
from catalog.models.describing import DescribingModel
from catalog.models.naming import free_slug
from catalog.querysets import TitleQuerySet


class NamedModel(DescribingModel):
    """A fact that many titles share and that is known by its name."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=220, unique=True, allow_unicode=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Give a new row its slug, which then stays."""
        if not self.slug:
            self.slug = free_slug(type(self), names.slug(self.name))
        super().save(**options)


class Genre(NamedModel):
    """A genre in the catalogue's own vocabulary (``catalog.vocabulary.GENRES``)."""

    def described_titles(self) -> TitleQuerySet:
        """Return none: it would be half the catalogue. Genres are few: indexes compare them all."""
        return super().described_titles().none()


class Company(NamedModel):
    """A production company or network."""

    class Meta(NamedModel.Meta):
        verbose_name_plural = "companies"


class Keyword(NamedModel):
    """A theme of the plot, in lower case: ``time travel``."""


class Collection(NamedModel):
    """A franchise: titles that belong together, such as *The Matrix Collection*."""


class CodedModel(models.Model):
    """A country or language, known by its ISO code."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=100)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Country(CodedModel):
    """A country, ``code`` in ISO 3166-1 alpha-2, upper case."""

    class Meta(CodedModel.Meta):
        verbose_name_plural = "countries"


class Language(CodedModel):
    """A language, ``code`` in ISO 639-1, lower case."""
