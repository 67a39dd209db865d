"""``manage.py check_catalog``: what it prints, stores, and when it fails."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from catalog.management.commands import check_catalog as command
from catalog.models import CatalogCheck, Title
from catalog.models.checks import KEPT
from catalog.quality import EXPECTATIONS
from catalog.quality.table import percent
from catalog.tests.sound_catalog import make_sound_catalog

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("check_catalog", *arguments, stdout=output)
    return output.getvalue()


def run_failing(*arguments: str) -> tuple[str, str]:
    """Return what was printed and the sentence at the end."""
    output = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("check_catalog", *arguments, stdout=output)
    return output.getvalue(), str(error.value)


def test_a_sound_catalogue_passes():
    make_sound_catalog()
    lines = run().splitlines()
    assert lines[0].split()[:4] == ["expectation", "rows", "offending", "share"]
    assert lines[-1].startswith(f"Passed: {len(EXPECTATIONS)} expectations, {len(EXPECTATIONS)} ok")


def test_what_is_required_fails_after_the_table():
    title = make_sound_catalog()
    Title.objects.filter(pk=title.pk).update(num_votes=1, end_year=1990)
    printed, sentence = run_failing()
    assert sentence == "Required, and not so: end_after_start, ratings_in_step."
    assert "  failed end_after_start " in printed
    assert f"/admin/catalog/title/{title.pk}/change/" in printed


def test_what_is_watched_is_noted_only():
    make_sound_catalog()
    Title.objects.update(overview="")
    printed = run()
    [line] = [line for line in printed.splitlines() if "overview_known" in line]
    assert line.split() == [
        "noted", "overview_known", "2", "2", "100", "%", "80", "%", "of", "titles", "have", "an",
        "overview",
    ]  # fmt: skip


def test_completeness_is_told_by_dataset():
    make_sound_catalog()
    lines = run("--only", "completeness").splitlines()
    start = lines.index("TITLES THAT HAVE IT, BY THE DATASET THAT BROUGHT THEM")
    assert lines[start + 1].split() == ["tmdb_v11"]
    assert lines[start + 2].split() == ["titles", "2"]
    assert lines[start + 3].split() == ["start", "year", "100", "%"]


def test_json_is_one_document_even_of_a_failure():
    title = make_sound_catalog()
    Title.objects.filter(pk=title.pk).update(end_year=1990)
    printed, _ = run_failing("--json")
    document = json.loads(printed)
    assert document["passed"] is False
    [found] = [e for e in document["expectations"] if e["name"] == "end_after_start"]
    assert found == {
        "name": "end_after_start", "theme": "ranges", "expects": "nothing ends before it began",
        "required": True, "status": "failed", "checked": 2, "offending": 1, "share": 0.5,
        "allowed": 0.0, "parts": {},
        "examples": [
            {"label": "The Matrix (1999)", "address": f"/admin/catalog/title/{title.pk}/change/"}
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "n_checked"),
    [(["years_near"], 1), (["ranges"], 7), (["years_near", "references"], 7)],
)
def test_only_some_are_checked(names, n_checked):
    make_sound_catalog()
    document = json.loads(run("--json", "--only", *names))
    assert len(document["expectations"]) == n_checked
    assert document["only"] == names


def test_quietness_prints_nothing():
    make_sound_catalog()
    assert run("--verbosity", "0") == ""


def test_an_unknown_name_is_answered_with_those_like_it():
    _, sentence = run_failing("--only", "year_near")
    assert sentence.startswith("There is no expectation year_near. There are: years_near")
    assert not CatalogCheck.objects.exists()


def test_an_empty_catalogue_fails_in_one_sentence():
    assert run_failing() == (
        "",
        "The catalogue is empty: there is nothing to check. Load it first.",
    )
    assert CatalogCheck.objects.get().verdict == "Failed: the catalogue is empty."


def test_an_empty_catalogue_is_a_document_as_well():
    printed, _ = run_failing("--json")
    document = json.loads(printed)
    assert (document["passed"], document["is_empty"], document["expectations"]) == (False, True, [])


def test_each_run_is_stored():
    make_sound_catalog()
    run()
    check = CatalogCheck.objects.get()
    assert check.passed
    assert check.verdict == "Passed: every required expectation holds."
    assert len(check.results["expectations"]) == len(EXPECTATIONS)
    assert check.started_at <= check.finished_at


def test_the_newest_checks_are_kept():
    days = [datetime(2020, 1, 1 + n % 28, n // 28, tzinfo=UTC) for n in range(KEPT + 3)]
    for day in sorted(days):
        newest = CatalogCheck.keep(started_at=day, finished_at=day, passed=True)
    assert CatalogCheck.objects.count() == KEPT
    assert CatalogCheck.objects.first() == newest


def test_it_writes_nothing_but_its_result():
    make_sound_catalog()
    with CaptureQueriesContext(connection) as queries:
        run()
    statements = [query["sql"].lstrip("( ") for query in queries]
    writing = [sql for sql in statements if not sql.startswith(("SELECT", "DECLARE"))]
    assert [sql.split()[0] for sql in writing] == ["INSERT", "DELETE"]
    assert all("catalog_catalogcheck" in sql for sql in writing)


def test_the_number_of_statements_does_not_grow_with_the_catalogue():
    make_sound_catalog()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            run()
        counts.append(len(queries))
        for n in range(30):
            Title.objects.create(name=f"Film {n}", kind="movie", start_year=2000, overview="x")
    assert counts[1] <= counts[0] + 25  # examples of what does not hold any more


def test_a_database_that_refuses_is_one_sentence(monkeypatch):
    def refuse(*args: object, **options: object) -> None:
        raise OperationalError("it is away\nand more")

    monkeypatch.setattr(command, "check_catalog", refuse)
    assert run_failing() == ("", "The database refused: it is away.")


def test_the_sample_has_nothing_that_is_required_amiss():
    call_command("load_catalog", verbosity=0)
    assert "Passed: " in run()


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (1, "100 %"), (0.25, "25.0 %"), (1e-6, "<0.1 %"), (0.999999, ">99.9 %")],
)
def test_no_share_is_rounded_to_none_or_all(share, text):
    assert percent(share) == text
