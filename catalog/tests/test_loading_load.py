"""Whole runs: counts, one transaction, dry runs, the number of queries."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.datasets import DatasetError
from catalog.loading import Progress, load_files
from catalog.models import Load, Person, SourceFile, Title
from catalog.tests.loading_files import film, write

pytestmark = pytest.mark.django_db

KEEPER = "tt0000001"


def test_every_row_is_counted_once(load):
    load(low=[film(imdb_id=KEEPER), film(imdb_id="tt0000002", name="Ferry")])

    report = load(
        low=[
            film(imdb_id=KEEPER),  # changed: this file confirms it now
            film(imdb_id="tt0000003", name="Harbour"),  # created
            film(imdb_id="tt0000003", name="Harbour"),  # skipped by the loader
            film(imdb_id="tt0000004", name=""),  # skipped by the dataset
        ],
        stars=[{"tconst": KEEPER}],  # unchanged: it says nothing
    )

    low, stars = report.files
    assert (low.rows_read, low.created, low.changed, low.unchanged, low.skipped) == (4, 1, 1, 0, 2)
    assert (stars.rows_read, stars.unchanged) == (1, 1)
    assert report.totals["rows_read"] == 5


def test_the_report_names_lines_and_reasons(load):
    report = load(low=[film(), film(imdb_id=KEEPER), film(name="")]).to_dict()

    (file,) = json.loads(json.dumps(report))["files"]
    assert file["reasons"]["no id"] == {
        "count": 1,
        "lines": [2],
        "examples": [{"line": 2, "value": "The Lighthouse Keeper"}],
    }
    assert file["reasons"]["name is blank"]["lines"] == [4]


def test_a_run_is_stored_with_few_lines_per_reason(load):
    load(low=[film()] * 30)

    stored = Load.objects.get()
    reason = stored.report["files"][0]["reasons"]["no id"]
    assert (stored.skipped, reason["count"], len(reason["lines"])) == (30, 30, 20)


def test_a_dry_run_reports_all_and_writes_nothing(load):
    report = load(low=[film(imdb_id=KEEPER, directors="Ada")], dry_run=True)

    assert report.totals["created"] == 1
    for model in (Title, Person, SourceFile, Load):
        assert model.objects.count() == 0


def test_a_file_of_unknown_format_stops_the_run_before_it_begins(own_datasets, tmp_path: Path):
    good = write(tmp_path, "low", [film(imdb_id=KEEPER)])
    bad = tmp_path / "bad.csv"
    bad.write_text("colour,taste\nred,sour\n", encoding="utf-8")

    with pytest.raises(DatasetError):
        load_files([good, bad])

    assert Title.objects.count() == 0


def test_a_file_that_breaks_off_takes_the_whole_run_with_it(own_datasets, tmp_path: Path):
    good = write(tmp_path, "high", [film(imdb_id=KEEPER)])
    rows = [film(low_id=f"a{number}", name=f"Film {number}") for number in range(5000)]
    broken = write(tmp_path, "low", rows)
    with broken.open("a", encoding="utf-8") as stream:
        stream.write('a5000,"a quote that nobody closes')
    seen: list[Progress] = []

    with pytest.raises(DatasetError):
        load_files([good, broken], on_progress=seen.append)

    assert seen == [Progress(good, 1), Progress(broken, 5000)]
    assert Title.objects.count() == 0


@pytest.mark.parametrize("change", ["written to", "replaced"])
def test_a_file_that_changes_while_it_is_read_is_refused(own_datasets, tmp_path, change):
    path = write(tmp_path, "low", [film(imdb_id=KEEPER)])

    def interfere(progress: Progress) -> None:
        if change == "replaced":
            path.with_suffix(".new").write_bytes(path.read_bytes())
            path.with_suffix(".new").replace(path)
        else:
            path.write_bytes(path.read_bytes() + b"\n")

    with pytest.raises(DatasetError, match=r"low\.csv changed while it was read\."):
        load_files([path], on_progress=interfere)

    assert not Title.objects.exists()


def test_progress_counts_the_rows_of_a_file(own_datasets, tmp_path: Path):
    path = write(tmp_path, "low", [film(low_id=f"a{n}", name=f"Film {n}") for n in range(50_001)])
    seen: list[Progress] = []

    load_files([path], on_progress=seen.append)

    assert seen == [Progress(path, 50_000), Progress(path, 50_001)]


def queries_for(load, number: int) -> int:
    rows = [
        film(
            imdb_id=f"tt{number:04}{n:03}",
            low_id=f"{number}-{n}",
            name=f"Film {number} {n}",
            genres="Drama",
            keywords=f"sea {n}",
            rating=7,
            votes=n,
            directors=f"Ada {number} {n}",
        )
        for n in range(1, number + 1)
    ]
    roles = [
        {"imdb_id": row["imdb_id"], "low_person_id": row["low_id"], "person": f"Bo {row['name']}",
         "category": "actor"}
        for row in rows
    ]  # fmt: skip
    load(low=rows)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        load(low=[row | {"runtime": 90} for row in rows], roles=roles)
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_rows(load):
    load(low=[film(imdb_id=KEEPER, genres="Drama")])  # shared rows exist

    assert queries_for(load, 3) == queries_for(load, 20)


def test_files_come_in_the_order_in_which_they_recognise_most(load):
    report = load(
        roles=[{"imdb_id": KEEPER, "person": "Ada", "category": "actor"}],
        stars=[{"tconst": KEEPER, "stars": 8, "voters": 30}],
        links=[{"imdb_id": KEEPER, "tmdb_id": 7}],
        low=[film(imdb_id=KEEPER)],
        high=[film(imdb_id=KEEPER)],
    )

    datasets = [file.dataset for file in report.files]
    assert datasets == ["high", "low", "links", "stars", "low_roles"]


def test_the_same_bytes_are_one_source_file(load):
    load(low=[film(imdb_id=KEEPER)])
    load(low=[film(imdb_id=KEEPER)])

    assert SourceFile.objects.count() == 1
