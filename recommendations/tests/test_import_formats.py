"""Files of other sites are recognised and read: what is said of which title, on which scale."""

import json
from datetime import UTC, datetime

import pytest

from recommendations.importing.formats import uploads
from recommendations.importing.formats.entries import SCALES, Entry, ImportRefused, Refused
from recommendations.importing.formats.uploads import parts_of
from recommendations.importing.reading import formats, read_upload
from recommendations.tests.import_files import (
    GENERIC,
    IMDB_RATINGS,
    LETTERBOXD_LIST,
    LETTERBOXD_RATINGS,
    MOVIELENS_OWN,
    SAMPLES,
    TRAKT_RATINGS,
    letterboxd_zip,
    own_zip,
    trakt_json,
    zipped,
)


def read(name: str, data: bytes | str, scale: str = ""):
    return read_upload(name, data.encode() if isinstance(data, str) else data, scale)


def said(reading) -> list[tuple]:
    return [
        (row.what, row.name, row.year, row.value) for row in reading.rows if isinstance(row, Entry)
    ]


def refused(reading) -> list[str]:
    return [row.reason for row in reading.rows if isinstance(row, Refused)]


def test_letterboxd_gives_ratings_the_diary_and_the_watchlist_without_what_was_deleted():
    reading = read("letterboxd.zip", letterboxd_zip())
    assert (reading.format.name, reading.scale.name) == ("letterboxd", "5")
    assert said(reading) == [
        ("rating", "The Vault", 2001, 9),
        ("rating", "Night Shift", 1974, 1),
        ("rating", "Nowhere, Never", 1990, 6),
        ("rating", "The Vault", 2001, 6),
        ("seen", "May Wedding", 2005, None),
        ("watchlist", "June Wedding", 2002, None),
    ]
    assert reading.rows[3].at == datetime(2021, 2, 1, tzinfo=UTC)


def test_a_list_of_letterboxd_is_what_its_name_says():
    assert said(read("watchlist.csv", LETTERBOXD_LIST))[0][0] == "watchlist"
    assert said(read("watched.csv", LETTERBOXD_LIST))[0][0] == "seen"


def test_imdb_gives_ids_and_leaves_episodes_out():
    reading = read("ratings.csv", IMDB_RATINGS)
    assert (reading.format.name, reading.scale.name) == ("imdb", "10")
    assert said(reading) == [("rating", "The Vault", 2001, 8)]
    assert (reading.rows[0].imdb_id, reading.rows[0].kind) == ("tt9990001", "movie")
    assert refused(reading) == ["an episode: only whole titles are rated here"]


def test_trakt_json_alone_and_in_an_archive_gives_the_same():
    alone = read("ratings-movies.json", trakt_json())
    archived = read("trakt.zip", zipped(ratings_movies_json=trakt_json()))
    assert alone.format.name == archived.format.name == "trakt"
    assert said(alone) == said(archived) == [("rating", "The Vault", 2001, 7)]
    assert (alone.rows[0].tmdb_id, alone.rows[0].at.hour) == (9001, 10)
    assert refused(alone) == []


def test_trakt_s_older_archives_have_folders_and_other_lists_stay_out():
    film = {"movie": {"title": "The Vault", "year": 2001, "ids": {"tmdb": 9001}}}
    listed = json.dumps([{"listed_at": "2021-01-01T00:00:00Z", "type": "movie"} | film])
    archive = zipped(
        ada__ratings__ratings_movies_json=trakt_json(),
        ada__lists__watchlist_json=listed,
        ada__lists__favourites_json=listed,
        lists_favorites_json=listed,
    )
    assert [row[0] for row in said(read("trakt.zip", archive))] == ["rating", "watchlist"]


def test_trakt_tells_what_was_watched_from_what_was_listed():
    film = {"movie": {"title": "The Vault", "year": 2001, "ids": {"tmdb": 9001}}}
    history = [{"last_watched_at": "2021-01-01T00:00:00Z", "plays": 3} | film]
    listed = [{"listed_at": "2021-01-01T00:00:00Z", "type": "movie", "rank": 1} | film]
    assert said(read("watched.json", json.dumps(history)))[0][0] == "seen"
    assert said(read("watchlist.json", json.dumps(listed)))[0][0] == "watchlist"


def test_trakt_csv():
    text = (
        "rated_at,type,title,year,trakt_rating,trakt_id,imdb_id,tmdb_id,rating\n"
        "2021-03-04T10:00:00Z,movie,The Vault,2001,7.7,12,tt9990001,9001,10\n"
        "2021-03-04T10:00:00Z,season,Trams,2018,7.7,13,,,10\n"
    )
    reading = read("ratings.csv", text)
    assert (reading.format.name, said(reading)) == ("trakt", [("rating", "The Vault", 2001, 10)])


def test_movielens_gives_ids_and_names_with_their_article_in_front():
    reading = read("movielens-ratings.csv", MOVIELENS_OWN)
    row = reading.rows[0]
    assert (reading.format.name, said(reading)) == (
        "movielens",
        [("rating", "The Vault", 2001, 9)],
    )
    assert (row.imdb_id, row.tmdb_id, row.movielens_id) == ("tt9990001", 9001, 31)
    wanted = read("movielens-wishlist.csv", MOVIELENS_OWN)
    assert said(wanted)[0][0] == "watchlist"


def test_movielens_may_go_up_to_a_hundred():
    text = "movie_id,imdb_id,tmdb_id,rating,average_rating,title\n31,,,85,81.9,Vault (2001)\n"
    assert said(read("ratings.csv", text)) == [("rating", "Vault", 2001, 9)]


def test_ratings_of_several_people_are_refused():
    one = "userId,movieId,rating,timestamp\n1,31,4.5,1614852000\n"
    assert read("ratings.csv", one).rows[0].at.year == 2021
    with pytest.raises(ImportRefused, match="several people"):
        read("ratings.csv", one + "2,31,4.5,1614852000\n")


def test_a_table_of_ones_own_is_read_whatever_separates_its_cells():
    reading = read("films.csv", GENERIC)
    assert (reading.format.name, reading.scale.name) == ("generic", "10")
    assert said(reading) == [
        ("rating", "The Vault", 2001, 9),
        ("rating", "Night Shift", 1974, 7),
    ]


@pytest.mark.parametrize(
    ("ratings", "scale"),
    [
        ("4.5 3 5", "5"),
        ("4.5 3 6", "10"),
        ("85 3 60", "100"),
        ("4 x 999 5", "5"),
        ("", "5"),
    ],
)
def test_the_scale_of_a_table_is_the_smallest_that_has_its_ratings(ratings, scale):
    rows = "".join(f"Film {n},{value}\n" for n, value in enumerate(ratings.split()))
    assert read("films.csv", f"Title,Rating\nFirst,\n{rows}").scale.name == scale


def test_the_scale_of_a_table_can_be_chosen_and_that_of_a_site_cannot():
    assert said(read("films.csv", "Title,Rating\nA,4\n", scale="10"))[0][3] == 4
    assert read("ratings.csv", LETTERBOXD_RATINGS, scale="100").scale.name == "5"


@pytest.mark.parametrize(
    ("scale", "given", "half_stars"),
    [
        ("10", "8", 8),
        ("5", "3.5", 7),
        ("5", "3.25", 7),
        ("5", "0.1", 1),
        ("100", "85", 9),
        ("100", "1", 1),
        ("5", "0", None),
        ("5", "", None),
        ("10", "10.0", 10),
    ],
)
def test_ratings_become_half_stars(scale, given, half_stars):
    assert SCALES[scale].half_stars(given) == half_stars


@pytest.mark.parametrize("given", ["6", "-1", "nan", "1e3", "٤", "4 stars", "inf", "1_0", "9" * 30])
def test_what_is_not_on_the_scale_costs_its_row_only(given):
    reading = read("films.csv", f"Title,Rating\nA,{given}\nB,4\n", scale="5")
    assert len(refused(reading)) == 1
    assert [row[1] for row in said(reading)] == ["B"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(encoding):
    assert said(read("a.csv", "Title,Year\nAmélie,2001\n".encode(encoding)))[0][1] == "Amélie"


def test_a_quote_that_is_not_closed_costs_its_line_only():
    reading = read("a.csv", 'Title,Rating\nA,4\n"B,3\nC,2\n')
    assert [row[1] for row in said(reading)] == ["A", "C"]
    assert [row.line for row in reading.rows] == [2, 3, 4]


def test_rows_with_line_breaks_inside_are_one_row_and_later_lines_keep_their_numbers():
    reading = read("a.csv", 'Title,Notes\n"A","x\ny"\nB,\n')
    assert [(row.name, row.line) for row in reading.rows] == [("A", 2), ("B", 4)]


def test_odd_rows_are_listed_with_their_reasons():
    text = f"Title,Year,Rating\nA,2001\nB,2001,3,4\n,,\n{'x' * 301},2001,3\nC,20x1,3\n,2001,4\n"
    reading = read("a.csv", text)
    assert said(reading) == [("rating", "C", None, 6)]
    assert refused(reading) == [
        "too few cells",
        "too many cells",
        "the name has more than 300 characters",
        "no name of a title",
    ]
    longest = read("a.csv", f"Title,Rating\n{'x' * 300},3\n")
    assert [len(row.name) for row in longest.rows] == [300]


def test_texts_of_json_that_no_database_stores_are_put_right():
    odd = [dict(TRAKT_RATINGS[0], movie={"title": "A\ud800\0B", "year": 2001, "ids": 3})]
    assert said(read("a.json", json.dumps(odd)))[0][1] == "AB"


@pytest.mark.parametrize("above", ["sep=;\n", '"sep=;"\r\n', "SEP=;\n\n"])
def test_a_spreadsheet_may_say_what_separates_its_cells(above):
    reading = read("films.csv", above + "Title;Year;Score\nThe Vault, or Else;2001;9\n")
    assert said(reading) == [("rating", "The Vault, or Else", 2001, 9)]
    assert reading.rows[0].line == above.count("\n") + 2
    with pytest.raises(ImportRefused):
        read("films.csv", above)


def test_what_an_own_archive_repeats_is_not_unpacked(monkeypatch):
    tables = sum(len(part.text) for part in parts_of("movierec.zip", own_zip()))
    monkeypatch.setattr(uploads, "MAX_UNPACKED_BYTES", tables)
    assert len(read("movierec.zip", own_zip()).rows) == 3
    alone = zipped(everything_json="[]")
    assert [part.path for part in parts_of("movierec.zip", alone)] == ["everything.json"]


def test_what_was_taken_from_here_can_be_brought_back():
    reading = read("movierec.zip", own_zip())
    assert said(reading) == [("rating", "+1", 2013, 9), ("watchlist", "Trams", 2018, None)]
    assert refused(reading) == ["no rating, and neither seen nor on the watchlist"]


def test_every_format_in_settings_has_a_sample():
    assert set(SAMPLES) == {one.name for one in formats()}


@pytest.mark.parametrize("one", formats(), ids=lambda one: one.name)
def test_every_format_reads_its_sample(one):
    reading = read("sample", SAMPLES[one.name])
    entries = [row for row in reading.rows if isinstance(row, Entry)]
    assert reading.format is one
    assert reading.scale in SCALES.values()
    assert {entry.what for entry in entries} <= {"rating", "seen", "watchlist"}
    assert all((entry.what == "rating") == (entry.value in range(1, 11)) for entry in entries)
    assert len({one.label for one in formats()}) == len(formats())
    assert len(one.name) <= 30


@pytest.mark.parametrize("one", formats(), ids=lambda one: one.name)
@pytest.mark.parametrize(
    "cell", ["", "x" * 400, "٣", "-1", "9" * 40, "nan", "=1+1", "\u202e", "tt", "1e999", '"', "\0"]
)
def test_cells_of_any_kind_cost_their_row_at_most(one, cell):
    for part in parts_of("sample", SAMPLES[one.name]):
        if part.text.startswith("["):
            odd = part.text.replace('"The Vault"', json.dumps(cell)).replace("2001", "[]")
        else:
            header, separator = part.text.splitlines()[0], ";" if ";" in part.text else ","
            odd = header + "\n" + separator.join([cell] * (header.count(separator) + 1)) + "\n"
        try:
            reading = read(part.name, odd)
        except ImportRefused as error:
            assert str(error).endswith(".")
        else:
            assert len(reading.rows) in (1, 2)
