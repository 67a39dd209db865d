"""What one person did: filmography by category, best rated titles, frequent companions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from catalog.models import Credit, Person, Title

#: A longer career than any real one: keeps a page of a wrongly merged person bounded.
MOST_CREDITS = 1000
BEST_TITLES = 6
COLLABORATORS = 12


@dataclass
class Work:
    """One title in a filmography, and the person's parts in it."""

    title: Title
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FilmographySection:
    """The works of one category."""

    label: str
    works: list[Work]


@dataclass(frozen=True)
class Collaborator:
    """Somebody who made so many titles together with a person."""

    name: str
    slug: str
    titles: int


@dataclass(frozen=True)
class Sort:
    """A way to sort a filmography; ties end in the name."""

    label: str
    key: Callable[[Title], tuple[Any, ...]]


SORTS = {
    "year": Sort("Newest", lambda title: (-(title.start_year or 0), title.name_key)),
    "rating": Sort("Best rated", lambda title: (-(title.weighted_rating or 0), title.name_key)),
    "name": Sort("Name", lambda title: (title.name_key, title.start_year or 0)),
}


def credits_of(person: Person) -> list[Credit]:
    """Return the person's credits in titles that may be shown, with what cards need: 2 queries."""
    visible = person.credits.filter(title__in=Title.objects.visible())
    return list(
        visible.select_related("title")
        .defer("title__overview", "title__provenance", "title__homepage", "title__tagline")
        .prefetch_related("title__genres")[:MOST_CREDITS]
    )


def filmography(credited: Sequence[Credit], sort: Sort) -> list[FilmographySection]:
    """Group credits by category, the one with the most works first."""
    sections = []
    for category in Credit.Category:
        works: dict[int, Work] = {}
        for credit in credited:
            if credit.category == category:
                work = works.setdefault(credit.title_id, Work(credit.title))
                part = credit.character or credit.job
                work.parts.extend([part] if part and part not in work.parts else [])
        if works:
            ordered = sorted(works.values(), key=lambda work: sort.key(work.title))
            sections.append(FilmographySection(category.label, ordered))
    return sorted(sections, key=lambda section: -len(section.works))


def best_rated(credited: Sequence[Credit]) -> list[Title]:
    """Return the best titles among the credits; titles nobody rated are left out."""
    titles = {credit.title_id: credit.title for credit in credited}
    rated = [title for title in titles.values() if title.weighted_rating is not None]
    return sorted(rated, key=SORTS["rating"].key)[:BEST_TITLES]


def collaborators(person: Person, credited: Sequence[Credit]) -> list[Collaborator]:
    """Return who made at least two of the titles of ``credited``, most titles first: 1 query.

    The titles by their ids: as a subquery PostgreSQL, while it knows nothing of a table that was
    just filled, may compare every credit with every title.
    """
    shared = sorted({credit.title_id for credit in credited})
    together = Credit.objects.filter(title__in=shared).exclude(person=person)
    counted = together.values_list("person__name", "person__slug").annotate(
        titles=Count("title", distinct=True)
    )
    most = counted.filter(titles__gt=1).order_by("-titles", "person__name", "person__slug")
    return [Collaborator(*row) for row in most[:COLLABORATORS]]
