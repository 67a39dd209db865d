"""Phrases about rows that no page or command tests by itself."""

import pytest

from catalog.models import Title
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db


def test_a_number_finds_names_and_ids():
    names = ["1917", "1917 Again", "Alien"]
    titles = [make_title(name, tmdb_id=n) for n, name in enumerate(names, start=1916)]
    assert set(Title.objects.called_or_id("1917")) == {*titles} - {titles[2]}
    assert titles[2] in Title.objects.called_or_id(str(titles[2].pk))
    assert not Title.objects.called_or_id("9" * 40)


def test_a_number_is_looked_up_in_indexes(settings):
    if settings.DATABASE["ENGINE"].endswith("sqlite3"):
        assert "SCAN" not in Title.objects.called_or_id("1917").order_by().explain()


def test_titles_without_a_rating_come_last():
    make_title("Unknown")
    make_title("Good", weighted_rating=8.0)
    assert [title.name for title in Title.objects.all()] == ["Good", "Unknown"]
