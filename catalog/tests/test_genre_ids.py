"""Keys of what has a slug: remembered for a minute, if there was one."""

import pytest

from catalog.genre_ids import key_of
from catalog.models import Keyword
from catalog.tests.factories import make_title, named
from catalog.title_filters import filter_titles

pytestmark = pytest.mark.django_db


def test_a_keyword_that_comes_after_it_was_asked_for_is_found_at_once():
    wanted = {"keyword": "submarine"}
    assert not filter_titles(wanted).exists()
    title = make_title("Das Boot", keywords=["submarine"])
    assert list(filter_titles(wanted)) == [title]


def test_a_key_is_asked_for_once(django_assert_num_queries):
    keyword = named(Keyword, "heist")
    with django_assert_num_queries(1):
        assert [key_of(Keyword, "heist") for _ in range(3)] == [keyword.pk] * 3
