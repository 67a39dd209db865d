"""Keys and slugs of whole columns are those of ``catalog.names``, name by name."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import names
from catalog.loading.naming import MAX_KEY, slug_stems, with_name_keys
from catalog.tests import nasty_cells as nasty

many = settings(max_examples=150, derandomize=True)
ascii_texts = st.text(st.characters(codec="ascii"), max_size=12)
articles = st.builds(
    "{}{}{}".format,
    st.sampled_from(("The ", "A ", "an ", "the", "THE  ", "'The ", "a-", "The the ", "&")),
    nasty.words | ascii_texts | st.just(""),
    st.sampled_from(("", "", "!", " & ", "'s", "’s", "_", "-")),
)
texts = st.one_of(nasty.cells, ascii_texts, articles, nasty.words.map(lambda text: text * 9))
years = st.none() | st.sampled_from((0, 1961, 2001, -5))


def keys_of(texts: list[str | None]) -> list[str | None]:
    frame = pl.DataFrame({"name": texts}, schema={"name": pl.String})
    return with_name_keys(frame)["name_key"].to_list()


def stems_of(rows: list[tuple[str, int | None]]) -> list[str]:
    schema = {"name": pl.String, "start_year": pl.Int64}
    return slug_stems(pl.DataFrame(rows, schema=schema, orient="row")).to_list()


@many
@given(column=st.lists(texts, max_size=6))
def test_keys_are_those_of_each_name(column):
    assert keys_of(column) == [names.name_key(text)[:MAX_KEY] for text in column]


@many
@given(rows=st.lists(st.tuples(texts, years), max_size=6))
def test_stems_are_those_of_each_name_and_year(rows):
    assert stems_of(rows) == [names.slug(*row) for row in rows]


def test_where_there_is_no_name_there_is_no_key():
    assert keys_of(["Ferry", None, "Küste", None]) == ["ferry", None, "kuste", None]


@pytest.mark.parametrize("name", ["***", "", " ", "!", "川", "'", "The", "The ", "A", "and", "&"])
def test_names_of_which_little_is_left(name):
    assert keys_of([name]) == [names.name_key(name)]
    assert stems_of([(name, None), (name, 1961)]) == [names.slug(name), names.slug(name, 1961)]


def test_other_columns_stay_and_rows_keep_their_order():
    frame = with_name_keys(pl.DataFrame({"row": [3, 1], "name": ["The B", "A"]}))
    assert frame.rows() == [(3, "The B", "b"), (1, "A", "a")]


@pytest.mark.parametrize(("length", "kept"), [(199, 199), (200, 200), (201, 200), (300, 200)])
def test_long_stems_are_cut(length, kept):
    assert stems_of([("x" * length, 1961)]) == [f"{'x' * kept}-1961"]


def test_a_stem_is_not_cut_at_a_dash():
    assert stems_of([(f"{'x' * 199} y", None)]) == ["x" * 199]


def test_keys_are_cut_where_the_table_ends():
    assert keys_of(["x" * 400]) == ["x" * MAX_KEY]
