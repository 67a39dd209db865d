"""``read_blocks`` says of any text what the csv module says, wherever the file is cut in pieces."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalog.datasets import DatasetError, files
from catalog.datasets.reader import numbered_rows, read_blocks

#: What CSV is made of: weighty characters come often.
PIECES = st.sampled_from(
    [",", ",", ",", '"', '"', '""', "\n", "\n", "\r\n", "\r", " ", "a", "bc", "é", "😀", "\0", "\t",
     "\u2028", "\x0b", "\x1c", '","', '"\n"', '"\r\n', "\ufeff", "'", ";", "\\", '"a,b"', "1,2\n"]
)  # fmt: skip
LOOSE = st.lists(PIECES, max_size=40).map("".join)
CELLS = st.lists(PIECES, max_size=4).map("".join)
QUOTED = CELLS.map(lambda text: '"' + text.replace('"', '""') + '"')
PLAIN = st.text("ab é1-'\\", max_size=5)
ROWS = st.lists(st.one_of(PLAIN, PLAIN, QUOTED), min_size=3, max_size=3).map(",".join)
TIDY = st.lists(
    st.tuples(st.one_of(ROWS, ROWS, ROWS, LOOSE), st.sampled_from(["\n", "\n", "\r\n", "\r", ""])),
    max_size=12,
).map(lambda lines: "".join(row + end for row, end in lines))
BODIES = st.one_of(LOOSE, TIDY, TIDY)
#: None with empty lines before it: pieces are larger than the megabyte in which it must be.
HEADERS = st.sampled_from(["x,y,z\n", "x,y,z\r\n", '"x","y",z\n', "x\n", "x,,\n"])

#: Rows as (line, cells), and how it ended: None or what was wrong.
Told = tuple[list[tuple[int, list[str]]], str | None]


def by_csv(path: Path) -> Told:
    """Return all rows after the header as the csv module sees them, in one go."""
    rows: list[tuple[int, list[str]]] = []
    try:
        rows += numbered_rows(path)  # of a broken file nothing remains
    except DatasetError as error:
        return [], str(error)
    return rows[1:], None


def by_blocks(path: Path, width: int, block_rows: int) -> Told:
    """Return all rows, those that were skipped as (line, []), in order."""
    rows: list[tuple[int, list[str]]] = []
    try:
        for block in read_blocks(path, block_rows=block_rows):
            assert len(block.lines) == block.cells.height <= block_rows
            rows += zip(map(int, block.lines), map(list, block.cells.iter_rows()), strict=True)
            rows += [(row.line, []) for row in block.skipped]
    except DatasetError as error:
        return [], str(error)
    return sorted(rows), None


def expected(rows: list[tuple[int, list[str]]], header: list[str]) -> list[tuple[int, list[str]]]:
    """Return what may be asked for of each row; nothing of one that must be skipped."""
    named = [place for place, name in enumerate(header) if name]
    return [
        (line, [row[place] for place in named] if _is_sound(row, len(header)) else [])
        for line, row in rows
    ]


def _is_sound(row: list[str], width: int) -> bool:
    return len(row) == width and any(map(str.strip, row)) and "\0" not in "".join(row)


def is_cut_off(data: str, rows: list[tuple[int, list[str]]], width: int) -> bool:
    """Tell whether the last row lacks cells and the file its last line end."""
    ends = data.endswith(("\n", "\r"))
    return not ends and bool(rows) and any(map(str.strip, rows[-1][1])) and len(rows[-1][1]) < width


@pytest.mark.parametrize("piece_bytes", [5, 13, 1 << 24])
@settings(
    max_examples=400,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(header=HEADERS, body=BODIES, block_rows=st.sampled_from([1, 2, 50_000]))
# A piece that begins with what polars takes for a byte order mark.
@example(header="x\n", body="\ufeffa\n", block_rows=2)
@example(header="x,y,z\n", body="\u2028\u2028\u2028\u2028,,\n", block_rows=2)
def test_rows_are_those_of_the_csv_module(
    tmp_path, monkeypatch, piece_bytes, header, body, block_rows
):
    monkeypatch.setattr(files, "PIECE_BYTES", piece_bytes)
    path = tmp_path / "any.csv"
    path.write_bytes((header + body).encode())
    names = next(filter(None, csv.reader([header.strip()])))
    rows, problem = by_csv(path)
    found, refused = by_blocks(path, len(names), block_rows)
    if problem:
        assert refused == problem
    elif is_cut_off(header + body, rows, len(names)):
        assert f"the last row is cut off (line {rows[-1][0]})" in (refused or "")
    elif not rows:
        assert "has a header but no rows" in (refused or "")
    else:
        assert (found, refused) == (expected(rows, names), None)


@settings(
    max_examples=200,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    body=st.one_of(
        st.binary(max_size=60), BODIES.map(lambda text: text.encode("cp1252", "replace"))
    )
)
def test_bytes_of_any_kind_are_read_alike_in_pieces_and_whole(tmp_path, monkeypatch, body):
    path = tmp_path / "any.csv"
    path.write_bytes(b"x,y,z\n" + body)
    told = []
    for piece_bytes in (3, 1 << 24):
        monkeypatch.setattr(files, "PIECE_BYTES", piece_bytes)
        told.append(by_blocks(path, 3, 50_000))
    assert told[0] == told[1]
