"""What somebody typed, read as a search; no database."""

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.names import name_key
from catalog.search_query import HAS_PLAIN_SPELLING, Reading, SearchQuery, plain_spelling, spellings


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Amélie", ("amelie",)),
        ("The Godfather: Part II", ("godfather part ii", "godfather 2")),
        ("Ocean's Eleven", ("oceans eleven", "oceans 11")),
        ("Star Wars: Episode IV", ("star wars episode iv", "star wars 4")),
        ("M*A*S*H", ("m a s h", "mash")),
        ("E.T. the Extra-Terrestrial", ("e t the extra terrestrial", "et the extra terrestrial")),
        ("L.A. Confidential", ("l a confidential", "la confidential")),
        ("Plan 9", ("plan 9",)),
        ("Blå øjne", ("bla øjne", "bla ojne")),
        ("Łódź", ("łodz", "lodz")),
        ("千と千尋の神隠し", ("千と千尋の神隠し",)),
        ("***", ("***",)),
        ("", ("",)),
    ],
)
def test_spellings(name, keys):
    assert spellings(name) == keys


@given(
    st.text()
    | st.lists(st.sampled_from(["ii", "part", "2", "a", "é", "9", "ø", "*"])).map(" ".join)
)
@example("²  ½")
@example("*  *")
def test_the_pattern_finds_every_key_that_has_a_plain_spelling(name):
    key = name_key(name)

    is_found = pl.Series([key]).str.contains(HAS_PLAIN_SPELLING)[0]

    assert is_found or plain_spelling(key) == key


@given(st.text())
def test_a_plain_spelling_is_its_own(name):
    plain = plain_spelling(name_key(name))
    assert plain_spelling(plain) == plain


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Inception (2010)", [("inception 2010", None, 0), ("inception", 2010, 0)]),
        ("2001: A Space Odyssey", [("2001 a space odyssey", None, 0)]),
        ("1984", [("1984", None, 0)]),
        ("Room 9999", [("room 9999", None, 0)]),
        ("teh matrix", [("teh matrix", None, 0), ("matrix", None, 1)]),
        ("they live", [("they live", None, 0), ("live", None, 1)]),
        ("theatre", [("theatre", None, 0)]),
        ("   ", []),
        ("\x00", []),
        ("\ud800", []),
    ],
)
def test_readings_of_a_query(text, readings):
    assert SearchQuery.parse(text).readings == tuple(Reading(*one) for one in readings)


@pytest.mark.parametrize(
    ("text", "imdb_id"),
    [
        ("tt0133093", "tt0133093"),
        (" TT133093 ", "tt0133093"),
        ("tt13443470", "tt13443470"),
        ("nm0000206", "nm0000206"),
        ("603", None),
        ("tt", None),
        ("ttt0133093", None),
    ],
)
def test_imdb_ids(text, imdb_id):
    assert SearchQuery.parse(text).imdb_id == imdb_id
