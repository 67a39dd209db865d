import polars as pl
import pytest

from bench.child import load_in_child
from bench.credits_shaped import make_credits_shaped
from bench.scratch import scratch_database
from bench.tmdb_shaped import make_tmdb_shaped
from bench.words import read_words

N = 300
KEYS = {
    "db", "titles", "rows", "created", "changed", "seconds", "titles_per_s", "rows_per_s",
    "peak_rss_mb", "refresh_seconds", "refresh_created", "refresh_changed", "floor_seconds",
    "over_floor", "over_bulk_create", "over_to_sql", "rounds", "slice_titles", "slice_rows",
    "load_average", "database", "python", "polars", "pandas",
}  # fmt: skip


@pytest.fixture
def distinct_titles(tmp_path) -> int:
    """Return how many titles there are in the file that the bench makes."""
    path = make_tmdb_shaped(tmp_path / "same.csv", N, read_words())
    rows = pl.read_csv(path, infer_schema=False)
    return rows.drop_nulls("title")["id"].n_unique()


def test_load_creates_every_title_once_and_changes_nothing_again(run_bench, db, distinct_titles):
    found = run_bench("load", "--titles", N, "--db", db, "--slice", 100, "--rounds", 2)
    assert set(found) >= KEYS
    assert found["titles"] == N
    assert found["created"] == found["rows_of_tables"]["catalog_title"] == distinct_titles
    assert (found["changed"], found["refresh_created"], found["refresh_changed"]) == (0, 0, 0)
    assert (found["db"], found["rounds"], found["slice_titles"]) == (db, 2, 100)
    assert found["rows"] == sum(found["rows_of_tables"].values())
    for peer in ("floor", "bulk_create", "to_sql"):
        ratio = found[f"{peer}_seconds"] / found["seconds"]
        assert found[f"over_{peer}"] == pytest.approx(ratio, rel=0.01)


def test_load_takes_files_that_exist_and_credits(run_bench, db, tmp_path):
    metadata, people = make_credits_shaped(tmp_path / "made", 60, read_words())
    found = run_bench("load", "--file", metadata, "--file", people, "--db", db, "--rounds", 1)
    assert found["created"] == pl.read_csv(metadata, infer_schema=False)["id"].n_unique()
    assert found["rows_of_tables"]["catalog_credit"] > 60
    # People of the slice are in it: all credits are, too.
    assert found["slice_rows"] > found["rows_of_tables"]["catalog_credit"]


def test_a_server_that_does_not_answer_is_said_in_one_sentence():
    with (
        pytest.raises(SystemExit, match="PostgreSQL does not answer"),
        scratch_database("postgresql", "postgres://postgres@127.0.0.1:1/postgres"),
    ):
        pass


def test_a_file_that_is_missing_is_said_in_one_sentence(tmp_path):
    with pytest.raises(SystemExit, match="there is no file"):
        load_in_child([tmp_path / "missing.csv"])
