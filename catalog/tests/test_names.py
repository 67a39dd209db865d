"""Names of any script as keys and slugs."""

import doctest

import pytest

from catalog import names
from catalog.names import SLUG, fold, name_key, slug


def test_doctests():
    assert doctest.testmod(names).failed == 0


@pytest.mark.parametrize("group", ["दिल दाल दूल", "مُحَمَّد محمد", "й и", "ガ カ"])
def test_names_that_differ_by_a_mark_are_two_where_marks_are_letters(group):
    assert len({name_key(name) for name in group.split()}) == len(group.split())


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Việt Nam", "viet nam"),
        ("ｅ\u0301té", "ete"),
        ("´Allo ´allo", "allo allo"),
        ("मिस्टर इंडिया!", "मिस्टर इंडिया"),
        ("क्\u200dष", "क्ष"),
        ("I ❤\ufe0f Huckabees 7\ufe0f\u20e3", "i huckabees 7"),
        ("L'été, l’hiver, l＇an", "lete lhiver lan"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_a_slug_keeps_the_marks_of_its_script():
    assert slug("दंगल", 2016) == "दंगल-2016"
    assert SLUG.fullmatch(slug("दंगल", 2016))
