import ast

import pytest

from bench.literals import damaged, identical, refuse_differences

CELLS = ["[{'id': 1, 'name': \"O'Hara\", 'profile_path': None}]", "[{'id': 2, 'name': 'Bo'}]"]


def test_literals_reports_speeds_of_identical_objects(run_bench):
    found = run_bench("literals", "--titles", 20, "--rounds", 5)
    assert found["identical"] is True
    assert found["rounds"] == 5
    assert found["damaged_cells_refused"] > 0
    assert {"mb_per_s", "literal_eval_mb_per_s", "over_literal_eval"} <= set(found)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([1], [1.0]),
        ([1], [True]),
        ([None], ["None"]),
        ([{"a": 1, "b": 2}], [{"b": 2, "a": 1}]),
        ([1, 2], [1]),
        ((1,), [1]),
        ([0.0], [-0.0]),
        (["é"], ["e\u0301"]),
    ],
)
def test_what_only_looks_equal_is_not_identical(a, b):
    assert not identical(a, b)


def test_same_objects_are_identical():
    assert all(identical(ast.literal_eval(cell), ast.literal_eval(cell)) for cell in CELLS)


@pytest.mark.parametrize(
    "parse",
    [
        lambda cell: ast.literal_eval(cell.replace("None", "0")),
        lambda cell: [{**item, "id": float(item["id"])} for item in ast.literal_eval(cell)],
        lambda cell: [],
    ],
    ids=["value", "type", "nothing"],
)
def test_a_parser_that_differs_is_refused(parse):
    with pytest.raises(SystemExit, match="not as literal_eval has it"):
        refuse_differences(CELLS, parse)


def test_a_parser_that_takes_damaged_cells_is_refused():
    def lenient(cell: str) -> list:
        return ast.literal_eval(cell) if cell.endswith("]") else []

    refuse_differences(CELLS, lenient)
    with pytest.raises(SystemExit):
        refuse_differences(list(damaged(CELLS)), lenient)
