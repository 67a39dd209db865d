"""Free slugs and reading by many values."""

import pytest

from catalog.loading import bulk
from catalog.models import Person
from catalog.tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_free_slugs_are_the_stems_if_nobody_has_them():
    assert bulk.free_slugs(Person, ["ada", "bo"]) == ["ada", "bo"]


def test_free_slugs_count_on_within_a_batch():
    assert bulk.free_slugs(Person, ["ada", "ada", "ada"]) == ["ada", "ada-2", "ada-3"]


def test_free_slugs_pass_over_those_that_exist():
    Person.objects.bulk_create(
        Person(name="Ada", name_key="ada", slug=slug) for slug in ("ada", "ada-2", "ada-4")
    )

    assert bulk.free_slugs(Person, ["ada", "ada"]) == ["ada-3", "ada-5"]


def test_free_slugs_pass_over_a_name_that_ends_in_a_number():
    assert bulk.free_slugs(Person, ["ada-2", "ada", "ada"]) == ["ada-2", "ada", "ada-3"]


def test_free_slugs_need_few_queries_for_many_namesakes(django_assert_max_num_queries):
    Person.objects.bulk_create(
        Person(name="Ada", name_key="ada", slug="ada" if n == 1 else f"ada-{n}")
        for n in range(1, 201)
    )

    with django_assert_max_num_queries(5):
        assert bulk.free_slugs(Person, ["ada"]) == ["ada-201"]


def test_fetch_reads_all_values_in_batches(monkeypatch, django_assert_num_queries):
    people = [make_person(f"Person {n}") for n in range(5)]
    monkeypatch.setattr(bulk, "VALUES_PER_QUERY", 2)

    with django_assert_num_queries(3):
        found = list(bulk.fetch(Person.objects.all(), "pk", [person.pk for person in people]))

    assert sorted(person.pk for person in found) == [person.pk for person in people]
