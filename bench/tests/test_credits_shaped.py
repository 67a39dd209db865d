import ast

import polars as pl
import pytest

from bench.credits_shaped import make_credits_shaped
from bench.words import read_words
from catalog.datasets import tmd_metadata

N = 1_500
CAST = ["cast_id", "character", "credit_id", "gender", "id", "name", "order", "profile_path"]
CREW = ["credit_id", "department", "gender", "id", "job", "name", "profile_path"]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> list[pl.DataFrame]:
    paths = make_credits_shaped(tmp_path_factory.mktemp("made"), N, read_words())
    return [pl.read_csv(path, infer_schema=False) for path in paths]


def test_same_seed_makes_the_same_bytes(tmp_path):
    first, again = (
        [path.read_bytes() for path in make_credits_shaped(tmp_path / name, 50, read_words(), 7)]
        for name in "ab"
    )
    assert first == again


def test_columns_are_those_of_the_published_files(made):
    metadata, people = made
    assert metadata.columns == list(tmd_metadata.DATASET.header)
    assert people.columns == ["cast", "crew", "id"]
    assert metadata["id"].to_list() == people["id"].to_list()


@pytest.mark.parametrize(("column", "fields"), [("cast", CAST), ("crew", CREW)])
def test_cells_are_what_repr_writes(made, column, fields):
    n_credits = 0
    for cell in made[1][column]:
        credits_ = ast.literal_eval(cell)
        assert repr(credits_) == cell
        assert all(list(credit) == fields for credit in credits_)
        n_credits += len(credits_)
    assert 10 * N < n_credits < 25 * N


def test_lists_of_the_metadata_are_what_repr_writes(made):
    columns = [name for name in made[0].columns if name.startswith(("belongs", "genres", "prod"))]
    for cell in made[0].select(columns).unpivot()["value"].drop_nulls():
        assert repr(ast.literal_eval(cell)) == cell


@pytest.mark.parametrize("piece", ['"', "\\'", "\\\\", "\\xa0"])
def test_some_cells_are_hard_to_read(made, piece):
    assert made[1]["cast"].str.contains(piece, literal=True).any()
