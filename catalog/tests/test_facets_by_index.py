"""How filters and the counts beside them reach the database: by indexes and keys."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import facets
from catalog.facets import count_titles, facet_counts
from catalog.tests.factories import make_title
from catalog.title_filters import filter_titles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("filters", [{}, {"kind": "movie"}, {"year_min": 1990, "language": "en"}])
def test_what_titles_say_themselves_is_counted_off_one_index(settings, filters):
    with CaptureQueriesContext(connection) as queries:
        facet_counts(filters)
    if settings.DATABASE["ENGINE"].endswith("sqlite3"):
        counts = [q["sql"] for q in queries if 'FROM "catalog_title" WHERE' in q["sql"]]
        assert counts
        for sql in counts:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plan = " ".join(row[3] for row in cursor.fetchall())
            assert "SEARCH catalog_title USING COVERING INDEX title_facets" in plan


def test_the_total_is_one_of_the_counts(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(facets, "QUICK_SECONDS", 0)
    for name in ("Heat", "Fargo"):
        make_title(name, genres=["Crime"])
    filters = {"kind": "movie", "genre": ["crime"]}
    facet_counts(filters)
    with django_assert_num_queries(0):
        assert count_titles(filters) == 2
    assert count_titles({"kind": "show", "genre": ["drama"]}) == 0
    assert count_titles({"among": (1, 2)}) == filter_titles({"among": (1, 2)}).count()


@pytest.mark.parametrize("name", ["keyword", "company", "collection", "person"])
def test_what_has_a_slug_is_asked_for_by_its_key(name):
    sql = str(filter_titles({name: "regency"}).query)
    assert "slug" not in sql.partition("WHERE")[2]


def test_the_best_rated_are_found_by_an_index(settings):
    if settings.DATABASE["ENGINE"].endswith("sqlite3"):
        plan = filter_titles({"rating_min": 8.0}).values_list("pk").explain()
        assert "title_by_weighted_rating (<expr>>?)" in plan
