"""``manage.py load_ratings``: all or nothing, what it prints, writes and refuses."""

import json
import threading
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from catalog.datasets.errors import DatasetError
from catalog.models import Load, Title
from recommendations.diary import viewer_of
from recommendations.diary.verbs import ACCOUNT
from recommendations.models import Rating, Viewer
from recommendations.rating_loading import load as loading
from recommendations.rating_loading import load_ratings
from recommendations.tests.rating_builders import (
    GOOD,
    counts,
    load,
    make_movie,
    movielens,
    words,
    write,
)

pytestmark = pytest.mark.django_db


# All or nothing ---------------------------------------------------------------------------------


def test_a_file_that_breaks_off_leaves_nothing(tmp_path, rated_vault):
    whole = movielens(tmp_path / "whole", GOOD)
    broken = movielens(tmp_path / "broken", GOOD)
    broken.write_bytes(broken.read_bytes() + b"7,32")
    with pytest.raises(DatasetError, match="the last row is cut off"):
        load_ratings([whole, broken])
    assert (Rating.objects.count(), Viewer.objects.count(), Load.objects.count()) == (0, 0, 0)


def test_nobody_with_an_account_gets_ratings_from_a_file(tmp_path, rated_vault):
    ada = viewer_of(User.objects.create_user("ada", password="a-long-passphrase"), create=True)
    with pytest.raises(DatasetError, match="people with an account here"):
        load_ratings([movielens(tmp_path, GOOD)], source=ACCOUNT)
    with pytest.raises(DatasetError, match="people with an account here"):
        load_ratings([movielens(tmp_path / "account", GOOD)])
    assert list(Viewer.objects.all()) == [ada]
    assert not Rating.objects.exists()


@pytest.mark.parametrize("name", ["ratings.csv", "users.csv"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, rated_vault, name):
    path = words(tmp_path, "1260759144,ann,the+vault+2001,4", people=["ann,34,writer,F"])
    with pytest.raises(DatasetError, match=rf"{name} changed while it was read"):
        load_ratings([path], on_progress=lambda _: write(tmp_path / name, "other"))
    assert not Viewer.objects.exists()


def test_a_dry_run_reports_all_and_writes_nothing(tmp_path, rated_vault):
    assert counts(load(movielens(tmp_path, GOOD), dry_run=True)) == (1, 0, 0, 0)
    assert (Rating.objects.count(), Viewer.objects.count(), Load.objects.count()) == (0, 0, 0)


def test_a_run_is_stored(tmp_path, rated_vault):
    load(movielens(tmp_path, GOOD, "7,99,4,1260759144"))
    run = Load.objects.get()
    assert (run.created, run.skipped) == (1, 1)
    assert run.report["files"][0]["unknown_examples"] == [{"movie": "99", "ratings": 1}]


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_wait_for_each_other(tmp_path, monkeypatch):
    make_movie("The Vault", 2001, movielens="31")
    path = movielens(tmp_path, GOOD)
    second_done, seen = threading.Event(), []

    def second() -> None:
        try:
            seen.append(counts(load_ratings([path]).files[0]))
        finally:
            second_done.set()
            connection.close()

    thread = threading.Thread(target=second)

    def start_second(*_: object) -> None:
        if not thread.ident:
            thread.start()
            assert not second_done.wait(0.5)

    assert counts(load_ratings([path], on_progress=start_second).files[0]) == (1, 0, 0, 0)
    thread.join(30)
    assert seen == [(0, 0, 1, 0)]


@pytest.mark.django_db(transaction=True)
def test_titles_are_read_while_the_first_ratings_are_loaded(tmp_path, monkeypatch):
    """On PostgreSQL, a foreign key that is dropped locks the titles against readers."""
    title = make_movie("The Vault", 2001, movielens="31")
    seen = []

    def read_elsewhere(*_: object) -> None:
        def read() -> None:
            try:
                with connection.cursor() as cursor:
                    if connection.vendor == "postgresql":
                        cursor.execute("SET statement_timeout = 2000")
                    seen.append((Title.objects.get().pk, Rating.objects.count()))
            finally:
                connection.close()

        thread = threading.Thread(target=read)
        thread.start()
        thread.join(10)

    load_ratings([movielens(tmp_path, GOOD)], on_progress=read_elsewhere)
    assert seen == [(title.pk, 0)] * 2  # when it was read, and when it was stored
    assert Rating.objects.count() == 1


# The command ------------------------------------------------------------------------------------


def run(*arguments: object, **options: object) -> str:
    output = StringIO()
    call_command("load_ratings", *map(str, arguments), stdout=output, **options)
    return output.getvalue()


def test_it_says_what_became_of_the_scale_and_what_to_load_first(tmp_path, rated_vault):
    movielens(tmp_path / "ml-x", GOOD, "8,99,4,1260759144")
    lines = run(tmp_path / "ml-x").splitlines()
    assert lines[1].split()[:6] == ["ratings.csv", "2", "1", "0", "0", "1"]
    assert lines[-2] == "ratings.csv: ratings 0.5-5 become 1-10; people of ml-x: 1, new: 1"
    assert lines[-1].startswith(
        "ratings.csv: 1 movies with 1 ratings are not found in the catalogue, most rated: 99. Load"
    )


def test_quietness_prints_nothing(tmp_path, rated_vault):
    movielens(tmp_path, GOOD)
    assert run(tmp_path, verbosity=0) == ""


def test_it_writes_a_report(tmp_path, rated_vault):
    movielens(tmp_path, GOOD, "8,31,nan,1260759144")
    run(tmp_path, report=tmp_path / "report.json", source="mine")
    report = json.loads((tmp_path / "report.json").read_text())
    (file,) = report["files"]
    assert (file["scale"], file["stored_scale"], file["source"]) == ("0.5-5", "1-10", "mine")
    assert (file["people"], file["new_people"]) == (1, 1)
    assert file["reasons"]["rating is no number"]["lines"] == [3]


@pytest.mark.parametrize("name", ["ratings.csv", "users.csv"])
def test_a_report_never_replaces_a_file_that_is_loaded(tmp_path, name):
    words(tmp_path, "1260759144,ann,the+vault+2001,4", people=["ann,34,writer,F"])
    before = (tmp_path / name).read_bytes()
    with pytest.raises(CommandError, match="would replace a file that is to be loaded"):
        run(tmp_path, report=tmp_path / name)
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "Name files of ratings"),
        (["missing.csv"], "does not exist"),
        (["."], "is a folder without ratings"),
        (["titles.csv"], "is no file of ratings"),
        (["ml/ratings.csv", "--source", "x" * 61], "needs a name for its numbering"),
        (["ml/ratings.csv", "--source", " "], "needs a name for its numbering"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_loaded(
    tmp_path, monkeypatch, rated_vault, arguments, problem
):
    monkeypatch.chdir(tmp_path)
    movielens(tmp_path / "ml", GOOD)
    write(tmp_path / "titles.csv", "id,name", "1,The Vault")
    with pytest.raises(CommandError, match=problem) as refused:
        run(*arguments)
    assert "\n" not in str(refused.value)
    assert not Rating.objects.exists()


def test_other_writers_of_titles_wait_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    with transaction.atomic():
        loading.wait_for_other_loads()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT mode FROM pg_locks WHERE relation = 'catalog_title'::regclass"
                " AND mode = 'ShareRowExclusiveLock' AND pid = pg_backend_pid()"
            )
            assert cursor.fetchall()


@pytest.mark.real_files
def test_real_ratings_find_their_titles(real_files):
    make_movie("Toy Story", 1995, movielens="1")
    folder = real_files / "movielens"
    small, hundred, people = load_ratings([folder / "ml-latest-small", folder / "ml-100k"]).files
    assert (small.created, hundred.created, people.created) == (215, 452, 452)
    assert (small.rows_read, hundred.rows_read, people.rows_read) == (100_836, 100_000, 943)
