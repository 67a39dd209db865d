"""Phrases about rows that no page or command tests by itself."""

import pytest

from catalog.models import Credit, Person, Title
from catalog.tests.factories import make_person, make_title
from catalog.title_filters import ORDERS, filter_titles

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


@pytest.mark.parametrize("sort", ORDERS)
def test_an_order_of_titles_is_read_off_an_index(settings, sort):
    if settings.DATABASE["ENGINE"].endswith("sqlite3"):
        plan = filter_titles({"sort": sort}).values_list("pk", flat=True)[:24].explain()
        assert "USING INDEX" in plan
        assert "TEMP B-TREE" not in plan


def test_people_by_name_are_read_off_an_index(settings):
    if settings.DATABASE["ENGINE"].endswith("sqlite3"):
        plan = Person.objects.order_by("name_key", "pk").values_list("pk")[:24].explain()
        assert "USING COVERING INDEX" in plan
        assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("of", ["title", "person"])
def test_credits_are_found_by_an_index_of_more_columns(settings, of):
    if settings.DATABASE["ENGINE"].endswith("sqlite3"):
        assert "SEARCH" in Credit.objects.filter(**{of: 1}).explain()


def test_people_are_hidden_if_all_their_credits_are(settings):
    make_title("Hidden", is_adult=True, cast=["Anna", "Bert"])
    make_title("Shown", cast=["Bert"])
    make_person("Without credits")
    shown = set(Person.objects.visible().values_list("name", flat=True))
    assert shown == {"Bert", "Without credits"}
    assert [person.name for person in Person.objects.with_visible_titles()] == ["Bert"]
    settings.SHOW_ADULT_TITLES = True
    assert Person.objects.visible().count() == 3
    assert Person.objects.with_visible_titles().count() == 2


def test_titles_without_a_rating_come_last():
    make_title("Unknown")
    make_title("Good", weighted_rating=8.0)
    assert [title.name for title in Title.objects.all()] == ["Good", "Unknown"]
