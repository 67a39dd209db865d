"""Builders of catalogue rows for tests: ``make_title("Alien", genres=["Horror"])``.

Everything has a sensible default; what a test names is what it is about.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from catalog import names
from catalog.models import (
    Collection,
    Company,
    Country,
    Credit,
    Genre,
    Keyword,
    Language,
    Person,
    Title,
)

CATEGORIES = {
    "directors": Credit.Category.DIRECTOR,
    "creators": Credit.Category.CREATOR,
    "writers": Credit.Category.WRITER,
    "cast": Credit.Category.ACTOR,
}


@transaction.atomic
def make_title(
    name: str = "The Matrix",
    *,
    kind: str = Title.Kind.MOVIE,
    start_year: int | None = 1999,
    genres: Sequence[str] = (),
    keywords: Sequence[str] = (),
    companies: Sequence[str] = (),
    countries: Sequence[str] = (),
    language: str = "",
    collection: str = "",
    **facts: Any,
) -> Title:
    """Create a title; ``directors``, ``creators``, ``writers`` and ``cast`` are names or people.

    ``ratings`` maps a source to (average, votes). Any other keyword is a field of ``Title``.
    As with all that writes titles, others see all of it or nothing: its lists do not stamp it as
    changed, so who saw it without them would not look again.
    """
    ratings = facts.pop("ratings", {})
    people = {category: facts.pop(category, ()) for category in CATEGORIES}
    title = Title.objects.create(
        name=name,
        kind=kind,
        start_year=start_year,
        name_key=names.name_key(name),
        slug=facts.pop("slug", None) or free_slug(Title, names.slug(name, start_year)),
        original_language=make_language(language) if language else None,
        collection=named(Collection, collection) if collection else None,
        **facts,
    )
    title.genres.set([named(Genre, genre) for genre in genres])
    title.keywords.set([named(Keyword, keyword) for keyword in keywords])
    title.companies.set([named(Company, company) for company in companies])
    title.countries.set([make_country(code) for code in countries])
    for category, credited in people.items():
        for ordering, person in enumerate(credited):
            make_credit(title, person, CATEGORIES[category], ordering=ordering)
    for source, (average, votes) in ratings.items():
        title.ratings.create(source=source, average=average, votes=votes)
    return title


def make_person(name: str, **facts: Any) -> Person:
    """Create a person, always a new one: namesakes are two people."""
    slug = free_slug(Person, names.slug(name))
    return Person.objects.create(name=name, name_key=names.name_key(name), slug=slug, **facts)


def make_credit(title: Title, person: Person | str, category: str, **facts: Any) -> Credit:
    """Credit somebody; a name means the first person of that name, who is created if need be."""
    if isinstance(person, str):
        person = Person.objects.filter(name=person).first() or make_person(person)
    return Credit.objects.create(title=title, person=person, category=category, **facts)


def make_country(code: str, name: str = "") -> Country:
    return Country.objects.get_or_create(code=code, defaults={"name": name or code})[0]


def make_language(code: str, name: str = "") -> Language:
    return Language.objects.get_or_create(code=code, defaults={"name": name or code})[0]


def named(model: Any, name: str) -> Any:
    """Return the genre, keyword, company or collection of this name, created if need be."""
    known = model.objects.filter(name=name).first()
    return known or model.objects.create(name=name, slug=free_slug(model, names.slug(name)))


def free_slug(model: Any, slug: str) -> str:
    """Return ``slug``, or with a number behind it if another row has it."""
    taken = set(model.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = (slug if n == 1 else f"{slug}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)
