"""The fast reader of Python's lists says what ``ast`` says, of whole cells and of broken ones."""

import ast
import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.datasets.literals import read_literal
from catalog.tests import nasty_cells as nasty

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")
many = settings(max_examples=200, derandomize=True)
cells = st.sampled_from((nasty.named, nasty.cast, nasty.crew)).flatmap(
    lambda fields: nasty.written(fields, repr, 1).map(lambda column: column[0])
)
damaged_twice = nasty.damaged(nasty.damaged(cells))


def outcome(read: Any, cell: str) -> Any:
    """Return what is read, with all types, or that nothing is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return with_types(read(cell))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return "broken"


def with_types(value: Any) -> Any:
    if isinstance(value, list | tuple | set):
        return type(value), [with_types(item) for item in value]
    if isinstance(value, dict):
        return dict, [(with_types(key), with_types(item)) for key, item in value.items()]
    return type(value), repr(value)


def assert_alike(cell: str) -> None:
    assert outcome(read_literal, cell) == outcome(ast.literal_eval, cell)


@many
@given(cell=cells)
def test_lists_of_objects(cell):
    assert_alike(cell)


@many
@given(cell=damaged_twice)
def test_damaged_lists(cell):
    assert_alike(cell)


@many
@given(cell=nasty.cells)
def test_other_cells(cell):
    assert_alike(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "", "[", "[{", "[{}]", "[{'a': 1}", "[{'a': 1}]", " [{'a': 1}]", "[{'a': 1},]",
        "[{'a': 1} ]", "[{'a': 1}, {'b': 2}]", "[{'a': 1}, {'a': 'x'}]",
        "[{'a': 'x'}, {'a': None}]",
        "[{'a': 1, 'a': 2}]", "[{'a': -0}]", "[{'a': -0.0}]", "[{'a': 01}]", "[{'a': 1_0}]",
        "[{'a': 1.}]", "[{'a': 1e3}]", "[{'a': ١}]", "[{'é': 1}]", "[{1: 'a'}]", "[{'a': b'x'}]",
        "[{'a': 'x' 'y'}]", "[{'a': '''x'''}]", "[{'a': \"it's\"}]", r"[{'a': 'it\'s'}]",
        r"[{'a': '\x41\u00e9\\'}]", r"[{'a': '\xZZ'}]", r"[{'a': '\N{bullet}'}]", r"[{'a': '\d'}]",
        r"[{'a': '\ud800'}]", r"[{'a': 'x\'}]", "[{'a': 'x\ny'}]", "[{'a': 'x\\\ny'}]",
        "[{'a': 'x\\\ry'}]", "[{'a': 'x\\\r\ny'}]", "[{'a': 'x\0y'}]", "[{'a': 'x\\\0y'}]",
        "[{'a': 'x\fy'}]", "[{'a': 'x\u2028y'}]", "[{'a': '}, {'}]", "[{'a': [1]}]", "[{'a': {}}]",
        "[{'a': 99999999999999999999}]", "[{'a': " + "9" * 5000 + "}]", "[{'a': open('x')}]",
    ],
)  # fmt: skip
def test_cells_that_are_hard_to_read(cell):
    assert_alike(cell)


def test_a_long_list_is_read_whole():
    people = [{"id": number, "name": f"Ada {number}"} for number in range(5000)]
    assert read_literal(repr(people)) == people
