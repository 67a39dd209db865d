"""Broken files, given to the real command: one sentence and nothing loaded, or every row counted.

The files are Netflix-shaped; ``GOOD`` are two sound rows.
"""

import gzip
import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.models import SourceFile, Title

pytestmark = pytest.mark.django_db

HEADER = (
    "id,title,type,description,release_year,age_certification,runtime,genres,"
    "production_countries,seasons,imdb_id,imdb_score,imdb_votes,tmdb_popularity,tmdb_score\n"
)
ROW = "tm{0},Film {0},MOVIE,A plot.,1999,PG,{0},\"['drama']\",['DE'],,tt000000{0},7.1,200,1.5,6.9\n"
GOOD = ROW.format(1) + ROW.format(2)
SOUND = (HEADER + GOOD).encode()

REFUSED = {
    "nothing in it": (b"", "is empty"),
    "a header only": (HEADER.encode(), "no rows"),
    "zeros": (bytes(4096), "NUL"),
    "white space only": (b"\n \r\n\t\n", "is empty"),
    "a Git LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
    "a missing column": (SOUND.replace(b"release_year", b"year"), "lacks the columns release_year"),
    "an unknown header": (b"colour,taste\nred,sour\n", "header that no dataset has"),
    "a repeated header": (
        SOUND.replace(b"tmdb_score", b"tmdb_score,title", 1),
        "repeats the column",
    ),
    "UTF-16": ((HEADER + GOOD).encode("utf-16"), "UTF-16"),
    "semicolons": (SOUND.replace(b",", b";"), "separated by semicolons"),
    "a quote that does not end": (SOUND + b'tm3,"Film,MOVIE,x\n', "does not end"),
    "text after a quote": (SOUND + b'tm3,"Film"s,MOVIE,x\n', "follows a closing quote"),
    "a gzip cut off": (gzip.compress(SOUND * 50)[:-20], "cut-off gzip"),
    "a gzip of noise": (b"\x1f\x8b\x08\x00" + bytes(range(256)), "damaged"),
    "a ZIP archive": (b"PK\x03\x04" + SOUND, "ZIP"),
    "ratings, not titles": (b"userId,movieId,rating,timestamp\n1,1,4.0,9\n", "ratings, not titles"),
    "reviews, not titles": (b"imdb_id,rating,text\ntt0000001,9,Good.\n", "load_reviews"),
}


def row(**changes: str) -> str:
    """Return a third row with some cells changed; the key is the column's name."""
    names = HEADER.strip().split(",")
    cells = dict(
        zip(
            names,
            ["tm3", "Film 3", "MOVIE", "", "2001", "", "90", "[]", "[]", "", "", "", "", "", ""],
            strict=True,
        )
    )
    return ",".join((cells | changes).values()) + "\n"


SKIPPED = {
    "too few cells": ("tm3,Film 3\n", "too few cells"),
    "too many cells": (row().strip() + ",more\n", "too many cells"),
    "a blank row": ("," * 14 + "\n", "blank row"),
    "a NUL": (row(title="Fi\0lm"), "NUL character"),
    "a blank name": (row(title="\u00a0"), "name is blank"),
    "an unknown kind": (row(type="GAME"), "kind"),
    "no id": (row(id=""), "source_ids"),
    "a repeated id": (ROW.format(1), "repeats"),
    "a name of 301 characters": (row(title="x" * 301), "name longer than 300 characters"),
    "a cell of over a megabyte": (row(description="x" * 1_000_001), "cell of more than"),
    "a list that does not close": (row(genres="['drama'"), "broken list"),
}

UNKNOWN = {
    "a year of the far future": {"release_year": "9999"},
    "a negative runtime": {"runtime": "-5"},
    "a runtime of 1e999": {"runtime": "1e999"},
    "Arabic-Indic digits": {"runtime": "٩٠"},
    "an underscore in a number": {"imdb_id": "tt0000003", "imdb_score": "7", "imdb_votes": "1_990"},
    "a mean beyond 10": {"imdb_score": "11.5", "imdb_votes": "9"},
    "NaN": {"tmdb_popularity": "nan"},
    "an IMDb id of letters": {"imdb_id": "ttabcdefg"},
}


def load(path: Path) -> dict:
    """Run the command; return the report of the file."""
    report = path.with_name("report.json")
    call_command("load_catalog", path, report=report, verbosity=0)
    return json.loads(report.read_text())["files"][0]


def write(folder: Path, content: bytes | str) -> Path:
    path = folder / "titles.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("kind", REFUSED)
def test_a_useless_file_is_refused_in_one_sentence(tmp_path, kind):
    content, phrase = REFUSED[kind]
    with pytest.raises(CommandError) as refused:
        load(write(tmp_path, content))
    message = str(refused.value)
    assert phrase in message
    assert "titles.csv" in message
    assert "\n" not in message
    assert not Title.objects.exists()
    assert not SourceFile.objects.exists()


def test_what_is_no_file_is_refused_in_one_sentence(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "missing.csv", tmp_path, tmp_path / "pipe.csv"):
        with pytest.raises(CommandError, match=r"Nothing was loaded\.$"):
            load(path)


@pytest.mark.parametrize("kind", SKIPPED)
def test_a_bad_row_is_counted_with_line_and_reason(tmp_path, kind):
    bad, reason = SKIPPED[kind]
    report = load(write(tmp_path, HEADER + GOOD + bad))
    assert (report["rows_read"], report["created"], report["skipped"]) == (3, 2, 1)
    ((said, tally),) = report["reasons"].items()
    assert reason in said
    assert tally["lines"] == [4]


@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_value_that_makes_no_sense_is_unknown_and_counted(tmp_path, kind):
    report = load(write(tmp_path, HEADER + GOOD + row(**UNKNOWN[kind])))
    assert (report["rows_read"], report["created"], report["skipped"]) == (3, 3, 0)
    assert [rule["count"] for rule in report["nulled"].values()] == [1]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + SOUND,
        SOUND.replace(b"\n", b"\r\n"),
        SOUND.replace(b"A plot.", b'"A plot\nof two lines, ""quoted""."', 1),
        SOUND.replace(b"Film 1", "Film\u2028 1".encode()),
        SOUND.replace(b"Film 1", b"=HYPERLINK(1)"),
        SOUND.replace(b"Film 1", b"<script>alert(1)</script>"),
        SOUND.replace(b"1999", b"1999.0"),
        SOUND.replace(b"Film 1", "Amélie".encode("cp1252")),
        gzip.compress(SOUND),
    ],
    ids=[
        "BOM",
        "CRLF",
        "newline in quotes",
        "U+2028",
        "formula",
        "script",
        "1999.0",
        "cp1252",
        "gzip",
    ],
)
def test_an_odd_but_sound_file_is_loaded_whole(tmp_path, content):
    report = load(write(tmp_path, content))
    assert (report["rows_read"], report["created"], report["skipped"]) == (2, 2, 0)
    assert Title.objects.filter(start_year=1999).count() == 2
