"""Files that are odd but sound: loaded whole, and what is stored is what was meant."""

import csv
import gzip
import io

import pytest

from catalog.models import Title
from catalog.tests.broken_files import NETFLIX, TMDB, Shape, load, n_rows_by_csv, write

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

SOUND = TMDB.start()
#: Characters of text direction and of no width.
BIDI = "\u202eFilm\u202c\u200b 3\u2066\u2069\ufeff"


def rewritten(text: str, **style: object) -> str:
    """Return the same rows in another style of CSV."""
    out = io.StringIO()
    csv.writer(out, **({"lineterminator": "\n"} | style)).writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


def reordered(text: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(row[::-1] for row in csv.reader(io.StringIO(text)))
    return out.getvalue()


def mixed_line_ends() -> str:
    return TMDB.header + TMDB.line(1).replace("\n", "\r\n") + TMDB.line(2).replace("\n", "\r")


#: Two sound rows, written in odd ways.
ODD = {
    "a byte order mark": b"\xef\xbb\xbf" + SOUND.encode(),
    "a byte order mark and quotes": ("\ufeff" + rewritten(SOUND, quoting=csv.QUOTE_ALL)).encode(),
    "CRLF": SOUND.replace("\n", "\r\n").encode(),
    "bare CR": SOUND.replace("\n", "\r").encode(),
    "mixed line ends": mixed_line_ends().encode(),
    "CRCRLF": SOUND.replace("\n", "\r\r\n").encode(),
    "no end of the last line": SOUND.strip().encode(),
    "empty lines between": SOUND.replace("\n", "\n\n").encode(),
    "empty lines at both ends": f"\n\r\n{SOUND}\n\n\r\n".encode(),
    "all in quotes": rewritten(SOUND, quoting=csv.QUOTE_ALL).encode(),
    "reordered columns": reordered(SOUND).encode(),
    "a column more": SOUND.replace("\n", ",more\n").encode(),
    "columns without a name": ("," + SOUND.replace("\n", "\n0,").removesuffix("0,")).encode(),
    "two columns without a name": SOUND.replace("\n", ",,\n").encode(),
    "spaces in the header": SOUND.replace("title,", " title ,", 1).encode(),
    "spaces around numbers": SOUND.replace(",98,", ", 98 ,").encode(),
    "1995.0 where integral": SOUND.replace(",98,", ",98.0,").encode(),
    "a plus sign": SOUND.replace(",98,", ",+98,").encode(),
    "leading zeros": SOUND.replace(",98,", ",0098,").encode(),
    "IMDb ids without tt": SOUND.replace(",tt00", ",").encode(),
    "an older edition": rewritten(SOUND.replace(",keywords", "").replace(",river", "")).encode(),
    "gzip without its ending": gzip.compress(SOUND.encode()),
    "gzip in two parts": gzip.compress(SOUND[:300].encode()) + gzip.compress(SOUND[300:].encode()),
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_but_sound_file_is_loaded_whole(tmp_path, kind):
    path = write(tmp_path, ODD[kind])
    report = load(path)
    assert (report["created"], report["skipped"], report["nulled"]) == (2, 0, {})
    assert report["rows_read"] == n_rows_by_csv(path)
    stored = Title.objects.order_by("tmdb_id").values_list("tmdb_id", "imdb_id", "name")
    assert list(stored) == [(1, "tt0000001", "Film 1"), (2, "tt0000002", "Film 2")]
    assert set(Title.objects.values_list("runtime_minutes", "overview")) == {(98, "A plot.")}


#: A name as it stands in the file, and as it is stored.
NAMES = {
    "a formula": ('=HYPERLINK("https://evil.example")', '=HYPERLINK("https://evil.example")'),
    "a formula of another kind": ("@SUM(1+1)*cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0"),
    "a script": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "SQL": ("'; DROP TABLE catalog_title; --", "'; DROP TABLE catalog_title; --"),
    "a format": ("100 %s {0} %(name)s", "100 %s {0} %(name)s"),
    "quotes": ('Film "3"', 'Film "3"'),
    "nothing but quotes": ('"""', '"""'),
    "a comma": ("Film, 3", "Film, 3"),
    "a backslash": ("Film\\3\\", "Film\\3\\"),
    "a backslash and N": ("\\N", "\\N"),
    "the end of COPY": ("\\.", "\\."),
    "NULL": ("NULL", "NULL"),
    "NaN": ("NaN", "NaN"),
    "a number": ("1917", "1917"),
    "a date": ("1999-02-30", "1999-02-30"),
    "beyond the first plane": ("Film 🎬 𝔄", "Film 🎬 𝔄"),
    "an emoji of several": ("👩\u200d🚀", "👩\u200d🚀"),
    "right to left": ("فیلم", "فیلم"),
    "300 characters": ("é" * 300, "é" * 300),
    "the character that replaces others": ("Caf\ufffd", "Caf\ufffd"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_a_strange_name_is_stored_as_it_stands(tmp_path, kind):
    cell, name = NAMES[kind]
    path = write(tmp_path, SOUND + TMDB.line(3, title=cell))
    report = load(path)
    assert (report["rows_read"], report["created"], report["repaired"]) == (3, 3, {})
    assert Title.objects.get(tmdb_id=3).name == name


#: A name as it stands in the file, as it is stored, and the rules that say so.
REPAIRED = {
    "directions and no width": (BIDI, "Film 3", ["invisible character removed"]),
    "a soft hyphen": ("Fi\xadlm 3", "Film 3", ["invisible character removed"]),
    "a bell and an escape": ("Film\x07\x1b 3", "Film 3", ["control character removed"]),
    "an entity": ("Film &amp; 3", "Film & 3", ["HTML entity decoded"]),
    "an entity of an entity": ("Film &amp;amp; 3", "Film &amp; 3", ["HTML entity decoded"]),
    "a no-break space": ("Film\u00a03", "Film 3", ["no-break space made a space"]),
    "a line break": ("Film\r\n3", "Film 3", ["line break made a space"]),
    "a line separator": ("Film\u20283", "Film 3", ["line break made a space"]),
    "spaces at the ends": ("  Film 3 ", "Film 3", ["spaces at the ends removed"]),
    "many spaces": ("Film    3", "Film 3", ["repeated or other spaces made one"]),
}


@pytest.mark.parametrize("kind", REPAIRED)
def test_a_name_that_is_put_right_is_counted(tmp_path, kind):
    cell, name, rules = REPAIRED[kind]
    path = write(tmp_path, SOUND + TMDB.line(3, title=cell))
    report = load(path)
    assert (report["rows_read"], report["created"]) == (3, 3)
    assert Title.objects.get(tmdb_id=3).name == name
    assert {rule: found["count"] for rule, found in report["repaired"].items()} == dict.fromkeys(
        rules, 1
    )


def test_a_line_end_in_quotes_does_not_end_the_row(tmp_path):
    # The line numbers of what follows count it.
    path = write(tmp_path, SOUND + TMDB.line(3, overview="Of\n\ntwo\r\nlines.") + "8,short\n")
    report = load(path)
    assert report["rows_read"] == n_rows_by_csv(path) == 4
    assert report["reasons"]["too few cells"]["lines"] == [8]
    assert Title.objects.get(tmdb_id=3).overview == "Of two lines."


def test_a_stray_quote_is_part_of_its_cell(tmp_path):
    path = write(tmp_path, SOUND + TMDB.line(3).replace("Film 3", 'Film 3" wide'))
    assert load(path)["rows_read"] == n_rows_by_csv(path) == 3
    assert Title.objects.get(tmdb_id=3).name == 'Film 3" wide'


# The design refuses what is not in UTF-8. Files saved by Excel are common, so they are read as
# Windows-1252; the report says so, and they rank below files that are not.
@pytest.mark.parametrize("shape", [TMDB, NETFLIX], ids=["tmdb", "netflix"])
def test_windows_1252_is_read_as_such_and_the_report_says_so(tmp_path, shape: Shape):
    content = shape.start() + shape.line(3, title="Amélie – “Zoé”")
    report = load(write(tmp_path, content.encode("cp1252")))
    assert (report["rows_read"], report["created"]) == (3, 3)
    assert report["encoding"] == "Windows-1252"
    assert Title.objects.filter(name="Amélie – “Zoé”").exists()


def test_one_damaged_letter_among_many_is_replaced_and_counted(tmp_path):
    content = (SOUND + TMDB.line(3, title="Amélie et Zoé à Orléans")).encode()
    report = load(
        write(tmp_path, content.replace("è".encode(), b"e").replace(b"l\xc3\xa9a", b"l\xe9a"))
    )
    assert report["encoding"] == "UTF-8 with 1 unreadable bytes"
    assert Title.objects.get(tmdb_id=3).name == "Amélie et Zoé à Orl\ufffdans"


def test_a_path_up_the_tree_is_followed(tmp_path, monkeypatch):
    # The design refuses "../". A path here is what an operator typed, and leads where they say;
    # the report names the place itself.
    (tmp_path / "inner").mkdir()
    path = write(tmp_path, SOUND)
    monkeypatch.chdir(tmp_path / "inner")
    report = load(path.parent / "inner" / ".." / "titles.csv")
    assert report["path"] == str(path)


def test_a_link_is_followed(tmp_path):
    write(tmp_path, SOUND, "real.csv")
    (tmp_path / "titles.csv").symlink_to("real.csv")
    report = load(tmp_path / "titles.csv")
    assert (report["created"], report["path"]) == (2, str(tmp_path / "real.csv"))


def test_an_amount_as_large_as_can_be_is_stored(tmp_path):
    load(write(tmp_path, TMDB.header + TMDB.line(1, budget=str(2**63 - 1))))
    assert Title.objects.get().budget == 2**63 - 1
