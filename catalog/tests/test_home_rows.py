"""The rows of the home page."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError

from catalog import home_rows
from catalog.home_rows import PLANS, RowPlan
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db


def broken(titles):
    raise OperationalError("statement timeout")


BROKEN = RowPlan("broken", "Broken", "It fails.", {"sort": "name"}, broken)


def test_a_row_has_the_best_first_and_leads_to_all_of_it():
    make_title("Alien", genres=["Horror"], weighted_rating=8.4)
    make_title("Psycho", genres=["Horror"], weighted_rating=8.5)
    (row,) = (row for row in home_rows.home_rows() if row.key == "horror")
    assert [title.name for title in row.titles] == ["Psycho", "Alien"]
    assert row.address == "/titles/?genre=horror&sort=rating"


def test_a_row_without_titles_is_left_out():
    make_title("Alien", genres=["Horror"])
    assert [row.key for row in home_rows.home_rows()] == ["popular", "recent"]


def test_adult_titles_are_in_no_row():
    make_title("Hidden", genres=["Horror"], weighted_rating=9, is_adult=True)
    assert home_rows.home_rows() == []


def test_the_number_of_queries_is_fixed(django_assert_num_queries):
    for number in range(20):
        make_title(f"Part {number}", genres=["Horror", "Comedy"], weighted_rating=8)
    genres_nobody_has = 3
    with django_assert_num_queries(len(PLANS) - genres_nobody_has + 3):
        home_rows.home_rows()


def test_a_row_that_fails_leaves_the_others(monkeypatch):
    make_title("Alien")
    monkeypatch.setattr(home_rows, "PLANS", (BROKEN, *PLANS))
    assert [row.key for row in home_rows.home_rows()] == ["popular", "recent"]


def test_when_every_row_fails_the_failure_is_raised(monkeypatch):
    monkeypatch.setattr(home_rows, "PLANS", (BROKEN,))
    with pytest.raises(OperationalError):
        home_rows.home_rows()


def test_a_title_that_is_deleted_meanwhile_is_left_out(monkeypatch):
    alien, psycho = make_title("Alien", num_votes=2), make_title("Psycho", num_votes=1)

    def deleting(titles):
        chosen = list(titles.popular().values_list("pk", flat=True))
        alien.delete()
        return SimpleNamespace(values_list=lambda *_, **__: chosen)

    plan = RowPlan("popular", "Popular", "Most rated.", {"sort": "votes"}, deleting)
    monkeypatch.setattr(home_rows, "PLANS", (plan,))
    assert [row.titles for row in home_rows.home_rows()] == [[psycho]]
