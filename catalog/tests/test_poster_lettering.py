"""Names of any length and script fit the poster's box."""

import pytest

from catalog.poster_lettering import SANS, SERIF, SMALLEST, TYPEWRITER, block, em, fit, wrapped

WIDTH, HEIGHT = 256, 98


@pytest.mark.parametrize("lettering", [SANS, SERIF, TYPEWRITER], ids=["sans", "serif", "mono"])
@pytest.mark.parametrize(
    "name",
    [
        "M",
        "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb",
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
        "千と千尋の神隠し",
        "Броненосец «Потёмкин»",
        "W" * 60,
    ],
)
def test_a_name_fits_the_box(name, lettering):
    size, lines = fit(name, lettering, WIDTH, HEIGHT)
    assert all(em(line.text, lettering) * size <= WIDTH for line in lines)
    assert block(len(lines), size, lettering) <= HEIGHT
    assert "".join(line.text for line in lines).replace(" ", "") == name.replace(" ", "")


def test_a_short_name_is_set_large():
    size, lines = fit("Heat", SANS, WIDTH, HEIGHT)
    assert (size, len(lines)) == (SANS.largest, 1)


def test_a_name_beyond_all_bounds_is_cut():
    size, lines = fit("never ending story " * 40, SANS, WIDTH, HEIGHT)
    assert size == SMALLEST
    assert lines[-1].text.endswith("…")
    assert block(len(lines), size, SANS) <= HEIGHT


def test_words_are_broken_only_where_they_may():
    assert list(wrapped("unbreakable", SANS, 2, may_break=False)) == ["unbreakable"]
    assert len(list(wrapped("unbreakable", SANS, 2, may_break=True))) > 1


def test_an_accent_takes_no_width():
    assert em("Ame\u0301lie", SANS) == em("Amelie", SANS) == em("Amélie", SANS)


def test_a_script_that_joins_its_letters_keeps_its_own_width():
    _, (line,) = fit("جدایی", SANS, WIDTH, HEIGHT)
    assert line.width == 0


def test_a_latin_line_is_held_to_its_width():
    size, (line,) = fit("Heat", SANS, WIDTH, HEIGHT)
    assert line.width == pytest.approx(em("Heat", SANS) * size)


def test_an_empty_name_is_one_empty_line():
    assert [line.text for line in fit("", SANS, WIDTH, HEIGHT)[1]] == [""]
