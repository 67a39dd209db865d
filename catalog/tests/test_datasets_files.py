"""Files that are broken or strange: refused in one sentence, or read with every row counted."""

import csv
import gzip
import os
from pathlib import Path

import pytest
from django.conf import settings

from catalog.canonical import Chunk
from catalog.datasets import DatasetError, files, load_datasets, reader, recognise
from catalog.datasets.reader import read_blocks

DATASETS = load_datasets(settings.DATASETS)
HEADER = "movieId,title,genres\n"
ROWS = "1,Blue Oars (1990),Drama\n2,Amélie’s Tram (1991),Comedy\n"


def load(path: Path) -> list[Chunk]:
    return list(recognise(path, DATASETS).read(path))


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "movies.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def names(chunks: list[Chunk]) -> list[str]:
    return [name for chunk in chunks for name in chunk.column("name")]


def skipped(chunks: list[Chunk]) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for chunk in chunks for row in chunk.skipped]


# Refused -----------------------------------------------------------------------------------------

V11 = next(dataset for dataset in DATASETS if dataset.name == "tmdb_v11")
REFUSED = {
    "empty": (b"", "is empty"),
    "only blank lines": (b"\n\r\n \n", "is empty"),
    "header only": (HEADER, "has a header but no rows"),
    "header and blank lines": (HEADER + "\n\n", "has a header but no rows"),
    "zeros": (bytes(5000), "is not text"),
    "UTF-16": ((HEADER + ROWS).encode("utf-16"), "is UTF-16; save it as UTF-8"),
    "UTF-16 without mark": ((HEADER + ROWS).encode("utf-16-le"), "is not text"),
    "ZIP": (b"PK\x03\x04" + bytes(50), "is a ZIP archive or a workbook"),
    "Git LFS pointer": ("version https://git-lfs.github.com/spec/v1\noid 1\n", "git lfs pull"),
    "cut-off gzip": (gzip.compress((HEADER + ROWS * 500).encode())[:-20], "cut-off gzip archive"),
    "damaged gzip": (b"\x1f\x8b" + b"\x00" * 30, "damaged"),
    "semicolons": ((HEADER + ROWS).replace(",", ";"), "is separated by semicolons"),
    "tabs": ((HEADER + ROWS).replace(",", "\t"), "is separated by tabs"),
    "no header": (ROWS, "has a header that no dataset has (1, Blue Oars (1990), Drama)"),
    "prose": ("Once upon a time\nthere was a tram.\n", "no dataset has (Once upon a time)"),
    "repeated column": ("movieId,title,genres,title\n1,A,B,C\n", "repeats the column title"),
    "ratings": ("userId,movieId,rating,timestamp\n1,2,3.5,4\n", "holds ratings, not titles"),
    "tags": ("userId,movieId,tag,timestamp\n1,2,tram,4\n", "holds tags by users"),
    "reviews": ("imdb_id,rating,text\ntt1,2,Bad.\n", "load it with load_reviews"),
    "open quote": (HEADER + '1,Blue Oars,Drama\n2,"Tram,Drama\n3,Ferry,Drama\n', "row at line 3"),
    "text after a quote": (HEADER + '1,"Blue" Oars,Drama\n', "row at line 2: text follows"),
    "column lost": (
        ",".join(V11.header[:-1]) + "\n" + ",".join("1" * 22) + "\n",
        "looks like the million-row TMDB file but lacks the columns spoken_languages",
    ),
    "last row cut off": (HEADER + ROWS + "3,Ferry", "the last row is cut off (line 4)"),
    "Git LFS pointer after a mark": (b"\xef\xbb\xbfversion https://git-lfs", "git lfs pull"),
    "IMDb's ratings with commas": ("tconst,averageRating,numVotes\ntt1,5,6\n", "with tabs"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_file_is_refused_in_one_sentence(case, tmp_path):
    content, problem = REFUSED[case]

    with pytest.raises(DatasetError) as refusal:
        load(write(tmp_path, content))

    assert problem in str(refusal.value)
    assert "movies.csv" in str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="does not exist"):
        load(tmp_path / "nothing.csv")


def test_folder_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="is a folder"):
        load(tmp_path)


def test_named_pipe_is_refused_without_waiting_for_a_writer(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")

    with pytest.raises(DatasetError, match="not a regular file"):
        load(tmp_path / "pipe.csv")


def test_file_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 1000)

    with pytest.raises(DatasetError, match="unpacks to more than 1,000 bytes"):
        load(write(tmp_path, gzip.compress((HEADER + ROWS * 100).encode())))


def test_endless_line_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_LINE_BYTES", 1000)

    with pytest.raises(DatasetError, match="has a line of over 1,000 bytes"):
        load(write(tmp_path, HEADER + "1," + "a" * 2000))


def test_quote_that_ends_too_late_is_refused_with_its_line(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_QUOTED_CHARACTERS", 100)
    before = csv.field_size_limit()

    with pytest.raises(DatasetError, match="row at line 2: a quoted cell does not end"):
        load(write(tmp_path, HEADER + '1,"Blue\n' + "2,Oars,Drama\n" * 50 + '",Drama\n'))

    csv.field_size_limit(before)


def test_long_cell_without_quotes_is_not_called_quoted(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_QUOTED_CHARACTERS", 100)
    before = csv.field_size_limit()

    with pytest.raises(DatasetError, match="row at line 2: a cell has more than 100 characters"):
        load(write(tmp_path, HEADER + f"1,{'a' * 101},Drama\n"))

    csv.field_size_limit(before)


def test_rows_before_a_broken_one_are_given_out_first(tmp_path):
    path = write(tmp_path, HEADER + ROWS * 3 + '7,"Tram')
    chunks = recognise(path, DATASETS).read(path, chunk_rows=2)

    assert next(chunks).column("name") == ["Blue Oars", "Amélie’s Tram"]
    with pytest.raises(DatasetError, match="line 8"):
        list(chunks)


# Read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "label"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")],
)
def test_encoding_is_found_and_reported(codec, label, tmp_path):
    chunks = load(write(tmp_path, (HEADER + ROWS).encode(codec)))

    assert names(chunks) == ["Blue Oars", "Amélie’s Tram"]
    assert chunks[0].encoding == label


def test_one_damaged_letter_does_not_turn_utf_8_into_windows_1252(tmp_path):
    chunks = load(write(tmp_path, (HEADER + ROWS + "3,Caf").encode() + b"\xe9,Drama\n"))

    assert names(chunks) == ["Blue Oars", "Amélie’s Tram", "Caf�"]
    assert chunks[0].encoding == "UTF-8 with 1 unreadable bytes"


def test_replacement_character_of_the_file_itself_is_no_damage(tmp_path):
    assert load(write(tmp_path, HEADER + "1,Caf�,Drama\n"))[0].encoding == "UTF-8"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(end, tmp_path):
    assert len(names(load(write(tmp_path, (HEADER + ROWS).replace("\n", end))))) == 2


def test_nul_in_a_later_line_of_an_old_mac_is_one_of_its_row(tmp_path):
    text = (HEADER + "1,Blue\0Oars,Drama\n" + ROWS).replace("\n", "\r")

    assert skipped(load(write(tmp_path, text))) == [(2, "NUL character")]


def test_empty_lines_before_the_header_are_counted_but_no_header(tmp_path):
    (chunk,) = load(write(tmp_path, "\n\n" + HEADER + ROWS))

    assert chunk.lines == [4, 5]


def test_last_line_needs_no_end(tmp_path):
    assert len(names(load(write(tmp_path, (HEADER + ROWS).rstrip())))) == 2


def test_spaces_at_the_end_are_no_row_that_is_cut_off(tmp_path):
    assert skipped(load(write(tmp_path, HEADER + ROWS + "  "))) == [(4, "blank row")]


def test_gzip_is_known_by_its_content_not_by_its_name(tmp_path):
    assert len(names(load(write(tmp_path, gzip.compress((HEADER + ROWS).encode()))))) == 2


def test_columns_may_be_in_any_order_and_more_than_known(tmp_path):
    text = "genres,added,title,movieId\nDrama,today,Blue Oars (1990),1\n"

    assert names(load(write(tmp_path, text))) == ["Blue Oars"]


def test_line_separator_within_a_cell_does_not_end_the_row(tmp_path):
    assert names(load(write(tmp_path, HEADER + "1,Blue\u2028Oars,Drama\n"))) == ["Blue Oars"]


def test_line_numbers_count_the_lines_within_cells(tmp_path):
    chunks = load(write(tmp_path, HEADER + '1,"Blue\n\nOars",Drama\n\n,"",\n2,,Drama\n'))

    assert chunks[0].lines == [2]
    assert skipped(chunks) == [(6, "blank row"), (7, "name is blank")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,Blue Oars", "too few cells"),
        ("1,Blue Oars,Drama,", "too many cells"),
        (",,", "blank row"),
        (" ,\u00a0,\t", "blank row"),
        (",,,,", "blank row"),
        ("1,Blue\0Oars,Drama", "NUL character"),
        (f"1,{'a' * 1_000_001},Drama", "cell of more than 1,000,000 characters"),
        (f"1,{'a' * 301},Drama", "name longer than 300 characters"),
        (",Blue Oars,Drama", "source_ids is blank"),
        ("1,\u200b\u00a0,Drama", "name is blank"),
        (f"{'1' * 121},Blue Oars,Drama", "source_ids not an id"),
    ],
)
def test_row_is_skipped_with_its_reason(row, reason, tmp_path):
    chunks = load(write(tmp_path, HEADER + ROWS + row + "\n"))

    assert skipped(chunks) == [(4, reason)]
    assert len(names(chunks)) == 2


def test_skipped_row_is_quoted_in_short_and_without_nul(tmp_path):
    (chunk,) = load(write(tmp_path, HEADER + ROWS + f"1,\0{'a' * 500},Drama\n"))

    assert chunk.skipped[0].value == "1,␀" + "a" * 77


def test_chunks_are_as_long_as_asked(tmp_path):
    path = write(tmp_path, HEADER + ROWS * 3 + ",,\n")

    chunks = list(recognise(path, DATASETS).read(path, chunk_rows=4))

    assert [len(chunk) for chunk in chunks] == [4, 2]
    assert sum(chunk.rows_read for chunk in chunks) == 7


def test_smaller_format_is_not_seen_in_a_larger_one_that_lost_a_column():
    four_columns = next(dataset for dataset in DATASETS if dataset.name == "tmd_4col")

    assert not four_columns.missing(V11.header)
    assert not four_columns.fits(V11.header)


def test_a_file_of_both_encodings_is_read_as_both(tmp_path):
    content = "name\nAmélie\nZoé\nRené\n".encode("cp1252") + "WALL·E\n".encode()
    path = tmp_path / "mixed.csv"
    path.write_bytes(content)
    (block,) = read_blocks(path)
    assert block.cells["name"].to_list() == ["Amélie", "Zoé", "René", "WALL·E"]
    assert block.encoding == "Windows-1252"
