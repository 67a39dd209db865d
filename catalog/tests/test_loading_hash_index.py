"""From hashes to numbers: as a dict of lists would have it."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.loading.hash_index import MAX_SEGMENTS, HashIndex

many = settings(max_examples=100, derandomize=True)
hashes = st.sampled_from((0, 1, 2, 2**63, 2**64 - 1))
pairs = st.lists(st.tuples(hashes, st.integers(-(2**63), 2**63 - 1)), max_size=6)


def index_of(*batches: list[tuple[int, int]]) -> HashIndex:
    index = HashIndex()
    for batch in batches:
        keys = pl.Series([key for key, _ in batch], dtype=pl.UInt64)
        index.add(keys, pl.Series([number for _, number in batch], dtype=pl.Int64))
    return index


def found(index: HashIndex, wanted: list[int]) -> list[tuple[int, int]]:
    return sorted(index.find(pl.Series(wanted, dtype=pl.UInt64)).rows())


@many
@given(batches=st.lists(pairs, max_size=2 * MAX_SEGMENTS), wanted=st.lists(hashes, max_size=6))
def test_all_that_was_added_is_found(batches, wanted):
    added = [pair for batch in batches for pair in batch]
    expected = [
        (place, number)
        for place, key in enumerate(wanted)
        for hash_, number in added
        if hash_ == key
    ]
    assert found(index_of(*batches), wanted) == sorted(expected)


def test_nothing_is_found_in_an_empty_index():
    frame = HashIndex().find(pl.Series([1, 2], dtype=pl.UInt64))
    assert (frame.height, frame.schema) == (0, {"place": pl.UInt32, "number": pl.Int64})


def test_nothing_is_found_for_nothing():
    assert found(index_of([(1, 7)]), []) == []


def test_many_segments_become_one():
    index = index_of(*[[(number, number)] for number in range(MAX_SEGMENTS + 1)])
    assert len(index._segments) == 1
    assert found(index, [3]) == [(0, 3)]


def test_no_entries_make_no_segment():
    assert index_of([], [])._segments == []
