"""Keys that are reserved, rows by their keys, indexes that are set aside and come back."""

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction

from catalog.bulk import IdPool, SetAside, delete_rows, insert_frame, select_rows
from catalog.bulk.ids import AHEAD, MANY
from catalog.models import AggregateRating, Credit, Genre, Person, Title
from catalog.tests.factories import make_person, make_title, named

pytestmark = pytest.mark.django_db


def insert_genres(keys: pl.Series) -> None:
    names = [f"Genre {key}" for key in keys]
    insert_frame(Genre, pl.DataFrame({"id": keys, "name": names, "slug": names}))


# Keys --------------------------------------------------------------------------------------------


def test_keys_come_in_order_and_once():
    pool = IdPool()
    keys = [*pool.take(Genre, 3), *pool.take(Genre, 0), *pool.take(Genre, 2)]
    assert keys == list(range(keys[0], keys[0] + 5))


def test_keys_are_not_those_of_rows():
    taken = {named(Genre, "Drama").pk, named(Genre, "Horror").pk}
    assert not taken.intersection(IdPool().take(Genre, 5))


@pytest.mark.parametrize("n", [1, 3, 5])
def test_keys_do_not_overlap_when_some_are_used_in_between(n):
    pool = IdPool()
    seen: list[int] = []
    for _ in range(3):
        keys = pool.take(Genre, n)
        insert_genres(keys.head(n // 2 + 1))
        seen.extend(keys)
    assert len(set(seen)) == 3 * n


def test_later_rows_have_other_keys():
    keys = IdPool().take(Genre, 3)
    insert_genres(keys)
    assert named(Genre, "Drama").pk > keys[-1]


def test_pools_do_not_overlap_when_keys_are_used():
    one = IdPool().take(Genre, 3)
    insert_genres(one)
    assert not set(one).intersection(IdPool().take(Genre, 3))


def test_who_asks_for_many_gets_some_ahead(django_assert_num_queries):
    pool = IdPool()
    first = pool.take(Genre, MANY)
    with django_assert_num_queries(0):
        rest = pool.take(Genre, AHEAD - MANY)
    assert rest[0] == first[-1] + 1
    assert pool.take(Genre, 1)[0] == rest[-1] + 1


def test_tables_have_keys_of_their_own():
    pool = IdPool()
    make_person("Ada")
    genres, people = pool.take(Genre, 2), pool.take(Person, 2)
    insert_genres(genres)
    assert Person.objects.get().pk < people[0]


# Rows --------------------------------------------------------------------------------------------


@pytest.fixture
def people() -> list[int]:
    return [make_person(name).pk for name in ("Ada", "Bo", "Cy")]


def names_of(*keys: int) -> list[str]:
    schema = {"id": pl.Int64, "name": pl.String}
    found = select_rows(Person, schema, "id", pl.Series(keys, dtype=pl.Int64))
    assert found.schema == schema
    return sorted(found["name"])


def test_rows_are_selected_by_key_each_once(people):
    ada, bo, _ = people
    assert names_of(bo, ada, bo, 10**9, -1) == ["Ada", "Bo"]


def test_no_keys_select_nothing(people, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert names_of() == []


def test_more_keys_than_a_statement_may_have_parameters(people):
    assert names_of(*range(10**6, 10**6 + 40_000), *people) == ["Ada", "Bo", "Cy"]


def test_rows_are_selected_by_a_text_beside_their_keys():
    heat = make_title("Heat", directors=["Mann"], cast=["Ada", "Bo"])
    make_title("Ali", directors=["Mann"])
    schema = {"category": pl.String}

    def categories(*wanted: str) -> list[str]:
        keys = pl.Series([heat.pk])
        found = select_rows(Credit, schema, "title_id", keys, only={"category": wanted})
        return sorted(found["category"])

    assert categories("actor") == ["actor", "actor"]
    assert categories("actor", "director") == ["actor", "actor", "director"]
    assert categories("it's") == []


def test_rows_are_deleted_by_any_integer_column():
    one, other = make_title("Heat", cast=["Ada", "Bo"]), make_title("Alien", cast=["Ada"])
    delete_rows(Credit, "title_id", pl.Series([one.pk, one.pk, 10**9]))
    assert [credit.title_id for credit in Credit.objects.all()] == [other.pk]


def test_no_keys_delete_nothing(people, django_assert_num_queries):
    with django_assert_num_queries(0):
        delete_rows(Person, "id", pl.Series([], dtype=pl.Int64))
    assert Person.objects.count() == 3


# Indexes -----------------------------------------------------------------------------------------

TABLES = (Title, Title.genres.through, AggregateRating, Person, Credit)
ON_SQLITE = ("SELECT tbl_name, name, sql FROM sqlite_master",)
ON_POSTGRESQL = (
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid <> 0 AND connamespace = 'public'::regnamespace""",
)


def structure() -> set[tuple[str, ...]]:
    """Return all indexes and constraints of the database, as it writes them."""
    statements = ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE
    with connection.cursor() as cursor:
        found: set[tuple[str, ...]] = set()
        for statement in statements:
            cursor.execute(statement)
            found.update(cursor.fetchall())
        return found


def test_indexes_and_constraints_come_back_as_they_were():
    before = structure()
    aside = SetAside.of_empty(TABLES)
    without = structure()
    title = make_title("Heat", cast=["Ada"], genres=["Crime"], ratings={"imdb": (7.0, 3)})
    aside.restore()
    assert (structure(), without < before) == (before, True)
    assert title.credits.count() == 1


def test_a_table_with_rows_keeps_its_indexes():
    make_person("Ada")
    before = structure()
    SetAside.of_empty([Person])
    assert structure() == before


def test_nothing_is_restored_twice():
    before = structure()
    aside = SetAside.of_empty(TABLES)
    aside.restore()
    aside.restore()
    assert structure() == before


def test_a_rollback_brings_the_indexes_back():
    before = structure()
    with pytest.raises(KeyError), transaction.atomic():
        SetAside.of_empty(TABLES)
        raise KeyError
    assert structure() == before


def test_rows_that_break_a_unique_rule_are_refused_at_the_latest_in_the_end():
    title = make_title()
    rows = pl.DataFrame({"title_id": [title.pk] * 2, "source": ["imdb"] * 2, "average": [5.0] * 2})
    with pytest.raises(IntegrityError), transaction.atomic():
        aside = SetAside.of_empty([AggregateRating])
        insert_frame(AggregateRating, rows)
        aside.restore()
    assert not AggregateRating.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL types its lists")
@pytest.mark.parametrize(("model", "column"), [(Credit, "title_id"), (Person, "id")])
def test_keys_are_of_the_type_of_their_column(model, column, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        select_rows(model, {column: pl.Int64}, column, pl.Series([1, 2]))
    assert "ARRAY[1,2]::bigint[]" in asked.captured_queries[0]["sql"]
