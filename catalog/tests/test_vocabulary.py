"""Genres, countries and languages under the names that others give them."""

import doctest

import pytest

from catalog import vocabulary
from catalog.vocabulary import (
    COUNTRIES,
    GENRES,
    LANGUAGES,
    countries_of,
    genres_of,
    languages_of,
)


def test_doctests():
    assert doctest.testmod(vocabulary).failed == 0


def test_every_iso_code_is_there():
    former = {"AN", "CS", "DD", "SU", "XC", "XK", "YU"}

    assert len(COUNTRIES) == 249 + len(former)
    assert former < set(COUNTRIES)
    assert len(LANGUAGES) == 183 + len({"cn", "sh"})


@pytest.mark.parametrize("genre", GENRES)
def test_genre_is_its_own_name(genre):
    assert genres_of(genre) == (genre,)


@pytest.mark.parametrize(
    ("label", "genres"),
    [
        ("documentation", ("Documentary",)),
        ("TV Dramas", ("Drama",)),
        ("Stand-Up Comedy", ("Comedy",)),
        ("Film-Noir", ("Film Noir",)),
        ("Action & Adventure", ("Action", "Adventure")),
        ("International Movies", ()),
        ("(no genres listed)", ()),
        ("Polka", None),
    ],
)
def test_genres_of(label, genres):
    assert genres_of(label) == genres


def test_every_genre_alias_leads_to_a_genre():
    labels = vocabulary._GENRES_BY_LABEL.values()

    assert {genre for genres in labels for genre in genres} == set(GENRES)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("US", ("US",)),
        ("United States of America", ("US",)),
        ("UK", ("GB",)),
        ("Lebanon", ("LB",)),
        ("Soviet Union", ("SU",)),
        ("XG", ("DD",)),
        ("XX", ()),
        ("Official site", None),
    ],
)
def test_countries_of(name, codes):
    assert countries_of(name) == codes


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("en", ("en",)),
        ("Français", ("fr",)),
        ("普通话", ("zh",)),
        ("广州话 / 廣州話", ("cn",)),
        ("Gaelic", ("gd",)),
        ("xx", ()),
        ("No Language", ()),
        ("Klingon", None),
    ],
)
def test_languages_of(name, codes):
    assert languages_of(name) == codes


def test_every_alias_leads_to_a_code():
    assert set(vocabulary._COUNTRIES_BY_NAME.values()) == set(COUNTRIES)
    assert set(vocabulary._LANGUAGES_BY_NAME.values()) == set(LANGUAGES)
