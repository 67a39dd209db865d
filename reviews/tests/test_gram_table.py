import numpy as np
import pytest

from reviews.sentiment.gram_table import GramTable, owners

BITS = 10


def keys(*pairs):
    """Keys of (slot, mark)."""
    return np.array([(slot << 20) + (mark << 12) for slot, mark in pairs], np.int32)


def test_the_most_frequent_key_owns_a_slot_and_ties_go_to_the_smallest():
    three = keys((5, 1), (5, 2), (6, 9), (7, 2), (7, 1))
    assert owners(three, np.array([3, 4, 1, 2, 2]), BITS).tolist() == [
        False,
        True,
        True,
        False,
        True,
    ]


def test_a_key_has_its_weight_and_strangers_have_none():
    known = keys((0, 0), (5, 1), (1023, 255))
    table = GramTable.of(known, np.array([-1.0, 0.5, 1.0], np.float32), BITS)
    steps = table.steps(known)
    assert table.weights(steps) == pytest.approx([-1, 0.5, 1], abs=0.005)
    assert table.steps(keys((0, 1), (5, 2), (4, 1), (1023, 0))).tolist() == [0, 0, 0, 0]


def test_what_is_packed_is_unpacked():
    table = GramTable.of(keys((3, 1), (900, 7)), np.array([0.2, -0.1], np.float32), BITS)
    again = GramTable.unpacked("t", table.packed("t"))
    assert again.cells.tolist() == table.cells.tolist()
    assert (again.scale, again.shift) == (table.scale, table.shift)


def test_a_table_of_nothing_knows_nothing():
    table = GramTable.of(keys(), np.array([], np.float32), BITS)
    assert table.steps(keys((0, 0))).tolist() == [0]
    assert GramTable.unpacked("t", table.packed("t")).cells.any() == 0


def test_one_huge_weight_does_not_make_the_others_nought():
    many = keys(*((slot, 1) for slot in range(1000)))
    weights = np.full(1000, 0.1, np.float32)
    weights[0] = 1_000_000
    table = GramTable.of(np.concatenate([many] * 1), weights, BITS)
    assert table.weights(table.steps(many[:1]))[0] > 0
