import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Collection, Company, Credit, Genre, Language, Person, Title
from catalog.tests.factories import make_country, make_title, named
from recommendations import build as build_module
from recommendations.build import build_index, write_index
from recommendations.facts import stream_facts
from recommendations.index import current_index
from recommendations.models import IndexBuild
from recommendations.recommend import similar_titles
from recommendations.tests import plain_titles
from recommendations.tests.plain_titles import catalogues, save, scratch_database

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


def test_a_build_is_recorded(catalogue):
    build = build_index()
    assert IndexBuild.objects.get() == build
    assert (build.state, build.titles) == (IndexBuild.State.DONE, 5)
    assert build.terms == len(current_index().terms)
    assert build.finished_at >= build.started_at


def test_an_unchanged_catalogue_is_not_built_again(indexed):
    assert build_index() is None
    assert IndexBuild.objects.count() == 1


def test_force_builds_anyway(indexed):
    assert build_index(force=True) is not None


def touch_title(title: Title) -> None:
    title.overview = "Something else happens."
    title.save()


def rename(row) -> None:
    row.name = "Something else"
    row.save()


def give_another_role(credit: Credit) -> None:
    credit.category = Credit.Category.PRODUCER
    credit.save()


@pytest.mark.parametrize(
    "change",
    [
        touch_title,
        lambda title: rename(Person.objects.get(name="Ann Ray")),
        lambda title: rename(Genre.objects.get(name="Crime")),
        lambda title: rename(Language.objects.get(code="en")),
        lambda title: rename(title.countries.get()),
        lambda title: rename(title.keywords.first()),
        lambda title: rename(title.companies.get()),
        lambda title: rename(title.collection),
        lambda title: give_another_role(title.credits.first()),
        lambda title: Person.objects.get(name="Ann Ray").delete(),
        lambda title: title.collection.delete(),
        lambda title: title.delete(),
        lambda title: title.genres.clear(),
        lambda title: title.credits.first().delete(),
        lambda title: make_title("Another"),
    ],
)
def test_any_change_makes_the_index_stale(vault, change):
    vault.companies.add(named(Company, "Regency"))
    vault.countries.add(make_country("GB"))
    vault.collection = named(Collection, "Vaults")
    vault.save()
    build_index()
    change(vault)
    assert build_index() is not None


def test_another_recipe_makes_the_index_stale(indexed, monkeypatch):
    monkeypatch.setattr(build_module, "getsource", lambda module: f"CAST = 9  # {module}")
    assert build_index() is not None


def test_adult_titles_and_those_that_say_nothing_are_left_out(catalogue):
    make_title("Adult", is_adult=True, genres=["Crime"])
    make_title("The Vault", start_year=2001, language="en")
    build_index()
    ids = current_index().titles.title_ids.tolist()
    assert ids == sorted(title.pk for title in catalogue.values())


def test_a_title_that_is_not_released_has_neighbours_but_is_nobodys(catalogue, vault):
    soon = make_title("Soon", status=Title.Status.PLANNED, genres=["Crime"], keywords=["heist"])
    build_index()
    assert "The Vault" in [each.title.name for each in similar_titles(soon)]
    assert "Soon" not in [each.title.name for each in similar_titles(vault)]


def test_an_empty_catalogue_can_be_built(db):
    assert build_index().titles == 0
    assert len(current_index().titles.title_ids) == 0


def test_a_catalogue_that_says_nothing_can_be_built(db):
    title = make_title("The Vault", start_year=None)
    assert build_index().titles == 0
    assert current_index().titles.row_of(title.pk) is None


def test_a_failed_build_is_recorded_and_the_old_index_stays(indexed, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(build_module, "publish", fail)
    with pytest.raises(OSError, match="disk full"):
        build_index(force=True)
    failed = IndexBuild.objects.get(state=IndexBuild.State.FAILED)
    assert "disk full" in failed.error
    assert len(current_index().titles.title_ids) == 5


def test_a_build_that_is_interrupted_is_recorded_as_failed(catalogue, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(build_module, "publish", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build_index()
    assert IndexBuild.objects.get().state == IndexBuild.State.FAILED


def test_progress_counts_the_titles(catalogue):
    counts = []
    build_index(on_progress=counts.append)
    assert sum(counts) == 5


def written(folder: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Write an index of what is in the database; return its files and its facts."""
    facts: dict[str, Any] = {}
    write_index(folder, facts)
    return contents(folder), facts


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@given(titles=catalogues(largest=8), stretch=st.sampled_from([1, 3, 50]))
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_either_database_gives_the_index_of_the_facts(titles, stretch, new_folder, monkeypatch):
    # Of companies in no order of their own the first four are anybody's.
    titles = [replace(title, company=title.company[:4]) for title in titles]
    monkeypatch.setattr(build_module, "stream_facts", lambda rows: stream_facts(rows, stretch))
    with scratch_database():
        titles = [replace(title, id=save(title).pk) for title in titles]
        files, facts = written(new_folder())
    of_facts = new_folder()
    expected = plain_titles.write(of_facts, titles)
    assert files == contents(of_facts)
    same = ("most_votes", "languages", "certifications")
    assert {name: facts[name] for name in same} == {name: expected[name] for name in same}


def test_facts_of_a_build_can_be_written_down(new_folder):
    make_title("七人の侍 🎬", genres=["Drama"], certification='Ü"16\u2028', language="ja")
    _, facts = written(new_folder())
    assert json.loads(json.dumps(facts)) == facts
