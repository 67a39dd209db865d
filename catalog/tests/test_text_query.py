"""What is typed, read as words, phrases and exclusions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.names import fold
from catalog.text_query import TextQuery, without_exclusions


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", TextQuery(())),
        ("the of and", TextQuery(())),
        ("Dreams of dreaming", TextQuery(("dream",))),
        ("time 1999 x", TextQuery(("time", "1999", "x"))),
        ("spider-man", TextQuery(("spider", "man"))),
        ('"Time Travel" robots', TextQuery(("time", "travel", "robot"), ("time travel",))),
        ("“time travel”", TextQuery(("time", "travel"), ("time travel",))),
        ('"never closed', TextQuery(("never", "close"), ("never closed",))),
        ("heist -Robberies", TextQuery(("heist",), without=("robberi",))),
        ('heist -"the bank"', TextQuery(("heist",), without_phrases=("the bank",))),
        ('"" - -" " heist', TextQuery(("heist",))),
        ("Семь самураев", TextQuery(("семь", "самураев"))),
        ("千と千尋", TextQuery(("千と千尋",))),
    ],
)
def test_a_text_is_read(text, query):
    assert TextQuery.parse(text) == query


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("heist -robbery", "heist"),
        ('Heat -"the bank" 1995', "Heat 1995"),
        ("-30-", "-30-"),
        ("Spider-Man", "Spider-Man"),
        ('Say "Anything"', 'Say "Anything"'),
    ],
)
def test_names_are_searched_without_what_is_excluded(text, left):
    assert without_exclusions(text) == left


@given(st.text(max_size=250))
def test_any_text_is_read_into_folded_parts(text):
    query = TextQuery.parse(text)
    for phrase in (*query.phrases, *query.without_phrases):
        assert phrase == fold(phrase) != ""
    assert len(set(query.words)) == len(query.words)
    assert "" not in query.words
