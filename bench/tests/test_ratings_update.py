import polars as pl
import pytest

from bench.ratings_update import make_ratings


def test_most_ratings_are_of_unknown_titles(run_bench, db):
    found = run_bench("ratings-update", "--titles", 100, "--rows", 400, "--db", db)
    assert (found["rows"], found["db"]) == (400, db)
    assert 75 <= found["changed"] <= 100
    assert found["skipped"] == 400 - found["changed"]
    assert found["again_changed"] == 0


@pytest.mark.parametrize("n_rows", [5, 50])
def test_made_ratings_have_the_columns_and_rows_asked_for(tmp_path, n_rows):
    path = tmp_path / "title.ratings.tsv"
    make_ratings(path, pl.Series([f"tt{number:07}" for number in range(10)]), n_rows)
    made = pl.read_csv(path, separator="\t")
    assert made.columns == ["tconst", "averageRating", "numVotes"]
    assert made["tconst"].n_unique() == len(made) == n_rows
    assert made["averageRating"].is_between(1, 10).all()
