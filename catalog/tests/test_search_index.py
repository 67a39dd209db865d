"""Reading a query, trigrams, and which name is meant; no database."""

from pathlib import Path

import numpy as np
import pytest

from catalog.search_index import Name, NameIndex, trigrams
from catalog.search_query import SearchQuery, spellings
from catalog.search_ranking import rank


def names(*rows: tuple[str, int, int]) -> list[Name]:
    """Return names numbered from 1, one for each spelling of (name, year, votes)."""
    return [
        Name(number, key, year, votes)
        for number, (name, year, votes) in enumerate(rows, start=1)
        for key in spellings(name)
    ]


def found(text: str, known: list[Name]) -> list[int]:
    return [name.id for name in rank(SearchQuery.parse(text), known)]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Amélie", ("amelie",)),
        ("The Godfather: Part II", ("godfather part ii", "godfather 2")),
        ("Ocean's Eleven", ("oceans eleven", "oceans 11")),
        ("Star Wars: Episode IV", ("star wars episode iv", "star wars 4")),
        ("千と千尋の神隠し", ("千と千尋の神隠し",)),
        ("***", ("***",)),
        ("", ("",)),
    ],
)
def test_spellings(name, keys):
    assert spellings(name) == keys


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Inception (2010)", (("inception 2010", None), ("inception", 2010))),
        ("2001: A Space Odyssey", (("2001 a space odyssey", None),)),
        ("1984", (("1984", None),)),
        ("Room 9999", (("room 9999", None),)),
        ("   ", ()),
        ("\x00", ()),
        ("\ud800", ()),
    ],
)
def test_readings_of_a_query(text, readings):
    assert SearchQuery.parse(text).readings == readings


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


def test_a_word_has_trigrams_of_its_own_beginning_and_end():
    codes, rows = trigrams(["up a"])

    letters = ["".join(chr(code >> shift & 0x1FFFFF) for shift in (42, 21, 0)) for code in codes]
    assert letters == ["  u", " up", "up ", "  a", " a "]
    assert rows.tolist() == [0, 0, 0, 0, 0]


def test_trigrams_do_not_reach_from_one_name_into_the_next():
    codes, rows = trigrams(["up", "up"])

    assert codes[:3].tolist() == codes[3:].tolist()
    assert rows.tolist() == [0, 0, 0, 1, 1, 1]


def test_an_index_finds_what_it_was_built_from_after_it_was_saved(tmp_path: Path):
    known = names(("The Matrix", 1999, 900), ("Мастер и Маргарита", 2024, 5), ("Heat", 1995, 50))
    NameIndex.build(known).save(tmp_path)

    index = NameIndex.open(tmp_path)

    assert isinstance(index.ids, np.ndarray)
    assert len(index) == 3
    assert [index.candidates(name.key, 1)[0] for name in known] == known


def test_candidates_of_an_empty_index_and_of_unknown_letters():
    assert NameIndex.build([]).candidates("heat", 5) == []
    assert NameIndex.build(names(("Heat", 1995, 50))).candidates("ψ", 5) == []


def test_equal_names_come_most_popular_first():
    index = NameIndex.build(names(("Heat", 1986, 5), ("Heat", 1995, 700), ("Heat", 1972, 5)))

    assert [name.id for name in index.candidates("heat", 3)] == [2, 1, 3]


def test_an_exact_name_is_before_a_more_popular_longer_one():
    assert found("toy", names(("Toy Story", 1995, 10**6), ("The Toy", 1982, 10))) == [2, 1]


def test_the_most_voted_of_namesakes_is_first():
    assert found("heat", names(("Heat", 1986, 10), ("Heat", 1995, 10**6))) == [2, 1]


def test_a_year_chooses_among_namesakes():
    assert found("dune 1984", names(("Dune", 2021, 10**6), ("Dune", 1984, 10)))[0] == 2


def test_a_name_that_ends_in_a_year_is_read_as_a_name_too():
    known = names(("Blade Runner", 1982, 10**6), ("Blade Runner 2049", 2017, 10))

    assert found("blade runner 2049", known)[0] == 2


@pytest.mark.parametrize("text", ["godfather 2", "the godfather part ii", "Godfather II"])
def test_numbers_are_found_however_they_are_written(text):
    known = names(("The Godfather", 1972, 10**6), ("The Godfather Part II", 1974, 10))

    assert found(text, known)[0] == 2


@pytest.mark.parametrize(
    "text", ["matirx", "matrx", "the mattrix", "thematrix", "matr", "m a trix"]
)
def test_typos_spaces_and_beginnings_are_forgiven(text):
    known = names(("The Matrix", 1999, 100), ("Matilda", 1996, 100), ("Metropolis", 1927, 100))

    assert found(text, known)[0] == 1


def test_words_are_found_in_any_order():
    known = names(("The Fellowship of the Ring", 2001, 10), ("Ring", 1998, 10))

    assert found("ring fellowship", known) == [1]


def test_what_is_not_alike_is_not_found():
    assert found("zzzzqq", names(("Heat", 1995, 10**6))) == []


def test_each_id_is_returned_once_in_the_place_of_its_best_spelling():
    known = [Name(1, "spirited away", 2001, 1), Name(1, "sen to chihiro", 2001, 1)]
    known.append(Name(2, "sen to chihire", 2001, 1))

    assert found("sen to chihiro", known) == [1, 2]
