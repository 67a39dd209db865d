"""Files of other sites are recognised and read: what is said of which title, on which scale."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from recommendations.importing.formats.entries import SCALES, Entry, ImportRefused, Refused
from recommendations.importing.formats.tables import MAX_BROKEN
from recommendations.importing.formats.uploads import parts_of
from recommendations.importing.reading import formats, read_upload
from recommendations.tests.import_files import (
    GENERIC,
    IMDB_RATINGS,
    LETTERBOXD_DIARY,
    LETTERBOXD_LIST,
    LETTERBOXD_RATINGS,
    MOVIELENS_OWN,
    TRAKT_RATINGS,
    letterboxd_zip,
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
    assert len(refused(alone)) == 1


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


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"  \n ", "is empty"),
        ("a.gz", b"\x1f\x8b\x08rest", "gzip"),
        ("a.csv", b"\x89PNG....", "picture"),
        ("a.csv", b"\0\1\2" * 400, "no text"),
        ("a.csv", b"hello world", "no format that is known"),
        ("a.csv", b"Title,Title,Year\nA,B,2001\n", "“title” twice"),
        ("a.csv", b"Title,Year\n", "no rows"),
        ("a.zip", b"PK\x03\x04 broken", "damaged"),
        ("a.zip", zipped(readme="nothing"), "no CSV or JSON"),
        ("a.zip", zipped(inner_zip=letterboxd_zip()), "no CSV or JSON"),
        ("a.json", b'[{"rated_at": 1, "movie"', "no valid JSON"),
        ("a.json", b'[{"rated_at": ' + b"[" * 100_000, "no valid JSON"),
        ("a.csv", b"Title,Year\n" + b'"\n' * (2 * MAX_BROKEN + 5), "quotes|no rows"),
        ("a.csv", b"Title,Year\n" + b"A,2001\n" * 25_001, "25,000 rows"),
        ("a.csv", b"Title,Year\n" + b"\n" * 600_000, "500,000 lines"),
        ("a.csv", b"Title,Year\n" + b"," * 1_100_000, "1,000,000 characters"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_one_sentence(name, data, sentence):
    with pytest.raises(ImportRefused, match=sentence) as told:
        read(name, data)
    assert str(told.value).count("\n") == 0
    assert len(str(told.value)) < 300


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    with pytest.raises(ImportRefused, match="unpacks to more than 32 MB"):
        read("bomb.zip", zipped(a_csv=b"0" * 20_000_000, b_csv=b"0" * 20_000_000))


def test_the_stated_size_of_a_member_is_not_believed():
    honest = zipped(ratings_csv=b"0" * 35_000_000)
    size = (35_000_000).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(ImportRefused):
        read("liar.zip", lying)


@pytest.mark.parametrize(
    "path", ["../../etc/ratings.csv", "/etc/ratings.csv", "C:\\x\\ratings.csv"]
)
def test_names_in_an_archive_lead_nowhere(path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(path, LETTERBOXD_RATINGS)
    (part,) = parts_of("x.zip", buffer.getvalue())
    assert ".." not in part.path
    assert not part.path.startswith("/")
    assert len(said(read("x.zip", buffer.getvalue()))) == 3


def test_the_name_of_an_upload_is_shown_without_its_folders_and_odd_characters():
    (part,) = parts_of("C:\\me\\a\u202eb\n.csv", b"Title,Year\n")
    assert part.path == "a�b�.csv"


def test_texts_of_json_that_no_database_stores_are_put_right():
    odd = [dict(TRAKT_RATINGS[0], movie={"title": "A\ud800\0B", "year": 2001, "ids": 3})]
    assert said(read("a.json", json.dumps(odd)))[0][1] == "AB"


def test_every_format_refuses_rather_than_breaks():
    """Whatever a format recognises by its header, cells of any kind cost their row at most."""
    cells = ["", "x" * 400, "٣", "-1", "9" * 40, "nan", "=1+1", "\u202e", "tt", "1e999", "2001"]
    headers = [LETTERBOXD_RATINGS, LETTERBOXD_DIARY, IMDB_RATINGS, MOVIELENS_OWN, GENERIC]
    for text in headers:
        header = text.splitlines()[0].replace(";", ",")
        n = len(next(csv.reader([header])))
        rows = "\n".join(",".join([cell] * n) for cell in cells)
        try:
            reading = read("a.csv", f"{header}\n{rows}\n")
        except ImportRefused:
            continue
        assert all(isinstance(row, Entry | Refused) for row in reading.rows)
    assert {one.name for one in formats()} == {
        "own",
        "letterboxd",
        "trakt",
        "imdb",
        "movielens",
        "generic",
    }
