"""Genres, countries and languages over the API.

Deleting one that titles use is refused: it would change them all without a word. Languages are
the world's and can only be read.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router

from catalog.api.auth import STAFF
from catalog.api.errors import ConflictError
from catalog.api.inputs import CountryIn, CountryPatch, GenreIn, GenrePatch
from catalog.api.schemas import CodedOut, NamedOut
from catalog.api.types import CountryPath, LanguagePath, SlugPath
from catalog.api.writing import save
from catalog.models import Country, Genre, Language

genres = Router(tags=["genres"])
countries = Router(tags=["countries"])
languages = Router(tags=["languages"])


@genres.get("", response=list[NamedOut])
def list_genres(request: HttpRequest) -> Any:
    """List all genres by name."""
    return Genre.objects.all()


@genres.get("/{slug}", response=NamedOut)
def get_genre(request: HttpRequest, slug: SlugPath) -> Genre:
    """Return a genre."""
    return get_object_or_404(Genre, slug=slug)


@genres.post("", response={201: NamedOut}, auth=STAFF)
def create_genre(request: HttpRequest, response: HttpResponse, payload: GenreIn) -> Genre:
    """Create a genre."""
    genre = Genre()
    refuse_twin(genre, payload.name)
    save(genre, payload.dict(exclude_none=True))
    response["Location"] = reverse("api:get_genre", args=[genre.slug])
    return genre


@genres.patch("/{slug}", response=NamedOut, auth=STAFF)
def update_genre(request: HttpRequest, slug: SlugPath, payload: GenrePatch) -> Genre:
    """Give a genre another name; its slug stays."""
    genre = get_object_or_404(Genre, slug=slug)
    refuse_twin(genre, payload.name)
    save(genre, payload.dict())
    return genre


@genres.delete("/{slug}", response={204: None}, auth=STAFF)
def delete_genre(request: HttpRequest, slug: SlugPath) -> None:
    """Delete a genre that no title has; 409 otherwise."""
    delete_unused(Genre.objects.all(), slug=slug)


@countries.get("", response=list[CodedOut])
def list_countries(request: HttpRequest) -> Any:
    """List all countries by name."""
    return Country.objects.all()


@countries.get("/{code}", response=CodedOut)
def get_country(request: HttpRequest, code: CountryPath) -> Country:
    """Return a country."""
    return get_object_or_404(Country, code=code)


@countries.post("", response={201: CodedOut}, auth=STAFF)
def create_country(request: HttpRequest, response: HttpResponse, payload: CountryIn) -> Country:
    """Create a country."""
    country = Country()
    refuse_twin(country, payload.name)
    save(country, payload.dict())
    response["Location"] = reverse("api:get_country", args=[country.code])
    return country


@countries.patch("/{code}", response=CodedOut, auth=STAFF)
def update_country(request: HttpRequest, code: CountryPath, payload: CountryPatch) -> Country:
    """Give a country another name."""
    country = get_object_or_404(Country, code=code)
    refuse_twin(country, payload.name)
    save(country, payload.dict())
    return country


@countries.delete("/{code}", response={204: None}, auth=STAFF)
def delete_country(request: HttpRequest, code: CountryPath) -> None:
    """Delete a country that no title has; 409 otherwise."""
    delete_unused(Country.objects.all(), code=code)


@languages.get("", response=list[CodedOut])
def list_languages(request: HttpRequest) -> Any:
    """List all languages by name."""
    return Language.objects.all()


@languages.get("/{code}", response=CodedOut)
def get_language(request: HttpRequest, code: LanguagePath) -> Language:
    """Return a language."""
    return get_object_or_404(Language, code=code)


def refuse_twin(row: Genre | Country, name: str) -> None:
    """Raise ConflictError if another row has the name in whatever case."""
    others = type(row)._default_manager.filter(name__iexact=name).exclude(pk=row.pk)
    if twin := others.first():
        raise ConflictError("Another row has the same name.", {"name": f"{twin} exists."})


@transaction.atomic
def delete_unused(rows: QuerySet[Genre] | QuerySet[Country], **key: str) -> None:
    """Delete the row with this key; raise Http404, and ConflictError if titles use it."""
    # Locked, no title can take it between the look and the deletion.
    row: Any = get_object_or_404(rows.select_for_update(), **key)
    if row.titles.exists():
        raise ConflictError(f"{row.name} is in use: take it from its titles first.")
    row.delete()
