import pytest

from recommendations.words import stems


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
