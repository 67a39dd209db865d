"""What is clear in columns is what the one-by-one judgement says; other ways of loading agree."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.datasets.base import Dataset
from catalog.loading import load, matching
from catalog.loading.run import FileRun
from catalog.loading.triage import Triage
from catalog.models import Title
from catalog.tests import random_loads

pytestmark = pytest.mark.django_db
#: Each loads up to nine files twice.
few = settings(max_examples=4, derandomize=True)


def look_at_all(rows: pl.DataFrame, keys: pl.DataFrame, run: FileRun) -> Triage:
    """Call nothing clear: every row with an id is judged, and any title may be meant."""
    keyed = keys["row"].unique().sort().to_list()
    nothing = {"row": pl.UInt32}
    return Triage(
        known=pl.DataFrame(schema={**nothing, "id": pl.Int64}),
        new=[],
        echoes=pl.DataFrame(schema={**nothing, "like": pl.UInt32}),
        unknown=[],
        unclear=keyed,
        without_id=sorted(set(rows["row"].to_list()).difference(keyed)),
        candidates=set(Title.objects.values_list("pk", flat=True)),
    )


def outcome_one_by_one(loads):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "sort_out", look_at_all)
        return random_loads.outcome(loads)


def outcome_in_blocks(loads, block_rows: int):
    read = Dataset.read
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dataset, "read", lambda self, path: read(self, path, block_rows))
        return random_loads.outcome(loads, with_credits=False)


@few
@given(loads=random_loads.loads)
def test_sorting_rows_out_changes_nothing(loads):
    assert random_loads.outcome(loads) == outcome_one_by_one(loads)


@few
@given(loads=random_loads.loads_of_titles, block_rows=st.integers(1, 3))
def test_blocks_of_any_size_load_alike(loads, block_rows):
    assert outcome_in_blocks(loads, block_rows) == outcome_in_blocks(loads, 50_000)


def outcome_without_indexes(loads):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "WORTH_SETTING_ASIDE", 0)
        return random_loads.outcome(loads)


@few
@given(loads=random_loads.loads)
def test_setting_indexes_aside_changes_nothing(loads):
    assert random_loads.outcome(loads) == outcome_without_indexes(loads)
