"""What the search index is built from: read as columns, the same as name by name."""

from collections.abc import Iterable

import pytest

from catalog import search_names
from catalog.models import Person, Title
from catalog.search_index import Name
from catalog.search_names import person_names, title_names
from catalog.search_query import spellings
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db

NAMES = [
    ("The Godfather: Part II", ""),
    ("Spirited Away", "千と千尋の神隠し"),
    ("Amélie", "Le Fabuleux Destin d'Amélie Poulain"),
    ("M*A*S*H", "M*A*S*H"),
    ("Blå øjne", "THE Blå Øjne"),
    ("***", "II"),
    ("Seven  Samurai", "七人の侍"),
    ("Ocean's Eleven", "Ocean's Twelve"),
]


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch):
    """Read three rows at a time, so that there are several stretches."""
    monkeypatch.setattr(search_names, "STRETCH", 3)


def spelt(pk: int, year: int | None, popularity: int, *names: str) -> Iterable[Name]:
    keys = {key for name in names for key in spellings(name)} - {""}
    return (Name(pk, key, year, popularity) for key in keys)


def test_names_of_titles_are_those_of_each_title():
    for place, (name, original_name) in enumerate(NAMES):
        year = None if place == 2 else 1990 + place
        title = make_title(name, original_name=original_name, start_year=year, num_votes=place)
        for other in ("Padrino, el - parte II", "Пять")[: place % 3]:
            title.alternative_names.create(name=other)
    make_title("Nobody's Business", is_adult=True).alternative_names.create(name="Niemand")

    expected = {
        name
        for title in Title.objects.visible().prefetch_related("alternative_names")
        for name in spelt(
            title.pk,
            title.start_year,
            title.num_votes,
            title.name,
            title.original_name,
            *map(str, title.alternative_names.all()),
        )
    }
    assert {Name(*row) for row in title_names().iter_rows()} == expected


def test_names_of_people_are_those_of_each_person_with_a_visible_title():
    make_title("Small", num_votes=900, cast=["Sam Moss", "Ii Ito"], writers=["Sam Moss"])
    make_title("Large", num_votes=1_000, cast=["Sam Moss", "Ana Ruiz", "Bo Ek"])
    make_title("Hidden", num_votes=5_000, is_adult=True, cast=["Ana Ruiz", "Zoe Adult"])
    Person.objects.create(name="Nobody Yet", slug="nobody")

    popularity = {"Sam Moss": 1_000, "Ana Ruiz": 1_000, "Bo Ek": 1_000, "Ii Ito": 900}
    expected = {
        name
        for person in Person.objects.filter(name__in=popularity)
        for name in spelt(person.pk, None, popularity[person.name], person.name)
    }
    assert {Name(*row) for row in person_names().iter_rows()} == expected


def test_an_empty_catalogue_has_no_names():
    assert title_names().is_empty()
    assert person_names().is_empty()
