"""A generated poster is well-formed, readable, stable, and its text cannot break out of it."""

import re
from itertools import product
from random import Random
from xml.etree import ElementTree

import pytest

from catalog import posters
from catalog.poster_shapes import Palette
from catalog.posters import DEFAULT, DESIGNS, draw_poster, fingerprint, palette

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("genre", [*DESIGNS, "Reality", ""])
def test_every_genre_draws_a_well_formed_picture(genre):
    for name in ("Heat", "Dune", "M", "Alien"):
        assert parsed(draw_poster(name, "1995", [genre])).tag == f"{SVG}svg"


def test_a_poster_shows_the_name_and_the_years():
    assert texts(draw_poster("Fargo", "2014–2024", ["Crime"])) == ["Fargo", "2014–2024"]


def test_the_same_facts_draw_the_same_poster():
    assert draw_poster("Heat", "1995", ["Crime"]) == draw_poster("Heat", "1995", ["Crime"])


def test_another_name_draws_another_poster():
    heat, ronin = (re.sub("Heat|Ronin", "", draw_poster(n, "1995", [])) for n in ("Heat", "Ronin"))
    assert heat != ronin


@pytest.mark.parametrize("name", ["</text><script>\"&'", "a < b & c > d", 'Say "yes"'])
def test_markup_in_a_name_stays_text(name):
    svg = draw_poster(name, "2001", [])
    assert "".join(texts(svg)[:-1]).replace(" ", "") == name.replace(" ", "")
    assert not list(parsed(svg).iter(f"{SVG}script"))


def test_control_characters_in_a_name_leave_the_picture_well_formed():
    parsed(draw_poster("Bad\x00\x08 \uffffname", "2001", []))


def test_nothing_is_styled_inline():
    svg = draw_poster("Heat", "1995", ["Crime"])
    assert "style" not in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_the_most_telling_genre_decides():
    designs = posters.designs_of(["Drama", "Action", "Western"])
    assert designs == [DESIGNS["Western"], DESIGNS["Action"], DESIGNS["Drama"]]


def test_a_title_without_genres_gets_the_default():
    assert posters.designs_of([]) == [DEFAULT]


def test_type_is_readable_on_every_ground():
    for design, companion in product(DESIGNS.values(), repeat=2):
        for seed in range(6):
            colours: Palette = palette(Random(seed), [design, companion])
            assert contrast(colours.ink, colours.ground) >= 4.5


def test_the_fingerprint_ignores_the_order_of_genres_only():
    one = fingerprint("Heat", "1995", ["Crime", "Drama"])
    assert one == fingerprint("Heat", "1995", ["Drama", "Crime"])
    assert one != fingerprint("Heat", "1996", ["Crime", "Drama"])
    assert one != fingerprint("Heat", "1995", ["Crime"])


def test_oklch_white_black_and_red():
    assert posters.hex_colour(1, 0, 0) == "#ffffff"
    assert posters.hex_colour(0, 0, 0) == "#000000"
    assert posters.hex_colour(0.628, 0.2577, 29.23) == "#ff0000"
