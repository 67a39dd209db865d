"""Free slugs and reading by many values."""

import polars as pl
import pytest

from catalog.loading import bulk
from catalog.loading.slugs import Slugs
from catalog.models import Person
from catalog.tests.factories import make_person


def take(slugs: Slugs, *stems: str) -> list[str]:
    return slugs.take(pl.Series(stems, dtype=pl.String)).to_list()


def test_free_slugs_are_the_stems_if_nobody_has_them():
    assert take(Slugs(), "ada", "bo") == ["ada", "bo"]


def test_free_slugs_count_on_within_a_batch_and_from_batch_to_batch():
    slugs = Slugs()

    assert take(slugs, "ada", "ada", "ada") == ["ada", "ada-2", "ada-3"]
    assert take(slugs, "ada", "bo") == ["ada-4", "bo"]


def test_free_slugs_pass_over_those_that_exist():
    slugs = Slugs()
    slugs.add(pl.Series(["ada", "ada-2", "ada-4"]))

    assert take(slugs, "ada", "ada") == ["ada-3", "ada-5"]


def test_free_slugs_pass_over_a_name_that_ends_in_a_number():
    assert take(Slugs(), "ada-2", "ada", "ada") == ["ada-2", "ada", "ada-3"]


@pytest.mark.django_db
def test_fetch_reads_all_values_in_batches(monkeypatch, django_assert_num_queries):
    people = [make_person(f"Person {n}") for n in range(5)]
    monkeypatch.setattr(bulk, "VALUES_PER_QUERY", 2)

    with django_assert_num_queries(3):
        found = list(bulk.fetch(Person.objects.all(), "pk", [person.pk for person in people]))

    assert sorted(person.pk for person in found) == [person.pk for person in people]
