"""Commands that load: reports that must not be written, or cannot be; names that are no text."""

import json
import os
import re
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.loading import report as reports
from catalog.models import Load, SourceFile, Title
from catalog.tests.loading_files import film, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_datasets")]


class Broken(StringIO):
    """A terminal that has gone away."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


class Ascii(StringIO):
    """A terminal that knows no other letters."""

    encoding = "ascii"


@pytest.fixture
def titles(tmp_path: Path) -> Path:
    return write(tmp_path, "low", [film(imdb_id="tt0000001"), *[film(name="Ferry")] * 4])


@pytest.fixture
def odd_name(titles: Path) -> Path:
    """Return a file whose name is Windows-1252 and has a line break in it."""
    return titles.rename(titles.with_name(os.fsdecode(b"am\xe9lie\n.csv")))


def same(path: Path) -> Path:
    return path


def symlink_to(path: Path) -> Path:
    link = path.with_name("link.json")
    link.symlink_to(path)
    return link


def hard_link_to(path: Path) -> Path:
    link = path.with_name("hard.json")
    link.hardlink_to(path)
    return link


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("named", [same, symlink_to, hard_link_to])
def test_a_report_never_replaces_a_file_that_is_loaded(titles, named, dry_run):
    before = titles.read_bytes()

    with pytest.raises(CommandError, match="would replace a file that is to be loaded"):
        call_command("load_catalog", titles, report=named(titles), dry_run=dry_run)

    assert (titles.read_bytes(), Title.objects.count()) == (before, 0)


def test_a_report_is_not_written_to_a_pipe_or_a_folder(titles, tmp_path):
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "pipe", tmp_path, Path("/dev/full")):
        with pytest.raises(CommandError, match="it is no regular file"):
            call_command("load_catalog", titles, report=path)


def test_a_report_is_written_through_a_link_that_leads_nowhere_yet(titles, tmp_path):
    link = symlink_to(tmp_path / "report.json")

    call_command("load_catalog", titles, report=link, verbosity=0)

    assert link.is_symlink()
    assert json.loads(link.read_text())["created"] == 1


def test_a_report_that_fails_when_all_is_loaded_is_one_sentence(titles, tmp_path, monkeypatch):
    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)

    with pytest.raises(CommandError, match=r"^Loaded, but .*: No space left on device\.$"):
        call_command("load_catalog", titles, report=tmp_path / "report.json")

    assert Title.objects.count() == 1


@pytest.mark.parametrize("stdout", [Broken(), None])
def test_a_terminal_that_went_away_is_one_sentence(titles, stdout, monkeypatch):
    monkeypatch.setattr(sys, "stdout", stdout)

    with pytest.raises(CommandError, match=r"^Loaded, but the report could not be written: "):
        call_command("load_catalog", titles)


def test_a_terminal_of_ascii_is_written_to_in_ascii(titles):
    out = Ascii()

    call_command("load_catalog", titles, stdout=out)

    assert r"no id (lines 3, 4, 5 \u2026)" in out.getvalue()


def test_a_file_name_that_is_no_text_is_escaped_wherever_it_stands(odd_name, tmp_path):
    out, report = StringIO(), tmp_path / "report.json"

    call_command("load_catalog", odd_name, report=report, stdout=out)

    name = r"am\xe9lie\n.csv"
    assert re.search(f"^{re.escape(name)} ", out.getvalue(), re.MULTILINE)
    assert json.loads(report.read_text())["files"][0]["path"].endswith(name)
    assert SourceFile.objects.get().name == name
    assert Load.objects.get().report["files"][0]["path"].endswith(name)


def test_a_refusal_of_a_file_whose_name_is_no_text_can_be_printed(odd_name):
    odd_name.write_bytes(b"")

    with pytest.raises(CommandError, match=r"am\\xe9lie\\n\.csv is empty\."):
        call_command("load_catalog", odd_name)


def test_an_encoding_other_than_utf_8_is_said_on_the_terminal(titles):
    titles.write_bytes(titles.read_bytes() + "tt2,,,movie,Amélie,,,,,,,,,,\n".encode("cp1252"))
    out = StringIO()

    call_command("load_catalog", titles, stdout=out)

    assert "low.csv: read as Windows-1252" in out.getvalue().splitlines()


def test_a_name_of_255_bytes_that_are_no_text_fits_its_column(titles):
    path = titles.rename(titles.with_name(os.fsdecode(b"\xe9" * 251 + b".csv")))

    call_command("load_catalog", path, verbosity=0)

    assert len(SourceFile.objects.get().name) == 255


def test_files_that_were_not_utf_8_are_known_from_stored_reports(titles):
    titles.write_bytes(titles.read_bytes() + "tt2,,,movie,Amélie,,,,,,,,,,\n".encode("cp1252"))

    call_command("load_catalog", titles, verbosity=0)

    assert reports.recoded_files() == {SourceFile.objects.get().sha256}
