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
    assert roll_back(root).name == "000001"
    assert read_text(open_current(root, schema=1)) == "one"
    assert names_in(root) == ["000001", "current", "lock"]
    with pytest.raises(IndexMissing, match="no build before"):
        roll_back(root)
    assert read_text(open_current(root, schema=1)) == "one"
    publish_text(root, "three")
    assert read_text(open_current(root, schema=1)) == "three"


def test_nothing_is_rolled_back_where_nothing_was_built(tmp_path):
    with pytest.raises(IndexMissing):
        roll_back(tmp_path / "taste")
