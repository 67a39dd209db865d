"""Rows of ratings files as columns: what is skipped and why, whatever the size of the blocks."""

import random

import pytest

from recommendations.rating_files import RatingFile, find_rating_file
from recommendations.rating_files import rows as rows_module
from recommendations.rating_files.careful import LineReader
from recommendations.tests.rating_builders import (
    GOOD,
    GOOD_WORD,
    MOVIELENS_HEADER,
    WORDS_HEADER,
    an_ml_100k,
    movielens,
    read,
    words,
    write,
)

ODD_NUMBERS = {
    "7,31,2.5": "too few cells",
    "7,31,2.5,1260759144,9": "too many cells",
    "7": "too few cells",
    ",31,2.5,1260759144": "no user id",
    "7, ,2.5,1260759144": "no movie id",
    "7,31,,1260759144": "no rating",
    "seven,31,2.5,1260759144": "user id is no positive number",
    "-7,31,2.5,1260759144": "user id is no positive number",
    "7,0,2.5,1260759144": "movie id is no positive number",
    "7,3.5,2.5,1260759144": "movie id is no positive number",
    "7,99999999999999999999,2.5,1260759144": "movie id is no positive number",
    "7,٣١,2.5,1260759144": "movie id is no positive number",
    "7,31,nan,1260759144": "rating is no number",
    "7,31,inf,1260759144": "rating is no number",
    "7,31,good,1260759144": "rating is no number",
    "7,31,1_0,1260759144": "rating is no number",
    "7,31,0,1260759144": "rating not on the scale 0.5-5",
    "7,31,5.5,1260759144": "rating not on the scale 0.5-5",
    "7,31,10,1260759144": "rating not on the scale 0.5-5",
    "7,31,2.7,1260759144": "rating not on the scale 0.5-5",
    "7,31,-3,1260759144": "rating not on the scale 0.5-5",
    "7,31,1e99,1260759144": "rating not on the scale 0.5-5",
    "7,31,2.5,yesterday": "timestamp is no time",
    "7,31,2.5,0": "timestamp before 1970 or in the future",
    "7,31,2.5,1260759144000": "timestamp before 1970 or in the future",
    "7,31,2.5,4102444800": "timestamp before 1970 or in the future",
    "7,31,2.5,-5": "timestamp is no time",
    "7,3\x001,2.5,1260759144": "NUL character",
    '7,31,"2.5,1260759144': "a quote that is not closed, or text behind it",
    " \t": "blank row",
}


@pytest.mark.parametrize("odd", ODD_NUMBERS)
def test_an_odd_row_is_skipped_with_its_line_and_reason(tmp_path, odd):
    ratings, skipped = read(movielens(tmp_path, GOOD, odd, "", GOOD.replace("31", "32")))
    assert skipped == [(3, ODD_NUMBERS[odd])]
    assert [(row[0], row[2]) for row in ratings] == [(2, 31), (5, 32)]


@pytest.mark.parametrize(
    "same",
    [
        '"7","31","2.5","1260759144"',
        " 7 , 31 , 2.50 , 1260759144 ",
        "007,+31,2.5,1260759144",
        "7.0,31.0,2.5,1260759144.0",
        "7,31,25e-1,1260759144",
    ],
)
def test_other_spellings_of_a_row_are_the_same_row(tmp_path, same):
    assert read(movielens(tmp_path, same)) == ([(2, 7, 31, 5, 1260759144)], [])


def test_a_row_without_a_time_is_a_rating_of_unknown_time(tmp_path):
    ratings, _ = read(movielens(tmp_path, "7,31,2.5,", '7,"32",2.5,'))
    assert [row[4] for row in ratings] == [0, 0]


def test_whole_stars_are_all_that_ml_100k_knows(tmp_path):
    path = an_ml_100k(tmp_path)
    write(path, "1\t7\t3.5\t881250949", "1\t7\t3\t881250949")
    ratings, skipped = read(path)
    assert ([row[3] for row in ratings], skipped) == ([6], [(1, "rating not on the scale 1-5")])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",ann,the+vault+2001,4", None),
        ("2020-02-30T00:00:00,ann,the+vault+2001,4", "timestamp is no time"),
        ("1260759144,,the+vault+2001,4", "no user id"),
        ("1260759144,ann,,4", "no movie id"),
        (f"1260759144,{'a' * 61},the+vault+2001,4", "user id of more than 60 characters"),
        (f"1260759144,ann,{'v' * 121},4", "movie id of more than 120 characters"),
        ("1260759144,ann,the+vault+2001,nan", "rating is no number"),
    ],
)
def test_rows_with_words_as_ids_are_checked_too(tmp_path, row, reason):
    ratings, skipped = read(words(tmp_path, GOOD_WORD, row, GOOD_WORD))
    assert [line for line, *_ in ratings] == ([2, 4] if reason else [2, 3, 4])
    assert skipped == ([(3, reason)] if reason else [])


@pytest.mark.parametrize(
    "stamp",
    ["978344496", "2001-01-01T10:21:36", "2001-01-01 10:21:36", "2001-01-01T10:21:36.250Z",
     "2001-01-01T11:21:36+01:00"],
)  # fmt: skip
def test_a_time_is_seconds_or_an_iso_date(tmp_path, stamp):
    ratings, skipped = read(words(tmp_path, f"{stamp},ann,the+vault+2001,4"))
    assert (ratings[0][4], skipped) == (978344496, [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("block_bytes", [1, 7, 40, 1 << 20])
def test_line_ends_and_block_sizes_change_nothing(tmp_path, end, block_bytes):
    lines = [MOVIELENS_HEADER, GOOD, "", "7,x,2.5,1260759144", "7,32,4,1260759145"]
    path = tmp_path / "ratings.csv"
    path.write_bytes(b"\xef\xbb\xbf" + end.join(lines).encode())
    assert read(path, block_bytes) == (
        [(2, 7, 31, 5, 1260759144), (5, 7, 32, 8, 1260759145)],
        [(4, "movie id is no positive number")],
    )


def slowly(file: RatingFile, lines: list[str]) -> tuple[list[tuple], list[tuple[int, str]]]:
    """Read every line by itself, as ``read`` does in blocks."""
    reader = LineReader(file.layout, file.columns, latest=2**31)
    ratings, skipped = [], []
    for number, line in enumerate(lines, 1):
        try:
            if line and number > file.layout.has_header:
                ratings.append((number, *reader.record(line)))
        except ValueError as error:
            skipped.append((number, str(error)))
    return ratings, skipped


@pytest.mark.parametrize("seed", range(6))
def test_blocks_are_read_as_their_lines_are_one_by_one(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(rows_module, "CAREFUL_LINES", 3)
    chance = random.Random(seed)
    odd = [row for row in ODD_NUMBERS if "4102444800" not in row]
    fine = [GOOD, "8,31,4,1260759144", "8,32,.5,", "9,1,5.0,1"]
    rows = [chance.choice(odd if chance.random() < 0.1 else fine) for _ in range(400)]
    path = movielens(tmp_path, *rows)
    expected = slowly(find_rating_file(path), path.read_text().split("\n"))
    assert read(path, chance.choice([50, 1000, 1 << 20])) == expected


@pytest.mark.parametrize("seed", range(3))
def test_blocks_of_words_are_read_as_their_lines_are_one_by_one(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(rows_module, "CAREFUL_LINES", 3)
    chance = random.Random(seed)
    rows = [
        ",".join(
            (
                chance.choice(["1260759144", "2001-01-01T10:21:36", "2001-01-01 10:21:36", ""]),
                chance.choice(["ann", "bob", "çelik"] * 9 + [" ann", "", '"ann"', "a\0n"]),
                chance.choice(["the+vault+2001", "7"] * 9 + ["", "v" * 121]),
                chance.choice(["4", "3.5", "5.0"] * 9 + ["6", "nan", "", "x"]),
            )
        )
        for _ in range(300)
    ]
    path = words(tmp_path, *rows)
    expected = slowly(find_rating_file(path), path.read_text().split("\n"))
    assert read(path, chance.choice([50, 1000, 1 << 20])) == expected


def test_an_odd_line_among_many_costs_a_few_hundred_careful_ones(tmp_path, monkeypatch):
    read_with_care = []
    record = LineReader.record
    monkeypatch.setattr(
        LineReader, "record", lambda self, text: read_with_care.append(text) or record(self, text)
    )
    ratings, skipped = read(movielens(tmp_path, *[GOOD] * 20_000, "odd", *[GOOD] * 20_000))
    assert (len(ratings), skipped) == (40_000, [(20_002, "too few cells")])
    assert len(read_with_care) <= rows_module.CAREFUL_LINES


def test_a_header_of_words_needs_no_quotes(tmp_path):
    header = ",".join(f'"{name}"' for name in WORDS_HEADER.split(","))
    assert len(read(write(tmp_path / "r.csv", header, GOOD_WORD))[0]) == 1
