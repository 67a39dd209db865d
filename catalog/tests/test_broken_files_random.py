"""Files damaged at random, given to the real command: refused in one sentence, or every row told.

A sound file of the tmdb or the netflix shape is broken in a few ways of ``DAMAGES``, perhaps cut
off and perhaps gzipped. Whatever comes of it, there is no traceback, the database is as it was or
as the report says, and a second load of the file changes nothing.
"""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.datasets import files
from catalog.models import Load, Title
from catalog.tests.broken_files import NETFLIX, TMDB, Shape, csv_line, database, load, write

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

#: Cells that have been wrong in real files, or would be right elsewhere.
ODD_CELLS = st.sampled_from(
    ["", " ", "0", "-1", "1", "2", "nan", "inf", "1e999", "1e400", str(2**63), "9" * 40, "1.5",
     "2.0", "1_990", "٩٠", "1999-02-30", "0000-00-00", "03/04/1990", "1997-08-20", "tt0000001",
     "tt0000002", "ttx", "[", "['drama']", "['drama'", "[[", "{}", "null", "None", "True", "=1+1",
     "<b>", "&amp;", "&#0;", "&#xd800;", "&#1114112;", "\u202e", "\u200b", "\ufeff", "\x1b[2J",
     "\x7f", '"', '""', ",", "a,b", "a\nb", "\r", "\0", "\\N", "\\.", "😀", "x" * 301, "Film 1",
     "SHOW", "/../x.jpg", "javascript:1", "Drama, Gargling", "Germany, Atlantis", "é" * 130, "|"]
)  # fmt: skip
CELLS = st.one_of(ODD_CELLS, ODD_CELLS, st.text(max_size=6))
BYTES = st.sampled_from(
    [b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"\xe9", b"\xc3", b";", b'"\n', b"\xed\xa0\x80"]
)
PLACES = st.floats(0, 1, exclude_max=True)


@st.composite
def texts(draw: Callable) -> bytes:
    """Return rows of one shape, of which some cells are odd."""
    shape: Shape = draw(st.sampled_from([TMDB, NETFLIX]))
    names = st.sampled_from(shape.header.strip().split(","))
    numbers = draw(st.lists(st.integers(1, 6), min_size=1, max_size=6))
    lines = [shape.line(n, **draw(st.dictionaries(names, CELLS, max_size=2))) for n in numbers]
    extra = draw(st.lists(st.lists(CELLS, max_size=4).map(csv_line), max_size=1))
    return (shape.header + "".join(lines + extra)).encode("utf-8", "surrogatepass")


@st.composite
def contents(draw: Callable) -> bytes:
    """Return a file: rows, damaged here and there, perhaps cut off, perhaps gzipped."""
    content = draw(texts())
    for place, piece in draw(st.lists(st.tuples(PLACES, BYTES), max_size=2)):
        # The header is left alone most of the time: without it nothing else is looked at.
        at = int(len(content) * (0.5 + place / 2 if draw(st.integers(0, 9)) else place))
        content = content[:at] + piece + content[at + draw(st.integers(0, 1)) :]
    if draw(st.integers(0, 5)) == 0:
        content = content[: int(len(content) * draw(PLACES))]
    if draw(st.integers(0, 5)) == 0:
        content = gzip.compress(content, mtime=0)
        if draw(st.integers(0, 3)) == 0:
            content = content[: int(len(content) * draw(PLACES))]
    return content


def refused_or_told(path: Path, before: object) -> None:
    """Load the file; check what must hold if it is refused, and if it is not."""
    try:
        report = load(path)
    except CommandError as error:
        assert str(error).startswith(path.name)
        assert str(error).endswith(" Nothing was loaded.")
        assert "\n" not in str(error)
        assert database() == before
        return
    assert Title.objects.count() == report["created"]
    stored = Load.objects.latest("pk")
    assert (stored.rows_read, stored.created) == (report["rows_read"], report["created"])
    again = load(path)
    assert (again["created"], again["changed"]) == (0, 0)
    assert again["rows_read"] == report["rows_read"]


@pytest.fixture
def untouched(db) -> object:
    return database()


@pytest.mark.parametrize("piece_bytes", [64, 1 << 24])
@settings(
    max_examples=30,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=contents())
def test_no_damage_is_beyond_one_sentence_or_a_report(
    tmp_path, monkeypatch, untouched, piece_bytes, content
):
    monkeypatch.setattr(files, "PIECE_BYTES", piece_bytes)
    with transaction.atomic():
        refused_or_told(write(tmp_path, content), untouched)
        transaction.set_rollback(True)
