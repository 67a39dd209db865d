"""Which name is meant; no database."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from catalog.search_index import Name
from catalog.search_query import SearchQuery
from catalog.search_ranking import JOINED, LENGTH, SCATTERED, UNFINISHED, WORDS, costs_of, rank
from catalog.tests.search_fixtures import found, index_of, names, ranked

KEYS = st.lists(st.text("bcd", min_size=2, max_size=5), min_size=1, max_size=4).map(" ".join)


def cost_of(typed: str, key: str) -> float:
    """Return what it costs to read ``typed`` as ``key``, worked out for this pair alone."""
    longer = LENGTH * math.log1p(abs(len(key) - len(typed)))
    *words, last = typed.split(" ")
    in_words = min(distance_to_beginning(last, word) for word in key.split(" "))
    in_words = min(in_words, len(last), *(OSA.distance(last, word) for word in key.split(" ")))
    for word in words:
        whole = min(OSA.distance(word, other) for other in key.split(" "))
        begun = min(distance_to_beginning(word, other) for other in key.split(" "))
        in_words += min(whole, begun + UNFINISHED, len(word))
    beginnings = (key[: len(typed) + more] for more in (-1, 0, 1))
    return min(
        OSA.distance(typed, key),
        min(OSA.distance(typed, beginning) for beginning in beginnings) + UNFINISHED + longer,
        WORDS if {*typed.split(" ")} <= {*key.split(" ")} else in_words + SCATTERED + longer,
        JOINED if typed.replace(" ", "") == key.replace(" ", "") else math.inf,
    )


def distance_to_beginning(typed: str, word: str) -> int:
    return OSA.distance(typed, word[: len(typed)])


@given(KEYS, st.lists(KEYS, min_size=1, max_size=5))
def test_costs_in_columns_are_those_of_each_pair(typed, keys):
    expected = [cost_of(typed, key) for key in keys]

    assert costs_of(typed, keys).cost.tolist() == pytest.approx(expected)


@given(st.lists(st.builds(Name, st.integers(1, 9), KEYS, st.just(1999), st.integers(0, 10**6))))
def test_an_exact_name_is_first_whatever_else_there_is_and_in_whatever_order(known):
    for typed in known:
        ids = ranked(typed.key, known)

        exact = {name.id for name in known if name.key == typed.key}
        assert set(ids[: len(exact)]) == exact
        assert ranked(typed.key, known[::-1]) == ids


def test_an_exact_name_is_before_a_more_popular_longer_one():
    assert ranked("toy", names(("Toy Story", 1995, 10**6), ("The Toy", 1982, 10))) == [2, 1]


def test_the_most_voted_of_namesakes_is_first():
    assert ranked("heat", names(("Heat", 1986, 10), ("Heat", 1995, 10**6))) == [2, 1]


def test_a_year_chooses_among_namesakes():
    assert ranked("dune 1984", names(("Dune", 2021, 10**6), ("Dune", 1984, 10)))[0] == 2


def test_a_year_chooses_among_more_namesakes_than_are_looked_at():
    many = [("Home", 1900 + n, 1_000 - n) for n in range(100)]
    assert found("home 1999", index_of(names(*many)))[0] == 100


def test_a_name_that_ends_in_a_year_is_read_as_a_name_too():
    known = names(("Blade Runner", 1982, 10**6), ("Blade Runner 2049", 2017, 10))

    assert ranked("blade runner 2049", known)[0] == 2


@pytest.mark.parametrize("text", ["godfather 2", "the godfather part ii", "Godfather II"])
def test_numbers_are_found_however_they_are_written(text):
    known = names(("The Godfather", 1972, 10**6), ("The Godfather Part II", 1974, 10))

    assert ranked(text, known)[0] == 2


@pytest.mark.parametrize(
    "text",
    ["matirx", "matrx", "the mattrix", "thematrix", "matr", "m a trix", "teh matrix", "th matrx"],
)
def test_typos_spaces_and_beginnings_are_forgiven(text):
    known = names(("The Matrix", 1999, 100), ("Matilda", 1996, 100), ("Metropolis", 1927, 100))

    assert ranked(text, known)[0] == 1


@pytest.mark.parametrize("text", ["mash", "m*a*s*h", "M.A.S.H."])
def test_initials_are_found_as_a_word(text):
    assert ranked(text, names(("M*A*S*H", 1970, 9), ("Mask", 1994, 10**6)))[0] == 1


@pytest.mark.parametrize("text", ["ring fellowship", "fellow ring"])
def test_words_are_found_in_any_order_and_unfinished(text):
    known = names(("The Fellowship of the Ring", 2001, 10), ("Ring", 1998, 10))

    assert ranked(text, known) == [1]


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("hanks", [("Tom Hanks", None, 10**6), ("Hank Brandt", None, 10), ("Hans Horn", None, 99)]),
        ("nolan", [("Christopher Nolan", None, 10**6), ("Nolan North", None, 10**3)]),
        (
            "potter",
            [("Harry Potter and the Goblet of Fire", 2005, 10**6), ("Poltergeist", 1982, 9)],
        ),
    ],
)
def test_a_word_of_a_well_known_name_is_before_what_begins_or_sounds_so(typed, known):
    assert ranked(typed, names(*known))[0] == 1


def test_of_beginnings_the_better_known_longer_name_is_first():
    known = names(("Star Wart", 2003, 1), ("Star Wars: The Last Jedi", 2017, 10**6))

    assert ranked("star war", known) == [2, 1]


def test_what_is_not_alike_is_not_found():
    assert ranked("zzzzqq", names(("Heat", 1995, 10**6))) == []


def test_a_name_of_three_letters_may_lack_one():
    assert ranked("rok", names(("The Rock", 1996, 10**5), ("Rokk", 2001, 1))) == [1, 2]


def test_what_has_more_typos_than_the_best_is_left_out():
    known = names(("Keanu", 2016, 1), ("Keano", 2001, 1), ("Kena", 2001, 1))

    assert ranked("keanu", known) == [1, 2]


def test_each_id_is_returned_once_in_the_place_of_its_best_spelling():
    known = [Name(1, "spirited away", 2001, 1), Name(1, "sen to chihiro", 2001, 1)]
    known.append(Name(2, "sen to chihire", 2001, 1))

    assert ranked("sen to chihiro", known) == [1, 2]


def test_a_query_of_nothing_ranks_nothing():
    assert rank(SearchQuery.parse(""), names(("Heat", 1995, 1))) == []
