"""Files that are refused: exit code 1, one sentence that names it, the database as it was."""

import gzip
import json
import os
import socket
from pathlib import Path

import pytest
from django.core.management import CommandError

from catalog.datasets import files, reader
from catalog.loading import load as loading
from catalog.tests.broken_files import NETFLIX, TMDB, database, load, write

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

SOUND = NETFLIX.start().encode()
GZIPPED = gzip.compress(SOUND * 50)
OPEN_QUOTE = 'tm3,"Film,MOVIE,x\n' + NETFLIX.line(4) + NETFLIX.line(5)

REFUSED = {
    "nothing in it": (b"", "is empty"),
    "a byte order mark only": (b"\xef\xbb\xbf", "is empty"),
    "white space only": (b"\n \r\n\t\n", "is empty"),
    "a header only": (NETFLIX.header.encode(), "has a header but no rows"),
    "a header and empty lines": (NETFLIX.header.encode() + b"\n\r\n", "has a header but no rows"),
    "a header without line end": (NETFLIX.header.strip().encode(), "has a header but no rows"),
    "zeros": (bytes(4096), "NUL"),
    "a Git LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
    "a missing column": (SOUND.replace(b"release_year", b"year"), "lacks the columns release_year"),
    "no header": (SOUND.partition(b"\n")[2], "header that no dataset has"),
    "an unknown header": (b"colour,taste\nred,sour\n", "header that no dataset has"),
    "a repeated header column": (
        SOUND.replace(b"tmdb_score", b"tmdb_score,title", 1),
        "repeats the column title",
    ),
    "a quote that breaks the header": (b'"id,title\n1,2\n', "that no dataset has (id,title\\n1,2)"),
    "UTF-16": (SOUND.decode().encode("utf-16"), "is UTF-16"),
    "UTF-16, big end first": (b"\xfe\xff" + SOUND.decode().encode("utf-16-be"), "is UTF-16"),
    "UTF-16 without a mark": (SOUND.decode().encode("utf-16-le"), "is not text"),
    "UTF-32": (SOUND.decode().encode("utf-32"), "is UTF-16"),
    "semicolons": (SOUND.replace(b",", b";"), "separated by semicolons"),
    "tabs": (SOUND.replace(b",", b"\t"), "separated by tabs"),
    "a quote that does not end": (SOUND + OPEN_QUOTE.encode(), "row at line 4: a quoted cell does"),
    "text after a quote": (SOUND + b'tm3,"Film"s,MOVIE,x\n', "row at line 4: text follows"),
    "a last row cut off": (SOUND[:-30], "the last row is cut off (line 3)"),
    "a last row cut off in quotes": (SOUND + b'tm3,"Fil', "row at line 4: a quoted cell does not"),
    "a gzip cut off": (GZIPPED[:-20], "cut-off gzip"),
    "a gzip of noise": (b"\x1f\x8b\x08\x00" + bytes(range(256)), "damaged"),
    "a gzip with a flipped bit": (GZIPPED[:-8] + b"\0" + GZIPPED[-7:], "damaged"),
    "a gzip of nothing": (gzip.compress(b""), "is empty"),
    "a gzip of a gzip": (gzip.compress(GZIPPED), "NUL"),
    "a ZIP archive or workbook": (b"PK\x03\x04" + SOUND, "ZIP"),
    "an SQLite database": (b"SQLite format 3\0" + bytes(84), "NUL"),
    "a web page": (b"<!DOCTYPE html>\n<title>404, Not Found</title>\n", "header that no dataset"),
    "JSON": (b'[{"id": 1, "title": "Film"}]\n', "header that no dataset has"),
    "ratings, not titles": (b"userId,movieId,rating,timestamp\n1,1,4.0,9\n", "ratings, not titles"),
    "tags by users": (b"userId,movieId,tag,timestamp\n1,2,tram,4\n", "tags by users"),
    "reviews, not titles": (b"imdb_id,rating,text\ntt0000001,9,Good.\n", "load_reviews"),
    "IMDb's ratings with commas": (b"tconst,averageRating,numVotes\ntt1,5,6\n", "with tabs"),
}


@pytest.fixture
def before(tmp_path) -> object:
    """Load a title, and return what the database holds then."""
    load(write(tmp_path, TMDB.header + TMDB.line(9), "before.csv"))
    return database()


def refusal(*paths: Path, **options: object) -> str:
    """Return the sentence with which the command refuses; its report says the same."""
    with pytest.raises(CommandError) as refused:
        load(*paths, **options)
    report = json.loads(paths[0].with_name("report.json").read_text("utf-8"))
    assert refused.value.returncode == 1
    assert (report["loaded"], report["error"]) == (False, str(refused.value))
    assert str(refused.value).endswith(" Nothing was loaded.")
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("kind", REFUSED)
def test_a_useless_file_is_refused_in_one_sentence(tmp_path, before, kind):
    content, phrase = REFUSED[kind]
    message = refusal(write(tmp_path, content))
    assert phrase in message
    assert message.startswith("titles.csv ")
    assert database() == before


def make_nothing(path: Path) -> None:
    pass


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))  # an address has at most 107 bytes


NO_FILES = {
    "missing": (make_nothing, "does not exist"),
    "a folder": (Path.mkdir, "is a folder"),
    "a FIFO": (os.mkfifo, "is not a regular file"),
    "a socket": (make_socket, "is not a regular file"),
    "a device": (lambda path: path.symlink_to("/dev/null"), "is not a regular file"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "does not exist"),
    "a link to itself": (lambda path: path.symlink_to(path.name), ""),
}


@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_is_refused_in_one_sentence(tmp_path, before, kind):
    make, phrase = NO_FILES[kind]
    make(tmp_path / "titles.csv")
    message = refusal(tmp_path / "titles.csv")
    assert phrase in message
    assert "titles.csv" in message
    assert database() == before


def test_a_name_that_is_too_long_is_refused(tmp_path, before):
    assert "File name too long" in refusal(tmp_path / ("x" * 300))
    assert database() == before


def test_a_name_that_does_not_print_is_escaped(tmp_path, before):
    assert "a\\nb\\x1b[2J.csv is empty" in refusal(write(tmp_path, b"", "a\nb\x1b[2J.csv"))
    assert database() == before


LIMITS = {
    "a gzip bomb": (
        gzip.compress(SOUND + b"x" * 100_000),
        (files, "MAX_BYTES", 50_000),
        "unpacks to more than 50,000 bytes",
    ),
    "an endless line": (
        SOUND + b"x" * 3_000_000,
        (files, "MAX_LINE_BYTES", 2_000_000),
        "has a line of over 2,000,000 bytes",
    ),
    "an endless cell in quotes": (
        SOUND + b'tm3,"' + b"x\n" * 2000 + b'"\n',
        (reader, "MAX_QUOTED_CHARACTERS", 1000),
        "row at line 4: a quoted cell does not end",
    ),
}


@pytest.mark.parametrize("kind", LIMITS)
def test_what_is_beyond_a_limit_is_refused(tmp_path, before, monkeypatch, kind):
    content, limit, phrase = LIMITS[kind]
    monkeypatch.setattr(*limit)
    assert phrase in refusal(write(tmp_path, content))
    assert database() == before


def test_a_file_with_less_than_half_of_its_rows_is_refused_without_force(tmp_path):
    path = write(tmp_path, NETFLIX.start() + NETFLIX.line(3))
    load(path)
    before = database()
    write(tmp_path, NETFLIX.header + NETFLIX.line(1))

    assert "titles.csv has 1 rows, and had 3 when it was loaded last; --force" in refusal(path)
    assert database() == before
    assert load(path, force=True)["rows_read"] == 1


def test_a_file_with_half_of_its_rows_is_loaded(tmp_path):
    load(write(tmp_path, NETFLIX.start()))
    assert load(write(tmp_path, NETFLIX.header + NETFLIX.line(1)))["rows_read"] == 1


CHANGES = {
    "appended to": lambda path: path.open("a").write(NETFLIX.line(3)),
    "replaced": lambda path: path.with_name("new.csv").replace(path),
    "touched": lambda path: os.utime(path, (1, 1)),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, before, monkeypatch, kind):
    path = write(tmp_path, NETFLIX.start())
    write(tmp_path, NETFLIX.start(), "new.csv")
    merge = loading.merge_chunk

    def change_and_merge(chunk, run) -> None:
        CHANGES[kind](path)
        merge(chunk, run)

    monkeypatch.setattr(loading, "merge_chunk", change_and_merge)
    assert "titles.csv changed while it was read" in refusal(path)
    assert database() == before


@pytest.mark.parametrize("bad", [b"", SOUND + b'tm3,"Film,MOVIE,x\n'], ids=["empty", "open quote"])
def test_a_sound_file_beside_a_broken_one_is_not_loaded(tmp_path, before, bad):
    # The broken one is found at once, or after the sound one has been read.
    sound = write(tmp_path, TMDB.start(), "sound.csv")
    assert "bad.csv" in refusal(sound, write(tmp_path, bad, "bad.csv"))
    assert database() == before
