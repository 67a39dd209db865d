"""What the API accepts for the rows of the catalogue. A field left out of a PATCH stays."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from catalog.api import types as t
from catalog.models import Credit, Title


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def unset() -> Any:
    """Return the default of a field that may be left out but not be null."""
    return Field(None, json_schema_extra=_without_default)


class Input(Schema):
    """A request's body: a misspelt field is an error, not ignored."""

    model_config = ConfigDict(extra="forbid")


class GenreIn(Input):
    """A new genre; without a slug it gets one made from the name."""

    name: t.Name200
    slug: t.NewSlug | None = None


class CountryIn(Input):
    """A new country."""

    code: t.CountryCode
    name: t.Name100


class GenrePatch(Input):
    """A genre's other name; its slug stays."""

    name: t.Name200


class CountryPatch(Input):
    """A country's other name."""

    name: t.Name100


class TitleFacts(Input):
    """What may be said about a title beside its name and kind."""

    original_name: t.Line300 = ""
    imdb_id: t.TitleImdbId | None = None
    tmdb_id: t.TmdbId | None = None
    status: Title.Status = Title.Status.RELEASED
    is_adult: t.Flag = Field(False, description="Adult titles are kept, and shown to nobody")
    start_year: t.Year | None = None
    end_year: t.Year | None = None
    release_date: t.Day | None = None
    runtime_minutes: t.Minutes | None = None
    seasons: t.Seasons | None = None
    certification: t.Line12 = ""
    overview: t.Overview = ""
    tagline: t.Line500 = ""
    homepage: t.Homepage = ""
    poster_path: t.Line120 = ""
    budget: t.Dollars | None = None
    revenue: t.Dollars | None = None
    popularity: t.Number | None = None
    original_language: t.LanguageCode | None = Field(None, description="A code that exists")
    genres: list[t.Slug] = Field([], max_length=30, description="Slugs of genres that exist")
    countries: list[t.CountryCode] = Field([], max_length=60, description="Codes that exist")
    spoken_languages: list[t.LanguageCode] = Field(
        [], max_length=60, description="Codes that exist"
    )
    companies: list[t.Name200] = Field([], max_length=60, description="Names; new ones are added")
    keywords: list[t.Name200] = Field([], max_length=200, description="Names; new ones are added")
    other_names: list[t.Name300] = Field([], max_length=100, description="Further names of it")
    collection: t.Name200 | None = Field(None, description="A name; a new one is added")


class TitleIn(TitleFacts):
    """A new title; without a slug it gets one made from its name and year."""

    kind: Title.Kind
    name: t.Name300
    slug: t.NewSlug | None = None


class TitlePatch(TitleFacts):
    """What is to change about a title; a list replaces the old one. Its slug stays."""

    kind: Title.Kind = unset()
    name: t.Name300 = unset()


class PersonFacts(Input):
    """Ids of a person elsewhere."""

    imdb_id: t.PersonImdbId | None = None
    tmdb_id: t.TmdbId | None = None


class PersonIn(PersonFacts):
    """A new person; without a slug they get one made from the name. Namesakes are two people."""

    name: t.Name200
    slug: t.NewSlug | None = None


class PersonPatch(PersonFacts):
    """What is to change about a person. Their slug stays."""

    name: t.Name200 = unset()


class CreditIn(Input):
    """Link a person, by slug, to the title."""

    person: t.Slug
    category: Credit.Category
    job: t.Line100 = ""
    character: t.Line500 = ""
    ordering: t.Ordering = 0
