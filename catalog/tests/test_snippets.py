"""Snippets: parts of texts with the words that were looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.snippets import snippet, words_in

FILLER = "Nothing of note happens in this sentence at all. "
TEXTS = st.lists(
    st.sampled_from(["dream", "Dreams,", "robot", "naïve", "(city)", "दंगल", "<b>", "a", "\n", "…"])
    | st.text(max_size=12),
    max_size=60,
).map(" ".join)


def marked(text: str, *stems: str, length: int = 220) -> list[str]:
    return [piece.text for piece in snippet(text, set(stems), length) if piece.is_marked]


def test_words_are_marked_by_stem_as_they_are_written():
    text = "He Dreams. A dream-like city; the dreamer's dreaming…"
    assert marked(text, "dream") == ["Dreams", "dream", "dreaming"]


@pytest.mark.parametrize("word", ["Amélie", "AMELIE", "amelie"])
def test_diacritics_and_case_are_no_difference(word):
    assert marked(f"With {word}.", "ameli") == [word]


def test_marks_of_indic_letters_are_part_of_words():
    assert marked("वह दंगल है", "दंगल") == ["दंगल"]


def test_a_short_text_is_shown_whole():
    assert [piece.text for piece in snippet("Two  lines\nof text", set())] == ["Two lines of text"]


def test_of_a_long_text_the_part_with_most_different_words_is_shown():
    text = FILLER * 8 + "A dream, a dream. " + FILLER * 8 + "Dreams of a robot. " + FILLER * 8

    pieces = snippet(text, {"dream", "robot"})

    shown = "".join(piece.text for piece in pieces)
    assert marked(text, "dream", "robot") == ["Dreams", "robot"]
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_a_long_text_without_the_words_is_shown_from_its_beginning():
    shown = "".join(piece.text for piece in snippet(FILLER * 9, {"dream"}))
    assert shown.startswith("Nothing of note")
    assert shown.endswith("…")


@given(TEXTS, st.integers(10, 80))
def test_a_snippet_is_a_stretch_of_the_text(text, length):
    stems = {"dream", "robot", "दंगल"}
    pieces = snippet(text, stems, length)

    shown = "".join(piece.text for piece in pieces)
    plain = " ".join(text.split())
    assert len(shown) <= length + 2
    assert shown in (plain, *cuts(plain, shown))
    for piece in pieces:
        assert piece.text
        assert not piece.is_marked or words_in(piece.text, stems)


def cuts(plain: str, shown: str) -> list[str]:
    """Return ``shown`` if, but for "…" at its ends, it is in ``plain``."""
    inner = shown.removeprefix("…").removesuffix("…")
    return [shown] if inner in plain else []


@given(TEXTS)
def test_a_text_with_a_word_has_a_mark(text):
    stems = {"dream"}
    if words_in(text, stems):
        assert any(piece.is_marked for piece in snippet(text, stems, 80))
