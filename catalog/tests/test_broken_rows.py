"""Files with one bad row, or one bad value: the others are loaded, and what is bad is counted."""

import pytest

from catalog.models import Title
from catalog.tests.broken_files import NETFLIX, TMDB, load, n_rows_by_csv, write

pytestmark = pytest.mark.django_db

#: What stands on line 4 of a file, and why it is skipped.
SKIPPED = {
    "too few cells": (NETFLIX, "tm3,Film 3\n", "too few cells"),
    "one cell": (NETFLIX, "tm3\n", "too few cells"),
    "spaces": (NETFLIX, "   \n", "blank row"),
    "too many cells": (NETFLIX, NETFLIX.line(3).strip() + ",more\n", "too many cells"),
    "a comma that lost its quotes": (NETFLIX, NETFLIX.line(3, title="?").replace("?", "A, B"), ""),
    "a blank row": (NETFLIX, "," * 14 + "\n", "blank row"),
    "a row of spaces": (NETFLIX, " ,\u00a0" + ",\t" * 13 + "\n", "blank row"),
    "a NUL": (NETFLIX, NETFLIX.line(3, title="Fi\0lm"), "NUL character"),
    "a blank name": (NETFLIX, NETFLIX.line(3, title="\u00a0"), "name is blank"),
    "an invisible name": (NETFLIX, NETFLIX.line(3, title="\u200b\u202e"), "name is blank"),
    "an unknown kind": (NETFLIX, NETFLIX.line(3, type="GAME"), "kind unknown"),
    "no kind": (NETFLIX, NETFLIX.line(3, type=""), "kind is blank"),
    "no text id": (NETFLIX, NETFLIX.line(3, id=""), "source_ids is blank"),
    "a text id with a space": (NETFLIX, NETFLIX.line(3, id="tm 3"), "source_ids not an id"),
    "a text id with a line end": (NETFLIX, NETFLIX.line(3, id="tm\n3"), "source_ids not an id"),
    "a text id of 121 letters": (NETFLIX, NETFLIX.line(3, id="x" * 121), "source_ids not an id"),
    # The first wins: what the repetition says is not merged.
    "a repeated id": (NETFLIX, NETFLIX.line(1, title="Again"), "repeats an earlier line"),
    "a repeated numeric id": (TMDB, TMDB.line(1, title="Again"), "repeats an earlier line"),
    "a header in the middle": (TMDB, TMDB.header, "id is not a number"),
    "a date in the id": (TMDB, TMDB.line(3, id="1997-08-20"), "id is not a number"),
    "letters in the id": (TMDB, TMDB.line(3, id="tt0000003"), "id is not a number"),
    "an empty id": (TMDB, TMDB.line(3, id=""), "tmdb_id is blank"),
    "an id of 0": (TMDB, TMDB.line(3, id="0"), "tmdb_id is 0"),
    "a negative id": (TMDB, TMDB.line(3, id="-3"), "id is not a number"),
    "an id with a fraction": (TMDB, TMDB.line(3, id="3.5"), "id is not a number"),
    "an id with an exponent": (TMDB, TMDB.line(3, id="3e2"), "id is not a number"),
    "an id with an underscore": (TMDB, TMDB.line(3, id="1_990"), "id is not a number"),
    "an id in Arabic-Indic digits": (TMDB, TMDB.line(3, id="٣"), "id is not a number"),
    "an id in fullwidth digits": (TMDB, TMDB.line(3, id="３"), "id is not a number"),
    "an id beyond int32": (TMDB, TMDB.line(3, id=str(2**31)), "id is not a number"),
    "an id beyond int64": (TMDB, TMDB.line(3, id=str(2**63)), "id is not a number"),
    "an id of 5,000 digits": (TMDB, TMDB.line(3, id="3" * 5000), "id is not a number"),
    "a name of 301 characters": (TMDB, TMDB.line(3, title="x" * 301), "name longer than 300"),
    "a cell over the limit": (TMDB, TMDB.line(3, overview="x" * 1_000_001), "cell of more than"),
    "a list that is not closed": (NETFLIX, NETFLIX.line(3, genres="['drama'"), "broken list"),
    "a list that is code": (NETFLIX, NETFLIX.line(3, genres="[exit()]"), "broken list"),
    "a list that is no list": (NETFLIX, NETFLIX.line(3, genres="drama"), "broken list"),
    "a list of numbers": (NETFLIX, NETFLIX.line(3, genres="[1, 2]"), "broken list"),
    "a list of lists": (NETFLIX, NETFLIX.line(3, genres="[['drama']]"), "broken list"),
    "a deep list": (NETFLIX, NETFLIX.line(3, genres="[" * 9999 + "]" * 9999), "broken list"),
}


@pytest.mark.parametrize("kind", SKIPPED)
def test_a_bad_row_is_counted_with_line_and_reason(tmp_path, kind):
    shape, bad, reason = SKIPPED[kind]
    path = write(tmp_path, shape.start() + bad + shape.line(5))
    report = load(path)
    assert (report["created"], report["skipped"]) == (3, 1)
    assert report["rows_read"] == n_rows_by_csv(path)
    ((said, tally),) = report["reasons"].items()
    assert reason in said
    assert tally["lines"] == [4]
    names = Title.objects.order_by("name").values_list("name", flat=True)
    assert list(names) == ["Film 1", "Film 2", "Film 5"]


# Here the design had the whole row put aside. The loader keeps the row, takes the value for
# unknown, and counts it: a film is more than its budget.
#: A cell of line 4, and the rule by which its value is unknown.
UNKNOWN = {
    "beyond int64": (TMDB, {"budget": str(2**63)}, "budget out of range"),
    "5,000 digits": (TMDB, {"revenue": "9" * 5000}, "revenue not an integer"),
    "a negative amount": (TMDB, {"budget": "-1"}, "budget not positive"),
    "an underscore": (TMDB, {"budget": "1_990"}, "budget not an integer"),
    "a thousands separator": (TMDB, {"budget": "1,990"}, "budget not an integer"),
    "a currency": (TMDB, {"budget": "$1990"}, "budget not an integer"),
    "hexadecimal": (TMDB, {"budget": "0x10"}, "budget not an integer"),
    "a fraction of a minute": (TMDB, {"runtime": "90.5"}, "runtime_minutes not an integer"),
    "Arabic-Indic digits": (TMDB, {"runtime": "٩٠"}, "runtime_minutes not an integer"),
    "a unit": (TMDB, {"runtime": "90 min"}, "runtime_minutes not an integer"),
    "beyond int16": (TMDB, {"runtime": "32768"}, "runtime_minutes out of range"),
    "NaN": (TMDB, {"popularity": "NaN"}, "popularity not a number"),
    "inf": (TMDB, {"popularity": "inf"}, "popularity not a number"),
    "-Infinity": (TMDB, {"popularity": "-Infinity"}, "popularity not a number"),
    "1e999": (TMDB, {"popularity": "1e999"}, "popularity out of range"),
    "a decimal comma": (TMDB, {"popularity": "3,2"}, "popularity not a number"),
    "a negative popularity": (TMDB, {"popularity": "-0.1"}, "popularity negative"),
    "a mean of NaN": (TMDB, {"vote_average": "nan"}, "ratings not a number"),
    "a mean beyond 10": (TMDB, {"vote_average": "11.5"}, "ratings outside 0-10"),
    "a negative mean": (TMDB, {"vote_average": "-1"}, "ratings outside 0-10"),
    "negative votes": (TMDB, {"vote_count": "-3"}, "ratings with an impossible number of votes"),
    "30 February": (TMDB, {"release_date": "1999-02-30"}, "release_date not a day of the calendar"),
    "month 13": (TMDB, {"release_date": "1999-13-01"}, "release_date not a day of the calendar"),
    "29 February 1900": (TMDB, {"release_date": "1900-02-29"}, "release_date not a day of"),
    "the year 9999": (NETFLIX, {"release_year": "9999"}, "start_year outside"),
    "a negative year": (NETFLIX, {"release_year": "-1999"}, "start_year outside"),
    "a year in two digits": (NETFLIX, {"release_year": "99"}, "start_year outside"),
    "an IMDb id of letters": (TMDB, {"imdb_id": "ttabcdefg"}, "imdb_id not an IMDb id"),
    "an IMDb id of a person": (TMDB, {"imdb_id": "nm0000003"}, "imdb_id not an IMDb id"),
    "an IMDb id of 0": (TMDB, {"imdb_id": "tt0000000"}, "imdb_id not an IMDb id"),
    "an IMDb id of 11 digits": (TMDB, {"imdb_id": "tt12345678901"}, "imdb_id not an IMDb id"),
    "a status of its own": (TMDB, {"status": "Lost"}, "status unknown"),
    "perhaps adult": (TMDB, {"adult": "perhaps"}, "is_adult neither true nor false"),
    "an unknown language": (TMDB, {"original_language": "Elvish!"}, "original_language unknown"),
    "an unknown genre": (TMDB, {"genres": "Drama, Gargling"}, "genres not in the vocabulary"),
    "a script as homepage": (TMDB, {"homepage": "javascript:alert(1)"}, "homepage not a web addr"),
    "a poster up the tree": (TMDB, {"poster_path": "/../../etc/passwd"}, "poster_path not a path"),
    "a poster elsewhere": (TMDB, {"poster_path": "//evil.example/x.jpg"}, "poster_path not a path"),
    "a tagline of 501 characters": (TMDB, {"tagline": "x" * 501}, "tagline longer than 500"),
    "a keyword of 201 letters": (TMDB, {"keywords": "x" * 201}, "keywords longer than 200"),
    "a rating of 13 letters": (NETFLIX, {"age_certification": "x" * 13}, "certification longer"),
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_value_that_makes_no_sense_is_unknown_and_counted(tmp_path, kind):
    shape, cells, rule = UNKNOWN[kind]
    path = write(tmp_path, shape.start() + shape.line(3, **cells))
    report = load(path)
    assert (report["created"], report["skipped"]) == (3, 0)
    assert report["rows_read"] == n_rows_by_csv(path)
    ((said, nulled),) = report["nulled"].items()
    assert said.startswith(rule)
    assert (nulled["count"], nulled["examples"][0]["line"]) == (1, 4)


def test_a_day_that_was_never_given_is_unknown(tmp_path):
    # 0000-00-00: the rule is NULL, and it says so. There is no year 0 either.
    report = load(write(tmp_path, TMDB.header + TMDB.line(1, release_date="0000-00-00")))
    film = Title.objects.get()
    assert (film.release_date, film.start_year) == (None, None)
    assert "release_date not a day of the calendar" in report["nulled"]


def test_a_day_in_no_declared_order_gives_its_year_only(tmp_path):
    # The design puts the row aside. 3 April or 4 March: the year is certain, the day is unknown.
    report = load(write(tmp_path, TMDB.header + TMDB.line(1, release_date="03/04/1990")))
    film = Title.objects.get()
    assert (film.release_date, film.start_year) == (None, 1990)
    assert "release_date not in ISO form" in report["nulled"]


def test_of_a_repeated_id_the_first_row_wins(tmp_path):
    report = load(write(tmp_path, TMDB.start() + TMDB.line(1, title="Again", runtime="5")))
    film = Title.objects.get(tmdb_id=1)
    assert (film.name, film.runtime_minutes) == ("Film 1", 98)
    example = {"line": 4, "value": "line 2"}
    assert report["reasons"]["repeats an earlier line"]["examples"] == [example]
