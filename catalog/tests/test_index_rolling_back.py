"""The build before the current one, made current again."""

from pathlib import Path

import pytest

from catalog.index_store import IndexMissing, open_current, roll_back
from catalog.tests.test_index_store import names_in, publish_text, read_text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the root of an index with one build."""
    publish_text(tmp_path / "taste", "one")
    return tmp_path / "taste"


def test_the_build_before_can_be_made_current_again(root):
    publish_text(root, "two")
    assert roll_back(root, schema=1).name == "000001"
    assert read_text(open_current(root, schema=1)) == "one"
    assert names_in(root) == ["000001", "current", "lock"]
    with pytest.raises(IndexMissing, match="no build before"):
        roll_back(root, schema=1)
    assert read_text(open_current(root, schema=1)) == "one"
    publish_text(root, "three")
    assert read_text(open_current(root, schema=1)) == "three"


def test_nothing_is_rolled_back_where_nothing_was_built(tmp_path):
    with pytest.raises(IndexMissing):
        roll_back(tmp_path / "taste", schema=1)


@pytest.mark.parametrize(
    ("reader", "problem"),
    [
        ({"schema": 2}, "it has schema 1, not 2"),
        ({"schema": 1, "parameters": {"database": "another"}}, "another database"),
    ],
)
def test_what_its_reader_could_not_use_does_not_become_current_again(root, reader, problem):
    publish_text(root, "two")
    with pytest.raises(IndexMissing, match=problem):
        roll_back(root, **reader)
    assert read_text(open_current(root, schema=1)) == "two"


def test_what_was_damaged_does_not_become_current_again(root):
    publish_text(root, "two")
    file = next(path for path in (root / "000001").iterdir() if path.name != "manifest.json")
    file.write_bytes(file.read_bytes() + b"!")
    with pytest.raises(IndexMissing, match="size that it had"):
        roll_back(root, schema=1)
    assert read_text(open_current(root, schema=1)) == "two"
