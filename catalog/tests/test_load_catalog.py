"""``manage.py load_catalog``: what it prints, writes and refuses."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError

from catalog.loading import Progress
from catalog.management.commands import load_catalog
from catalog.models import Load, Title
from catalog.tests.loading_files import film, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_datasets")]


def run(*arguments: object, **options: object) -> str:
    output = io.StringIO()
    call_command("load_catalog", *map(str, arguments), stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def titles(tmp_path: Path) -> Path:
    return write(tmp_path, "low", [film(imdb_id="tt0000001"), film(name="Ferry")])


def test_it_prints_a_table_and_the_reasons(titles: Path):
    lines = run(titles).splitlines()

    assert lines[0].split() == [
        "rows_read",
        "created",
        "changed",
        "unchanged",
        "skipped",
        "seconds",
    ]
    assert lines[1].split()[:6] == ["low.csv", "2", "1", "0", "0", "1"]
    assert lines[2:] == [
        "low.csv: 1 skipped, no id (line 3)",
        "Search and similar titles are out of date until build_index has run.",
    ]


def test_several_files_have_a_line_of_totals(titles: Path, tmp_path: Path):
    stars = write(tmp_path, "stars", [{"tconst": "tt0000001", "stars": 8, "voters": 30}])

    lines = run(stars, titles).splitlines()

    assert [line.split()[0] for line in lines[1:4]] == ["low.csv", "stars.csv", "all"]
    assert lines[3].split()[2] == "3"


def test_quietness_prints_nothing(titles: Path):
    assert run(titles, verbosity=0) == ""


def test_it_writes_a_report(titles: Path, tmp_path: Path):
    path = tmp_path / "report.json"

    run(titles, report=path)

    report = json.loads(path.read_text(encoding="utf-8"))
    assert report["files"][0]["dataset"] == "low"
    assert report["files"][0]["reasons"]["no id"]["lines"] == [3]


def test_a_dry_run_says_so_and_changes_nothing(titles: Path):
    output = run(titles, dry_run=True)

    assert output.endswith("Dry run: the database is as it was.\n")
    assert (Title.objects.count(), Load.objects.count()) == (0, 0)


def test_a_report_that_cannot_be_written_is_noticed_first(titles: Path, tmp_path: Path):
    with pytest.raises(CommandError, match="The report cannot be written: No such file"):
        run(titles, report=tmp_path / "nowhere" / "report.json")

    assert Title.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "does not exist"),
        (b"", "is empty"),
        (b"\0" * 4096, "NUL"),
        (b"colour,taste\nred,sour\n", "header"),
        (b"\x1f\x8b\x08\x00cut off", "gzip"),
    ],
)
def test_a_file_that_is_no_use_is_one_sentence(tmp_path: Path, content, sentence):
    path = tmp_path / "bad.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        run(path)

    message = str(refused.value)
    assert sentence in message
    assert message.endswith("Nothing was loaded.")
    assert "\n" not in message


def test_a_folder_is_one_sentence(tmp_path: Path):
    with pytest.raises(CommandError, match=r"folder.*Nothing was loaded\.$"):
        run(tmp_path)


def test_a_run_that_fails_reports_why_and_that_nothing_was_loaded(tmp_path: Path):
    report = tmp_path / "report.json"

    with pytest.raises(CommandError) as refused:
        run(tmp_path / "missing.csv", report=report)

    told = {"loaded": False, "error": str(refused.value), "stopped_at": None}
    assert json.loads(report.read_text()) == told


def test_a_run_that_breaks_off_reports_where_it_stopped(titles: Path, tmp_path, monkeypatch):
    def break_off(paths, *, on_progress, **options: object) -> None:
        on_progress(Progress(titles, 120))
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(load_catalog, "load_files", break_off)

    with pytest.raises(CommandError, match=r"^The database refused after 120 rows of low\.csv: "):
        run(titles, report=tmp_path / "report.json")

    told = json.loads((tmp_path / "report.json").read_text())
    assert told["stopped_at"] == {"file": str(titles), "rows": 120}


def refuse(error: BaseException):
    def load_files(*arguments: object, **options: object) -> None:
        raise error

    return load_files


def test_a_locked_database_is_one_sentence(titles: Path, monkeypatch):
    error = OperationalError("database is locked\nDETAIL: by somebody")
    monkeypatch.setattr(load_catalog, "load_files", refuse(error))

    with pytest.raises(CommandError, match=r"^The database refused: .* locked by another load"):
        run(titles)


def test_an_interruption_is_told_apart_by_its_exit_code(titles: Path, monkeypatch):
    monkeypatch.setattr(load_catalog, "load_files", refuse(KeyboardInterrupt()))

    with pytest.raises(CommandError) as interrupted:
        run(titles)

    assert interrupted.value.returncode == 130


def test_without_a_path_it_loads_the_sample(monkeypatch):
    asked: list[Path] = []

    def load_files(paths, **options):
        asked.extend(paths)
        raise KeyboardInterrupt

    monkeypatch.setattr(load_catalog, "load_files", load_files)

    with pytest.raises(CommandError):
        run()

    assert asked == [settings.SAMPLE_DIR / "titles.csv", settings.SAMPLE_DIR / "credits.csv"]
    assert all(path.is_file() for path in asked)
