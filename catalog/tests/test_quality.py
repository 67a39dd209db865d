"""Every expectation holds of a sound catalogue, and fails on what it is about."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from catalog.models import (
    AggregateRating,
    AlternativeName,
    Company,
    Credit,
    FactConflict,
    Keyword,
    Person,
    SourceFile,
    Title,
    TitleIdentifier,
    UnmatchedRows,
)
from catalog.quality import EXPECTATIONS, UnknownExpectation, check_catalog
from catalog.quality.expectations import Finding, printable
from catalog.quality.texts import has_entity, is_broken
from catalog.tests.factories import make_credit, make_person, make_title, named
from catalog.tests.sound_catalog import make_file, make_known, make_sound_catalog

pytestmark = pytest.mark.django_db
NOWHERE = 999_999
Undo = Callable[[], object]


@pytest.fixture(autouse=True)
def checks_of_sqlite() -> Iterator[None]:
    """Have SQLite enforce again what ``let`` lifted."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def let(model: type, constraint: str) -> None:
    """Let the rest of the test write what a check constraint forbids."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no ALTER while triggers wait
        cursor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {constraint}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def titles(**values: object) -> Callable[[], object]:
    """Return what gives all titles these values, around ``save``."""
    return lambda: Title.objects.update(**values)


def matrix(**values: object) -> Callable[[], object]:
    return lambda: Title.objects.filter(name="The Matrix").update(**values)


def keanu(**values: object) -> Callable[[], object]:
    return lambda: Person.objects.filter(name="Keanu Reeves").update(**values)


def emptied(rows: Callable[[], object]) -> Callable[[], object]:
    return lambda: rows().delete()


def impossible(model: type, constraint: str, **values: object) -> Callable[[], object]:
    def write() -> None:
        let(model, constraint)
        model.objects.filter(pk=model.objects.order_by("pk")[0].pk).update(**values)

    return write


def dangling(model: type, **values: int) -> Callable[[], Undo]:
    """Return what points a row nowhere; keys are checked at the end, so its undoing is returned."""

    def point() -> Undo:
        row = model.objects.order_by("pk")[0]
        before = {name: getattr(row, name) for name in values}
        model.objects.filter(pk=row.pk).update(**values)
        return lambda: model.objects.filter(pk=row.pk).update(**before)

    return point


def add_namesake(**ids: object) -> Callable[[], object]:
    return lambda: make_known("THE MATRIX", SourceFile.objects.get(), **ids)


def add_person_of_one_name() -> None:
    make_credit(Title.objects.get(name="Fargo"), make_person("Keanu  reeves"), "writer")


def add_conflict() -> None:
    title = Title.objects.get(name="The Matrix")
    FactConflict.objects.record([FactConflict.of(title.pk, "name", make_file().pk, "Matrix")])


def add_waiting() -> None:
    UnmatchedRows.objects.create(file=SourceFile.objects.get(), n_rows=3, rows=b"")


THIS_YEAR = timezone.now().year
#: expectation: (what breaks it, how many rows offend then).
BROKEN: dict[str, tuple[Callable[[], object], int]] = {
    "name_known": (matrix(name="", name_key=""), 1),
    "start_year_known": (matrix(start_year=None), 1),
    "overview_known": (matrix(overview=""), 1),
    "genres_known": (emptied(Title.genres.through.objects.all), 2),
    "runtime_minutes_known": (titles(runtime_minutes=None), 1),
    "seasons_known": (titles(seasons=None), 1),
    "poster_path_known": (titles(poster_path=""), 2),
    "original_language_known": (matrix(original_language=None), 1),
    "countries_known": (emptied(Title.countries.through.objects.all), 2),
    "keywords_known": (emptied(Title.keywords.through.objects.all), 2),
    "credits_known": (emptied(Credit.objects.all), 2),
    "director_known": (emptied(lambda: Credit.objects.filter(category="director")), 1),
    "rating_known": (emptied(AggregateRating.objects.all), 2),
    "id_elsewhere_known": (matrix(imdb_id=None), 1),
    "years_possible": (impossible(Title, "title_start_year_1870_2100", start_year=2101), 1),
    "years_near": (matrix(start_year=THIS_YEAR + 11), 1),
    "end_after_start": (matrix(end_year=1998), 1),
    "release_near_start": (matrix(release_date=date(2001, 1, 1)), 1),
    "runtime_plausible": (matrix(runtime_minutes=1001), 1),
    "ratings_possible": (impossible(AggregateRating, "rating_average_0_10", average=10.5), 1),
    "title_ratings_possible": (
        impossible(Title, "title_weighted_rating_0_10", weighted_rating=-1), 1
    ),
    "title_names_mean_something": (matrix(name="N/A", name_key="n a"), 1),
    "title_names_have_no_controls": (matrix(original_name="The\x1bMatrix"), 1),
    "title_names_have_no_html": (matrix(name="Fast &amp; Furious"), 1),
    "title_names_are_whole": (matrix(name="AmÃ©lie"), 1),
    "person_names_mean_something": (keanu(name="nan"), 1),
    "person_names_have_no_controls": (keanu(name="Keanu\nReeves"), 1),
    "person_names_have_no_html": (keanu(name="Keanu&#39;s"), 1),
    "person_names_are_whole": (keanu(name="Ren� Clair"), 1),
    "overviews_say_something": (matrix(overview=" No overview found. "), 1),
    "title_keys_in_step": (matrix(name="The Matrices"), 1),
    "person_keys_in_step": (keanu(name="Keanu C. Reeves"), 1),
    "other_name_keys_in_step": (lambda: AlternativeName.objects.update(name="La Matrice"), 1),
    "ratings_in_step": (matrix(num_votes=1_999), 1),
    "titles_have_an_address": (matrix(slug=""), 1),
    "people_have_an_address": (keanu(slug=""), 1),
    "credits_attached": (dangling(Credit, title_id=NOWHERE, person_id=NOWHERE), 2),
    "lists_attached": (dangling(AlternativeName, title_id=NOWHERE), 1),
    "titles_attached": (dangling(Title, collection_id=NOWHERE), 1),
    "ratings_attached": (dangling(AggregateRating, title_id=NOWHERE), 1),
    "identifiers_attached": (dangling(TitleIdentifier, title_id=NOWHERE), 1),
    "others_attached": (dangling(apps.get_model("reviews", "Review"), title_id=NOWHERE), 1),
    "titles_have_a_source": (matrix(provenance={}), 1),
    "sources_exist": (matrix(provenance={"*": NOWHERE, "name": Title.EDITED}), 1),
    "people_credited": (lambda: make_person("Nobody"), 1),
    "keywords_used": (lambda: named(Keyword, "unused"), 1),
    "companies_used": (lambda: named(Company, "Unused"), 1),
    "collections_used": (titles(collection=None), 1),
    "titles_once": (add_namesake(tmdb_id=603), 2),
    "namesakes_few": (add_namesake(imdb_id="tt9999999"), 2),
    "people_once": (add_person_of_one_name, 1),
    "rows_have_titles": (add_waiting, 1),
    "conflicts_decided": (add_conflict, 1),
}  # fmt: skip


def found(name: str) -> tuple[str, Finding]:
    [(expectation, finding)] = check_catalog([name]).found
    return expectation.status(finding), finding


def test_every_expectation_is_broken_below():
    assert set(BROKEN) == {expectation.name for expectation in EXPECTATIONS}


def test_names_are_unique_and_no_themes():
    names = [expectation.name for expectation in EXPECTATIONS]
    assert len({*names, *(e.theme for e in EXPECTATIONS)}) == len(names) + 8


def test_all_holds_of_a_sound_catalogue():
    make_sound_catalog()
    report = check_catalog()
    assert [(wanted.name, finding.examples) for wanted, finding in report.found if (
        wanted.status(finding) != "ok" or finding.offending
    )] == []  # fmt: skip
    assert [wanted.name for wanted, finding in report.found if not finding.checked] == []


@pytest.mark.parametrize("name", BROKEN)
def test_an_expectation_fails_on_what_it_is_about(name):
    make_sound_catalog()
    breaks, offending = BROKEN[name]
    undo = breaks()
    try:
        status, finding = found(name)
    finally:
        if callable(undo):
            undo()
    required = {expectation.name for expectation in EXPECTATIONS if expectation.required}
    assert (status, finding.offending) == ("failed" if name in required else "noted", offending)
    assert finding.examples
    assert finding.checked >= finding.offending


def test_examples_lead_to_the_title_and_print():
    title = make_sound_catalog()
    Title.objects.filter(pk=title.pk).update(original_name="\x1b[31mRed")
    _, finding = found("title_names_have_no_controls")
    assert finding.examples[0].address == f"/admin/catalog/title/{title.pk}/change/"
    assert printable("\x1b[31mRed") == "\\x1b[31mRed"


def test_the_best_known_titles_are_examples_first():
    make_title("Obscure", num_votes=3)
    for n in range(5):
        make_title(f"Known {n}", num_votes=100 - n)
    _, finding = found("overview_known")
    assert [shown.label for shown in finding.examples] == [f"Known {n} (1999)" for n in range(5)]


def test_what_is_known_is_kept_apart_by_dataset():
    rich, poor = make_file("tmdb_v11"), make_file("tmd_45k")
    make_title("A", provenance={"*": rich.pk, "overview": poor.pk}, overview="x")
    make_title("B", provenance={"*": poor.pk})
    make_title("C", provenance={"overview": Title.EDITED}, overview="x")
    _, finding = found("overview_known")
    assert finding.parts == {"tmdb_v11": (1, 0), "tmd_45k": (1, 1), "entered by hand": (1, 0)}


def test_a_locked_title_without_a_file_has_a_source():
    make_title("A", provenance={"name": Title.EDITED})
    assert found("titles_have_a_source")[0] == found("sources_exist")[0] == "ok"


def test_a_title_can_be_the_same_as_one_namesake_and_not_as_another():
    for tmdb_id, imdb_id in ((1, None), (2, None), (None, "tt0000001")):
        make_title("Twin", tmdb_id=tmdb_id, imdb_id=imdb_id)
    assert (found("titles_once")[1].offending, found("namesakes_few")[1].offending) == (3, 2)


def test_titles_of_unknown_year_are_no_namesakes():
    make_title("Twin", start_year=None)
    make_title("Twin", start_year=None)
    assert found("titles_once")[1].offending == 0


def test_a_half_rounded_the_other_way_is_in_step():
    make_title("A", ratings={"imdb": (6.745, 10)}, average_rating=6.74, num_votes=10,
               weighted_rating=6.4034)  # fmt: skip
    assert found("ratings_in_step")[0] == "ok"


@pytest.mark.parametrize(
    ("text", "has_one"),
    [("Q&A; live", False), ("R&B", False), ("A &amp; B", True), ("&#39;Tis", True),
     ("&#x27;", True), ("Rock &nosuch; Roll", False)],
)  # fmt: skip
def test_entities_are_told_from_ampersands(text, has_one):
    assert has_entity(text) is has_one


@pytest.mark.parametrize(
    ("text", "broken"),
    [("Amélie", False), ("NÃO", False), ("Âme", False), ("AmÃ©lie", True), ("itâ€™s", True)],
)
def test_letters_read_in_a_wrong_encoding_are_seen(text, broken):
    assert is_broken(text) is broken


def test_a_check_of_what_is_not_there_is_refused():
    with pytest.raises(UnknownExpectation, match="no_such"):
        check_catalog(["no_such"])
