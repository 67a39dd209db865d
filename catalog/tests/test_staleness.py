"""What is out of date after a load, and when it is not any more."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from catalog.models import StaleMark
from catalog.staleness import INDEXES, clear_mark, counts_version, mark_stale, stale_things
from catalog.tests.loading_files import film, write

pytestmark = pytest.mark.django_db

KEEPER = film(imdb_id="tt0000001")


@pytest.fixture(autouse=True)
def versions_asked_for_anew():
    caches["memory"].clear()
    yield
    caches["memory"].clear()


def marked() -> set[str]:
    return set(StaleMark.objects.values_list("thing", flat=True))


def test_nothing_is_stale_before_the_first_load():
    assert (stale_things(), counts_version()) == ({}, "")


def test_a_load_marks_everything(load):
    load(low=[KEEPER])

    assert marked() == set(StaleMark.Thing.values)
    assert set(stale_things()) == set(INDEXES)


@pytest.mark.parametrize(
    "rows", [{"low": [KEEPER]}, {"stars": [{"tconst": "tt0000009", "stars": 5, "voters": 3}]}]
)
def test_a_load_that_changes_nothing_marks_nothing(load, rows):
    load(low=[KEEPER])
    StaleMark.objects.all().delete()

    load(**rows)

    assert marked() == set()


def test_a_dry_run_marks_nothing(load):
    load(low=[KEEPER], dry_run=True)

    assert marked() == set()


def test_a_later_load_marks_later(load):
    load(low=[KEEPER])
    before = stale_things()
    load(high=[KEEPER | {"runtime": 90}])

    assert all(since > before[thing] for thing, since in stale_things().items())
    assert StaleMark.objects.count() == len(StaleMark.Thing.values)


@pytest.mark.parametrize("seconds", [-1, 1])
def test_what_was_marked_since_a_build_began_stays_stale(seconds):
    """Whenever that load began: it was not committed when the build looked."""
    now = timezone.now()
    mark_stale(now)
    seen = stale_things()
    mark_stale(now + timedelta(seconds=seconds))
    for thing in INDEXES:
        clear_mark(thing, seen)

    assert set(stale_things()) == set(INDEXES)


def test_what_was_first_marked_since_a_build_began_stays_stale():
    seen = stale_things()
    mark_stale(timezone.now())
    clear_mark(StaleMark.Thing.SEARCH, seen)

    assert set(stale_things()) == set(INDEXES)


def test_what_was_built_of_the_marked_state_is_not_stale():
    mark_stale(timezone.now())
    seen = stale_things()
    clear_mark(StaleMark.Thing.SEARCH, seen)

    assert set(stale_things()) == {StaleMark.Thing.SIMILAR}
    assert marked() == {StaleMark.Thing.COUNTS, StaleMark.Thing.SIMILAR}


def test_a_load_gives_counts_another_version_when_they_are_asked_for_anew(load):
    versions = [counts_version()]
    for runtime in (90, 91):
        load(low=[KEEPER | {"runtime": runtime}])
        assert counts_version() == versions[-1]  # remembered for a few seconds
        caches["memory"].clear()
        versions.append(counts_version())

    assert len(set(versions)) == 3


def test_building_the_indexes_clears_their_marks_and_leaves_that_of_counts(load):
    load(low=[KEEPER])
    caches["memory"].clear()
    version = counts_version()

    call_command("build_index", verbosity=0)
    caches["memory"].clear()

    assert (stale_things(), counts_version()) == ({}, version)


@pytest.mark.parametrize(("options", "stale"), [({"then_build": True}, set()), ({}, set(INDEXES))])
def test_a_load_builds_the_indexes_if_it_is_told_to(own_datasets, tmp_path, options, stale):
    path = write(tmp_path, "low", [KEEPER])
    call_command("load_catalog", path, stdout=StringIO(), **options)

    assert set(stale_things()) == stale


def test_a_dry_run_builds_nothing(own_datasets, tmp_path, monkeypatch):
    path = write(tmp_path, "low", [KEEPER])
    monkeypatch.setattr(
        "catalog.management.commands.load_catalog.call_command",
        lambda *arguments, **options: pytest.fail("built"),
    )
    call_command("load_catalog", path, dry_run=True, then_build=True, verbosity=0)
