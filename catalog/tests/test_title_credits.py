"""Who made a title, grouped as its page shows it."""

import pytest

from catalog.models import Title
from catalog.tests.factories import make_credit, make_title
from catalog.title_credits import title_credits

pytestmark = pytest.mark.django_db


def test_a_movie_is_directed(django_assert_num_queries):
    title = make_title("Heat", directors=["Michael Mann"])
    with django_assert_num_queries(1):
        made = title_credits(title)
    assert made.makers_label == "Directed by"
    assert [person.name for person in made.makers] == ["Michael Mann"]


def test_a_show_is_created_even_where_directors_are_known():
    title = make_title(
        "Fargo", kind=Title.Kind.SHOW, creators=["Noah Hawley"], directors=["Adam Bernstein"]
    )
    made = title_credits(title)
    assert made.makers_label == "Created by"
    assert [person.name for person in made.makers] == ["Noah Hawley"]


def test_the_cast_is_in_order_of_billing_with_characters():
    title = make_title("Heat")
    make_credit(title, "Robert De Niro", "actor", character="Neil McCauley", ordering=1)
    make_credit(title, "Al Pacino", "actor", character="Vincent Hanna", ordering=0)
    cast = [(member.person.name, member.parts) for member in title_credits(title).cast]
    assert cast == [("Al Pacino", ["Vincent Hanna"]), ("Robert De Niro", ["Neil McCauley"])]


def test_several_jobs_of_one_person_are_one_contribution():
    title = make_title("Alien")
    for job in ("Screenplay", "Story"):
        make_credit(title, "Dan O'Bannon", "writer", job=job)
    (writers,) = title_credits(title).crew
    assert [contribution.parts for contribution in writers.contributions] == [
        ["Screenplay", "Story"]
    ]


def test_a_title_without_credits_has_empty_groups():
    made = title_credits(make_title())
    assert (made.makers, made.cast, made.crew) == ([], [], [])
