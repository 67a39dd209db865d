import pytest

from catalog.models import Collection, Company, Credit, Genre, Language, Person, Title
from catalog.tests.factories import make_country, make_title, named
from recommendations import build as build_module
from recommendations.build import build_index
from recommendations.index import current_index
from recommendations.models import IndexBuild

pytestmark = pytest.mark.django_db


def test_a_build_is_recorded(catalogue):
    build = build_index()
    assert IndexBuild.objects.get() == build
    assert (build.state, build.titles) == (IndexBuild.State.DONE, 5)
    assert build.terms == len(current_index().vocabulary)
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


def test_titles_that_may_not_be_recommended_are_left_out(catalogue):
    known = {"genres": ["Crime"], "keywords": ["heist"], "overview": "Thieves."}
    make_title("Adult", is_adult=True, **known)
    make_title("Soon", status=Title.Status.PLANNED, **known)
    make_title("Bare", genres=["Crime"])
    build_index()
    assert current_index().title_ids.tolist() == sorted(t.pk for t in catalogue.values())


def test_an_empty_catalogue_can_be_built(db):
    assert build_index().titles == 0
    assert len(current_index().title_ids) == 0


def test_a_failed_build_is_recorded_and_the_old_index_stays(indexed, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(build_module, "publish", fail)
    with pytest.raises(OSError, match="disk full"):
        build_index(force=True)
    failed = IndexBuild.objects.get(state=IndexBuild.State.FAILED)
    assert "disk full" in failed.error
    assert len(current_index().title_ids) == 5


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
