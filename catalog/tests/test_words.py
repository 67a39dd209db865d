import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.words import WordBook, stems


def stems_of(text: str) -> list[str]:
    return [stem for stem, _ in stems(text)]


def test_forms_of_a_word_have_one_stem():
    assert len(set(stems_of("dream dreams dreaming dreamed"))) == 1


@pytest.mark.parametrize("text", ["", "the and of to he's don't", "a 1999 42", "!?"])
def test_words_that_say_nothing_are_left_out(text):
    assert stems_of(text) == []


def test_the_word_comes_with_its_stem():
    assert list(stems("Cities")) == [("citi", "cities")]


def test_other_scripts_survive():
    assert stems_of("Семь самураев") == ["семь", "самураев"]


@given(st.lists(st.text(max_size=40) | st.sampled_from(["The Dreams of Élan", "a&b\nc-d", ""])))
def test_a_word_book_reads_as_stems_does(texts):
    book = WordBook()
    rows, words = book.read(pl.Series(texts, dtype=pl.String))
    read = [[] for _ in texts]
    for row, word in zip(rows, words, strict=True):
        read[row].append((book.stems[book.stem_of[word]], book.words[word]))
    assert read == [list(stems(text)) for text in texts]


def test_a_word_book_numbers_a_word_once():
    book = WordBook()
    first, second = (book.read(pl.Series([text]))[1] for text in ("dream", "of DREAM, dreams"))
    assert list(first) == [0]
    assert list(second) == [0, 1]
    assert list(book.stem_of_words()) == [0, 0]


def labels_of(*texts: str) -> dict[str, str]:
    book = WordBook()
    for text in texts:
        book.count(book.read(pl.Series([text]))[1])
    return dict(zip(book.stems, book.labels(), strict=True))


def test_a_stem_is_called_by_the_word_that_was_said_most():
    assert labels_of("city dream", "dreams cities dreams city") == {
        "citi": "city",
        "dream": "dreams",
    }


@pytest.mark.parametrize("texts", [("dreams dream",), ("dream dreams",), ("dreams", "dream")])
def test_of_words_said_equally_often_the_first_in_the_alphabet_is_the_label(texts):
    assert labels_of(*texts) == {"dream": "dream"}


def test_what_was_read_but_not_counted_is_not_said():
    book = WordBook()
    book.read(pl.Series(["dreaming dreaming"]))
    book.count(book.read(pl.Series(["dreams"]))[1])
    assert book.labels() == ["dreams"]


def test_an_empty_book_has_no_labels():
    assert WordBook().labels() == []
