"""Trigrams, and names found by them; no database."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search_index import ARRAYS, CHUNK, MOST_WEIGHED, Name, NameIndex, trigrams
from catalog.tests.search_fixtures import found, index_of, names

ALPHABET = "ab é千と한и"
KNOWN = st.lists(
    st.builds(
        Name,
        id=st.integers(1, 6),
        key=st.text(ALPHABET, min_size=1, max_size=9),
        year=st.none() | st.integers(1990, 1992),
        popularity=st.integers(0, 3),
    ),
    unique_by=lambda name: (name.id, name.key),
)


def letters_of(codes: np.ndarray) -> list[str]:
    parts = [[code >> shift & 0x1FFFFF for shift in (42, 21, 0)] for code in codes.tolist()]
    return ["".join(chr(letter) for letter in part if letter) for part in parts]


def grams_of(key: str) -> set[str]:
    """Return the trigrams of one key, and its pairs of unspaced letters, one by one."""
    words = [f"  {word} " for word in key.split(" ")]
    threes = {word[i : i + 3] for word in words for i in range(len(word) - 2)} - {"   "}
    pairs = {key[i : i + 2] for i in range(len(key) - 1)}
    return {three for three in threes if three[1:] != "  "} | {
        pair for pair in pairs if all("\u3040" <= letter <= "\ud7af" for letter in pair)
    }


def test_a_word_has_trigrams_of_its_own_beginning_and_end():
    codes, rows = trigrams(["up a"])

    assert letters_of(codes) == ["  u", " up", "up ", "  a", " a "]
    assert rows.tolist() == [0, 0, 0, 0, 0]


def test_scripts_without_spaces_have_pairs_besides():
    codes, rows = trigrams(["神隠し", "up"])

    assert letters_of(codes)[-2:] == ["神隠", "隠し"]
    assert rows.tolist() == [0] * 4 + [1] * 3 + [0] * 2


def test_trigrams_do_not_reach_from_one_name_into_the_next():
    codes, rows = trigrams(["up", "up"])

    assert codes[:3].tolist() == codes[3:].tolist()
    assert rows.tolist() == [0, 0, 0, 1, 1, 1]


@given(KNOWN)
def test_an_index_is_what_a_plain_build_makes_of_the_same_names(known):
    bearers: dict[str, list[Name]] = {}
    for name in sorted(known, key=lambda name: (-name.popularity, name.id)):
        bearers.setdefault(name.key, []).append(name)
    keys = sorted(bearers, key=lambda key: (-bearers[key][0].popularity, key))
    postings: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        for gram in grams_of(key):
            postings.setdefault(gram, []).append(row)

    index = index_of(known)

    rows = range(len(keys))
    assert index.keys(rows) == keys
    assert list(index.bearers(rows, 99)) == [name for key in keys for name in bearers[key]]
    assert index.sizes.tolist() == [len(grams_of(key)) for key in keys]
    grams = letters_of(index.grams)
    assert {g: index.postings.posting(t)[0].tolist() for t, g in enumerate(grams)} == postings


def test_more_keys_than_are_sorted_at_a_time_make_one_index():
    numbers = range(CHUNK + 50)
    index = index_of(Name(n, f"film {n:06}", None, CHUNK * 2 - n) for n in numbers)

    assert len(index) == len(numbers)
    posting, _ = index.postings.posting(letters_of(index.grams).index("fil"))
    assert posting.tolist() == list(numbers)
    assert found(f"film {CHUNK + 7:06}", index)[0] == CHUNK + 7


def test_an_index_finds_what_it_was_built_from_after_it_was_saved(tmp_path: Path):
    known = names(("The Matrix", 1999, 900), ("Мастер и Маргарита", 2024, 5), ("Heat", 1995, 50))
    index_of(known).save(tmp_path)

    index = NameIndex.open(tmp_path)

    assert all(isinstance(getattr(index, name), np.ndarray) for name in ARRAYS)
    assert len(index) == 3
    for name in known:
        assert name in index.bearers(index.candidates(name.key, 1), 1)


def test_candidates_of_an_empty_index_and_of_unknown_letters():
    assert index_of([]).candidates("heat", 5).tolist() == []
    assert index_of(names(("Heat", 1995, 50))).candidates("ψ", 5).tolist() == []


def test_an_exact_name_is_found_among_more_popular_ones_than_are_weighed():
    others = [(f"man {n}", 1999, 10) for n in range(MOST_WEIGHED + 10)]
    index = index_of(names(("Man", 1999, 0), *others))

    assert found("man", index)[0] == 1


def test_namesakes_take_one_place_and_come_most_popular_first():
    index = index_of(names(("Heat", 1986, 5), ("Heat", 1995, 700), ("Heat", 1972, 5)))

    assert index.candidates("heat", 3).tolist() == [0]
    assert [name.id for name in index.bearers([0], 3)] == [2, 1, 3]
    assert [name.id for name in index.bearers([0], 1)] == [2]


def test_of_many_namesakes_those_of_the_year_come_first():
    index = index_of(names(("Heat", 1995, 700), ("Heat", 1986, 5), ("Heat", 1972, 4)))

    assert [name.id for name in index.bearers([0], 2, year=1972)] == [3, 1]


def test_a_text_with_more_trigrams_than_a_byte_counts_finds_its_name():
    long = " ".join(f"{a}{b}{c}" for a in "abcdef" for b in "ghijkl" for c in "mnopqr")
    index = index_of(names((long, 1999, 1), ("Heat", 1995, 700)))

    assert index.sizes.max() == 255
    assert found(long, index)[0] == 1


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Мастер и Маргарита", "мастр и маргарита"),
        ("千と千尋の神隠し", "千尋"),
        ("千と千尋の神隠し", "神隠"),
        ("부산행", "부산"),
        ("霸王别姬", "王别"),
        ("لعبة الحب", "لعبه الحب"),
        ("दिलवाले दुल्हनिया", "दिलवले"),
        ("Καλημέρα", "καλημερα"),
        ("ฉลาดเกมส์โกง", "เกมส์"),
    ],
)
def test_any_script_is_found_by_a_part_or_with_a_typo(name, typed):
    others = [
        ("Heat", 1995, 700),
        ("Война и мир", 1966, 9),
        ("となりのトトロ", 1988, 9),
        ("राजी", 2018, 9),
    ]
    index = index_of(names((name, 2000, 1), *others))

    assert found(typed, index)[0] == 1


@pytest.mark.parametrize("typed", ["ulcy", "lcuy", "luyc"])
def test_a_short_word_is_found_with_two_letters_swapped(typed):
    others = [(f"{a}{b}cy {c}", 1999, 9) for a in "bdfg" for b in "aeio" for c in "bdfghjklm"]
    index = index_of(names(("Lucy", 2014, 1), *others))

    assert found(typed, index)[0] == 1
