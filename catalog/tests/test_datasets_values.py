"""From cells to values: what is taken, what is unknown, what is refused."""

from datetime import date

import pytest

from catalog.datasets import lists, parsing, values
from catalog.datasets.cleaning import clean
from catalog.datasets.errors import CellError, RowError


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Blue   Oars ", "Blue Oars"),
        ("Tram 9\u00a0", "Tram 9"),
        ("\ufeffTram\u200b \u202eenin\u202c", "Tram enin"),
        ("Tram\x00\x07 9\x85ff", "Tram 9 ff"),
        ("one\r\n\ttwo\u2028three", "one two three"),
        ("Cats &amp; Dogs &#39;n&#x27; more", "Cats & Dogs 'n' more"),
        ("AT&T &c &copy", "AT&T &c &copy"),
        ("می\u200cخواهم\u200c", "می\u200cخواهم"),
        ("bro\ud800ken", "broken"),
        ("M", "M"),
        ("Amélie, l'été – œuvre", "Amélie, l'été – œuvre"),
        ("\u200b\u00a0\u00ad", ""),
    ],
)
def test_clean(cell, text):
    assert clean(cell) == text


@pytest.mark.parametrize(
    ("cell", "value"),
    [("", None), (" 7 ", 7), ("1995.0", 1995), ("1995.", 1995), ("-3", -3), ("007", 7)],
)
def test_integer(cell, value):
    assert values.integer(cell) == value


@pytest.mark.parametrize(
    "cell",
    ["1_990", "١٩٩٥", "1,990", "1995.5", "1e3", "nan", "inf", "ten", "0x10", "1" * 31, "9" * 19],
)
def test_integer_refuses(cell):
    with pytest.raises(CellError):
        values.integer(cell)


@pytest.mark.parametrize("largest", [values.SMALLINT, values.INTEGER, values.BIGINT])
def test_positive_integer_takes_what_a_column_holds_and_no_more(largest):
    assert values.positive_integer(str(largest), largest=largest) == largest
    assert values.integer(str(-values.BIGINT)) == -values.BIGINT
    with pytest.raises(CellError, match="out of range"):
        values.positive_integer(str(largest + 1), largest=largest)


def test_positive_integer_takes_zero_for_unknown():
    assert values.positive_integer("0") is None
    assert values.positive_integer("0.0") is None


@pytest.mark.parametrize("cell", ["-1", "32768"])
def test_positive_integer_refuses_what_does_not_fit(cell):
    with pytest.raises(CellError):
        values.positive_integer(cell, largest=values.SMALLINT)


@pytest.mark.parametrize(
    ("cell", "value"), [("", None), ("7.25", 7.25), (".5", 0.5), ("1e3", 1000.0), ("8", 8.0)]
)
def test_number(cell, value):
    assert values.number(cell) == value


@pytest.mark.parametrize("cell", ["nan", "inf", "-inf", "1e999", "1_0", "٣", "7,5", "1" * 401])
def test_number_refuses(cell):
    with pytest.raises(CellError):
        values.number(cell)


@pytest.mark.parametrize(("cell", "value"), [("1870", 1870), ("2100.0", 2100), ("0", None)])
def test_year(cell, value):
    assert values.year(cell) == value


@pytest.mark.parametrize("cell", ["1869", "2101", "-5", "62"])
def test_year_refuses(cell):
    with pytest.raises(CellError, match="outside 1870-2100"):
        values.year(cell)


@pytest.mark.parametrize(
    ("cell", "day", "year"),
    [
        ("1962-05-04", date(1962, 5, 4), 1962),
        ("", None, None),
    ],
)
def test_dates(cell, day, year):
    assert values.iso_date(cell) == day
    assert values.year_of_date(cell) == year


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("10/30/1995", 1995),
        ("May 4, 1962", 1962),
        ("5/4/62", None),
        ("19620504", None),
        ("1999-2001", None),
    ],
)
def test_of_days_in_other_forms_only_the_year_is_known(cell, year):
    with pytest.raises(CellError, match="not in ISO form"):
        values.iso_date(cell)
    assert values.year_of_date(cell) == year


@pytest.mark.parametrize("cell", ["1999-02-30", "1999-13-01", "1869-12-31", "0000-00-00"])
def test_iso_date_refuses(cell):
    with pytest.raises(CellError):
        values.iso_date(cell)


def test_year_of_a_day_that_is_not_in_the_calendar_is_kept():
    assert values.year_of_date("1999-02-30") == 1999


@pytest.mark.parametrize(
    ("cell", "imdb_id"),
    [
        ("tt0133093", "tt0133093"),
        ("0114709", "tt0114709"),
        ("114709", "tt0114709"),
        ("tt00114709", "tt0114709"),
        ("tt12345678", "tt12345678"),
        (" ", None),
    ],
)
def test_imdb_id(cell, imdb_id):
    assert values.imdb_id(cell) == imdb_id


@pytest.mark.parametrize("cell", ["0", "nm0000001", "tt", "tt12345678901", "tt١١١١١١١", "\\N"])
def test_imdb_id_refuses(cell):
    with pytest.raises(CellError):
        values.imdb_id(cell)


@pytest.mark.parametrize(
    ("cell", "value"), [("TRUE", True), ("False", False), ("1", True), ("", None)]
)
def test_flag(cell, value):
    assert values.flag(cell) is value


def test_id_0_is_told_from_none():
    assert values.row_number(" ") is None
    with pytest.raises(CellError, match="is 0"):
        values.row_number("0")


def test_id_that_is_no_number_breaks_the_row():
    with pytest.raises(RowError):
        values.row_number("1997-08-20")


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        (" https://ferry.example/a?b=c ", "https://ferry.example/a?b=c"),
        ("http://" + "a" * 493, "http://" + "a" * 493),
        ("", None),
    ],
)
def test_web_address(cell, address):
    assert values.web_address(cell) == address


@pytest.mark.parametrize(
    "cell", ["javascript:alert(1)", "ferry.example", "https://a b", "https://" + "a" * 500]
)
def test_web_address_refuses(cell):
    with pytest.raises(CellError):
        values.web_address(cell)


@pytest.mark.parametrize("cell", ["/../secret.jpg", "//evil.example/a.jpg", "glass.jpg", "/a.exe"])
def test_image_path_refuses(cell):
    with pytest.raises(CellError):
        values.image_path(cell)


# Lists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["", "[]", "None", "null", "0"])
def test_no_list_is_an_empty_one(cell):
    assert lists.python_list(cell) == lists.json_list(cell) == []


@pytest.mark.parametrize(
    "cell",
    [
        "['river'",
        "river",
        "{'a': 1}",
        "[open('x')]",
        "['a'] + ['b']",
        "[" * 5000 + "]" * 5000,
        "[1, 2]",
    ],
)
def test_broken_list_breaks_the_row(cell):
    with pytest.raises(RowError, match="broken list"):
        lists.python_strings(cell)


@pytest.mark.parametrize(
    "cell", ['[{"name": "riv', '["river"]', "[{'name': 'river'}]", '[{"name": 7}]']
)
def test_broken_json_breaks_the_row(cell):
    with pytest.raises(RowError, match="broken list"):
        lists.json_field("name")(cell)


def test_field_leaves_out_objects_that_lack_it():
    cell = """[{'name': "ferryman's son"}, {'name': None}, {}, {'name': ' '}]"""

    assert lists.python_field("name")(cell) == ["ferryman's son"]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("a, b,  c", ["a", "b", "c"]),
        (", a,", ["a"]),
        ("Nordlicht, Inc., Seine Films, LLC", ["Nordlicht, Inc.", "Seine Films, LLC"]),
        ("Jon Berg, Jr., Cora Lund", ["Jon Berg, Jr.", "Cora Lund"]),
        ("20,000 trams", ["20,000 trams"]),
    ],
)
def test_commas(cell, parts):
    assert lists.commas(cell) == parts


# Columns -----------------------------------------------------------------------------------------


def parse(parser: parsing.Parser, *cells: str):
    return parser.begin(None)(*cells)


def test_genres_keep_what_is_known_and_report_the_rest():
    with pytest.raises(CellError, match="not in the vocabulary") as problem:
        parse(parsing.genres("g", lists.pipes), "Sci-Fi|Polka|Foreign|scifi")

    assert problem.value.instead == ["Science Fiction"]


@pytest.mark.parametrize(
    ("average", "votes", "expected"),
    [
        ("7.4", "1200.0", (7.4, 1200)),
        ("7.4", "", (7.4, None)),
        ("0", "3", None),
        ("7.4", "0", None),
    ],
)
def test_ratings(average, votes, expected):
    facts = parse(parsing.ratings(imdb=("average", "votes")), average, votes)

    assert [(fact.average, fact.votes) for fact in facts] == ([expected] if expected else [])


def test_ratings_keep_one_source_when_another_makes_no_sense():
    ratings = parsing.ratings(imdb=("a", "v"), tmdb=("b", None))

    with pytest.raises(CellError) as problem:
        parse(ratings, "nan", "5", "6.5")

    assert [(fact.source, fact.average) for fact in problem.value.instead] == [("tmdb", 6.5)]


def test_companies_with_endless_names_are_left_out():
    with pytest.raises(CellError) as problem:
        parse(parsing.companies("c", lists.pipes), f"Nordlicht|{'x' * 201}|Nordlicht")

    assert problem.value.instead == ["Nordlicht"]
