"""A person's works: grouped, sorted, and with whom."""

import pytest

from catalog.filmography import (
    SORTS,
    Collaborator,
    best_rated,
    collaborators,
    credits_of,
    filmography,
)
from catalog.models import Person
from catalog.tests.factories import make_person, make_title

pytestmark = pytest.mark.django_db


@pytest.fixture
def mann() -> Person:
    """Create a director of three films, who wrote one of them."""
    mann = make_person("Michael Mann")
    make_title("Thief", start_year=1981, directors=[mann], weighted_rating=7.3)
    make_title(
        "Heat", start_year=1995, directors=[mann], writers=[mann], cast=["Al Pacino", "Val Kilmer"]
    )
    make_title(
        "The Insider", start_year=1999, directors=[mann], cast=["Al Pacino"], weighted_rating=7.8
    )
    return mann


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("year", ["The Insider", "Heat", "Thief"]),
        ("rating", ["The Insider", "Thief", "Heat"]),
        ("name", ["Heat", "The Insider", "Thief"]),
    ],
)
def test_works_are_sorted(mann, sort, names):
    section = filmography(credits_of(mann), SORTS[sort])[0]
    assert [work.title.name for work in section.works] == names


def test_the_largest_category_comes_first(mann):
    sections = filmography(credits_of(mann), SORTS["year"])
    assert [(section.label, len(section.works)) for section in sections] == [
        ("Director", 3),
        ("Writer", 1),
    ]


def test_best_rated_leaves_out_what_nobody_rated(mann):
    assert [title.name for title in best_rated(credits_of(mann))] == ["The Insider", "Thief"]


def test_collaborators_made_two_titles_together(mann, django_assert_num_queries):
    credited = credits_of(mann)
    with django_assert_num_queries(1):
        found = collaborators(mann, credited)
    assert found == [Collaborator("Al Pacino", "al-pacino", 2)]


def test_adult_titles_count_nowhere(mann):
    make_title("Hidden", directors=[mann], cast=["Val Kilmer"], is_adult=True)
    assert "Hidden" not in [credit.title.name for credit in credits_of(mann)]
    assert [other.name for other in collaborators(mann, credits_of(mann))] == ["Al Pacino"]
