"""What goes into a table comes out of it: texts, nulls, numbers, booleans, days, JSON."""

import json
from datetime import date

import polars as pl
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.bulk import insert_frame, read_frame, select_rows, update_frame
from catalog.bulk.frames import insert_into
from catalog.models import Title
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db
SCHEMA = {
    "id": pl.Int64, "word": pl.String, "flag": pl.Boolean, "day": pl.Date, "share": pl.Float64,
}  # fmt: skip
some = settings(
    max_examples=25,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
odd_texts = st.sampled_from(
    ("", " ", '"', '""', "'", ",", "\n", "\r", "\r\n", "\\", "\\.", "\\N", "NULL", "null", "t", "0",
     "a\rb", 'a"b', "a,b", " a ", "\ufeff", "\x1a", "NaN")
)  # fmt: skip
rows = st.tuples(
    st.integers(-(2**63), 2**63 - 1),
    st.none() | odd_texts | texts,
    st.none() | st.booleans(),
    st.none() | st.dates(date(1, 1, 1)),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
)


@pytest.fixture
def table():
    """Return the name of an empty temporary table that takes nulls everywhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE odd_values"
            " (id bigint, word text, flag boolean, day date, share double precision)"
        )
        yield "odd_values"
        cursor.execute("DROP TABLE odd_values")


def there_and_back(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    insert_into(table, frame)
    return read_frame(f"SELECT * FROM {table}", SCHEMA)  # noqa: S608


@some
@given(values=st.lists(rows, max_size=5))
def test_values_come_back_as_they_went(table, values):
    frame = pl.DataFrame(values, schema=SCHEMA, orient="row")
    found = there_and_back(table, frame)
    assert (found.schema, found.rows()) == (frame.schema, frame.rows())


@pytest.mark.parametrize("word", [None, "", " ", "\\N", '""', "\\."])
def test_what_looks_like_nothing_is_told_apart(table, word):
    frame = pl.DataFrame({"id": [1], "word": [word]}, schema_overrides={"word": pl.String})
    assert there_and_back(table, frame)["word"].to_list() == [word]


@pytest.fixture
def titles() -> list[Title]:
    return [make_title("Heat", start_year=1995), make_title("Alien", start_year=1979)]


def test_updates_set_nulls_blanks_booleans_and_days(titles):
    heat, alien = titles
    update_frame(
        Title,
        pl.DataFrame(
            {
                "id": [heat.pk, alien.pk],
                "is_adult": [True, False],
                "release_date": [date(1995, 12, 15), None],
                "tagline": ["", 'A "crime", saga\n'],
                "imdb_id": [None, "tt0078748"],
            }
        ),
    )
    facts = ("is_adult", "release_date", "tagline", "imdb_id")
    assert list(Title.objects.order_by("pk").values_list(*facts)) == [
        (True, date(1995, 12, 15), "", None),
        (False, None, 'A "crime", saga\n', "tt0078748"),
    ]


def test_json_is_written_and_read_as_text(titles):
    provenance = {"name": 7, 'qu"ote': -1, "é\\": 3}
    update_frame(
        Title, pl.DataFrame({"id": [titles[0].pk], "provenance": [json.dumps(provenance)]})
    )
    titles[0].refresh_from_db()
    schema = {"id": pl.Int64, "provenance": pl.String}
    (text,) = select_rows(Title, schema, "id", pl.Series([titles[0].pk]))["provenance"]
    assert titles[0].provenance == json.loads(text) == provenance


def test_columns_of_a_model_come_as_their_types(titles):
    schema = {"is_adult": pl.Boolean, "release_date": pl.Date, "start_year": pl.Int64}
    frame = select_rows(Title, schema, "id", pl.Series([titles[0].pk]))
    assert (frame.schema, frame.rows()) == (schema, [(False, None, 1995)])


def test_a_frame_without_rows_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_frame(Title, pl.DataFrame(schema={"id": pl.Int64}))
