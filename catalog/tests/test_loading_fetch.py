"""Reading rows by many values."""

import pytest

from catalog.loading import bulk
from catalog.models import Person
from catalog.tests.factories import make_person


@pytest.mark.django_db
def test_fetch_reads_all_values_in_batches(monkeypatch, django_assert_num_queries):
    people = [make_person(f"Person {n}") for n in range(5)]
    monkeypatch.setattr(bulk, "VALUES_PER_QUERY", 2)

    with django_assert_num_queries(3):
        found = list(bulk.fetch(Person.objects.all(), "pk", [person.pk for person in people]))

    assert sorted(person.pk for person in found) == [person.pk for person in people]
