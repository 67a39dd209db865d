"""Conflicts between files: recorded, settled by themselves or decided by an analyst."""

import pytest
from django.core.exceptions import ValidationError

from catalog.models import FactConflict, Title
from catalog.tests.factories import make_title
from catalog.tests.sound_catalog import make_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def heat() -> Title:
    return make_title("Heat", start_year=1995, runtime_minutes=170)


def record(title: Title, fact: str, value: str | int) -> FactConflict:
    file = make_file()
    FactConflict.objects.record([FactConflict.of(title.pk, fact, file.pk, value)])
    return FactConflict.objects.get(file=file)


def state_of(conflict: FactConflict) -> str:
    return FactConflict.objects.with_state().get(pk=conflict.pk).state


def difference_of(conflict: FactConflict) -> str:
    return FactConflict.objects.with_difference().get(pk=conflict.pk).difference


def test_what_a_file_says_is_recorded_once(heat):
    file = make_file()
    for years in ([1994, 1996], [1997]):
        rows = [FactConflict.of(heat.pk, "start_year", file.pk, year) for year in years]
        assert FactConflict.objects.record(rows) == 1
    assert FactConflict.objects.get().value == "1997"


def test_a_name_is_recorded_with_its_key(heat):
    conflict = record(heat, "name", f"The {'ß' * 300}")
    assert (len(conflict.value), len(conflict.value_key)) == (300, 300)


def test_a_year_that_is_no_number_is_refused(heat):
    with pytest.raises(ValueError, match="unknown"):
        FactConflict.of(heat.pk, "start_year", 1, "unknown")


@pytest.mark.parametrize(
    ("fact", "value", "state"),
    [
        ("start_year", 1995, "settled"), ("start_year", 1996, "open"),
        ("runtime_minutes", 170, "settled"), ("runtime_minutes", 17, "open"),
        ("name", "Heat", "settled"), ("name", "HEAT", "open"),
    ],
)  # fmt: skip
def test_a_conflict_is_settled_when_the_title_says_the_same(heat, fact, value, state):
    conflict = record(heat, fact, value)
    assert state_of(conflict) == state
    assert FactConflict.objects.open().exists() is (state == "open")


def test_a_locked_fact_is_decided_and_others_are_not(heat):
    year, runtime = record(heat, "start_year", 1996), record(heat, "runtime_minutes", 171)
    heat.mark_edited(["start_year"])
    heat.save()
    assert (state_of(year), state_of(runtime)) == ("decided", "open")


def test_a_year_that_is_unknown_by_now_is_open(heat):
    conflict = record(heat, "start_year", 1996)
    Title.objects.update(start_year=None)
    assert (state_of(conflict), difference_of(conflict)) == ("open", "year-more")


@pytest.mark.parametrize(
    ("fact", "value", "difference"),
    [
        ("start_year", 1994, "year-1"), ("start_year", 1993, "year-more"),
        ("runtime_minutes", 175, "runtime-5"), ("runtime_minutes", 164, "runtime-more"),
        ("name", "The HEAT!", "name-spelling"), ("name", "Cold", "name-other"),
    ],
)  # fmt: skip
def test_conflicts_are_told_apart_by_how_far_they_are_apart(heat, fact, value, difference):
    assert difference_of(record(heat, fact, value)) == difference


@pytest.mark.parametrize(
    ("fact", "value", "taken"),
    [("start_year", "1996", 1996), ("runtime_minutes", "171", 171), ("name", "Heated", "Heated")],
)
def test_the_other_value_can_be_taken(heat, fact, value, taken):
    conflict = record(heat, fact, value)
    conflict.decide(take=True)
    heat.refresh_from_db()
    assert getattr(heat, fact) == taken
    assert heat.provenance == {fact: Title.EDITED}
    assert heat.name_key == heat.name.lower()


def test_what_the_title_has_can_be_kept(heat):
    conflict = record(heat, "start_year", 1996)
    conflict.decide(take=False)
    heat.refresh_from_db()
    assert (heat.start_year, heat.provenance) == (1995, {"start_year": Title.EDITED})
    assert state_of(conflict) == "decided"


def test_a_value_that_contradicts_the_title_is_refused():
    show = make_title("Fargo", kind="show", start_year=2014, end_year=2015)
    conflict = record(show, "start_year", 2016)
    with pytest.raises(ValidationError):
        conflict.decide(take=True)
    show.refresh_from_db()
    assert (show.start_year, show.provenance) == (2014, {})
