"""Which disagreements of files are recorded while they are loaded, and which are none."""

from collections.abc import Mapping

import pytest

from catalog.models import FactConflict, Title
from catalog.tests.loading_files import film

pytestmark = pytest.mark.django_db

KEEPER = {"imdb_id": "tt0000001"}
#: What ``low`` and ``high`` say of one title: a cell of ours, the fact, and both values.
DISAGREEMENTS = [
    ("name", "name", "The Lighthouse Keeper", "Leuchtturm"),
    ("year", "start_year", 1961, 1962),
    ("runtime", "runtime_minutes", 90, 95),
]
each_fact = pytest.mark.parametrize(("cell", "fact", "low", "high"), DISAGREEMENTS)
any_order = pytest.mark.parametrize("order", [("low", "high"), ("high", "low")])


def load_one_by_one(load, order, rows: Mapping[str, dict[str, object]]) -> None:
    for name in order:
        load(**{name: [rows[name]]})


def conflicts() -> list[tuple[str, str, str]]:
    """Return (fact, dataset, what it says) of all that is recorded."""
    return sorted(FactConflict.objects.values_list("fact", "file__dataset", "value"))


@any_order
@each_fact
def test_what_the_lower_dataset_says_otherwise_is_recorded(load, order, cell, fact, low, high):
    rows = {"low": film(**KEEPER) | {cell: low}, "high": film(**KEEPER) | {cell: high}}
    load_one_by_one(load, order, rows)

    assert getattr(Title.objects.get(), fact) == high
    assert conflicts() == [(fact, "low", str(low))]


@each_fact
def test_in_one_run_it_is_recorded_as_well(load, cell, fact, low, high):
    load(low=[film(**KEEPER) | {cell: low}], high=[film(**KEEPER) | {cell: high}])

    assert conflicts() == [(fact, "low", str(low))]


@any_order
def test_files_that_agree_have_no_conflict(load, order):
    load_one_by_one(load, order, dict.fromkeys(("low", "high"), film(**KEEPER, runtime=90)))

    assert conflicts() == []


@pytest.mark.parametrize("runtimes", [(90, 95), (95, 90)])
def test_editions_of_one_dataset_have_no_conflict(load, runtimes):
    for runtime in runtimes:
        load(low=[film(**KEEPER, runtime=runtime)])
    load(low=[film(**KEEPER, runtime=runtimes[0])])

    assert conflicts() == []


@any_order
@pytest.mark.parametrize("blank", [("low", "high"), ("high", "low")])
def test_what_a_file_leaves_blank_is_no_conflict(load, order, blank):
    silent, speaking = blank
    rows = {silent: film(**KEEPER, year=""), speaking: film(**KEEPER, runtime=90)}
    load_one_by_one(load, order, rows)

    title = Title.objects.get()
    assert (title.start_year, title.runtime_minutes) == (1961, 90)
    assert conflicts() == []


@any_order
def test_facts_of_other_kinds_are_not_recorded(load, order):
    rows = {
        "low": film(**KEEPER, status="Rumored", language="de", genres="Drama"),
        "high": film(**KEEPER, status="Released", language="fr", genres="Horror"),
    }
    load_one_by_one(load, order, rows)

    assert conflicts() == []


@pytest.fixture
def locked(load) -> Title:
    """Return a title whose runtime a person has set to 170."""
    load(low=[film(**KEEPER, runtime=90)])
    title = Title.objects.get()
    title.runtime_minutes = 170
    title.mark_edited(["runtime_minutes"])
    title.save()
    return title


def test_a_locked_fact_is_kept_and_what_a_file_says_is_recorded(load, locked):
    load(high=[film(**KEEPER, runtime=95)])

    locked.refresh_from_db()
    assert locked.runtime_minutes == 170
    assert conflicts() == [("runtime_minutes", "high", "95")]


def test_a_file_that_says_what_is_locked_is_not_recorded(load, locked):
    load(high=[film(**KEEPER, runtime=170)])

    assert conflicts() == []


@any_order
def test_loading_again_records_nothing_more(load, order):
    rows = {"low": film(**KEEPER, runtime=90), "high": film(**KEEPER, runtime=95)}
    for _ in range(3):
        load_one_by_one(load, order, rows)

    assert conflicts() == [("runtime_minutes", "low", "90")]


def test_of_two_editions_only_the_newer_disagrees(load):
    load(high=[film(**KEEPER, runtime=95)])
    for runtime in (90, 91):
        load(low=[film(**KEEPER, runtime=runtime)])

    assert conflicts() == [("runtime_minutes", "low", "91")]


#: A film known by name and year, the same film known by an id only, and who tells its year.
BY_NAME = film(low_id="9", runtime=90)
BY_ID = film(high_id="7", imdb_id="tt0000001", year="", runtime=95)
TELLING = film(imdb_id="tt0000001")


def test_uniting_records_on_what_the_two_disagree(load):
    load(low=[BY_NAME])
    load(high=[BY_ID])
    report = load(low=[TELLING])

    assert (report.united, Title.objects.get().runtime_minutes) == (1, 95)
    assert conflicts() == [("runtime_minutes", "low", "90")]


def test_conflicts_of_the_one_that_goes_move_to_the_one_that_stays(load):
    load(low=[BY_NAME])
    load(high=[BY_ID])
    load(low=[film(imdb_id="tt0000001", name="Leuchtturm", year="")])
    assert conflicts() == [("name", "low", "Leuchtturm")]
    load(low=[TELLING])

    assert ("name", "low", "Leuchtturm") in conflicts()
    assert FactConflict.objects.filter(title=Title.objects.get()).count() == len(conflicts())


def test_loading_an_outdated_edition_again_records_nothing(load):
    files = [("low", 90), ("low", 91), ("high", 95)]
    for _ in range(2):
        for name, runtime in files:
            load(**{name: [film(**KEEPER, runtime=runtime)]})

    assert conflicts() == [("runtime_minutes", "low", "91")]
