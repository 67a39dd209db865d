"""An index that is open while its files are overwritten, replaced, or taken away."""

import logging
import os
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from catalog.index_store import IndexMissing, OpenedOnce
from catalog.tests.one_array import Values, array_of, damage, publish_value, until


@pytest.fixture
def index() -> OpenedOnce[np.ndarray]:
    return OpenedOnce(Values().load, schema=1)


@pytest.fixture(params=[False, True], ids=["command", "web"])
def either(request, monkeypatch) -> None:
    monkeypatch.setattr(OpenedOnce, "in_background", request.param)


@pytest.fixture
def opened(index, tmp_path, either) -> np.ndarray:
    """Return the array of the first build, whose every value is 1."""
    publish_value(tmp_path, 1)
    array = index.get(tmp_path)
    time.sleep(0.02)  # the clock of file systems ticks every few milliseconds
    return array


@pytest.mark.parametrize(
    "overwrite",
    [
        damage,
        lambda root: os.truncate(array_of(root), 500),
        lambda root: os.truncate(array_of(root), 0),
    ],
    ids=["flipped", "truncated", "emptied"],
)
@pytest.mark.usefixtures("opened")
def test_an_index_that_is_overwritten_while_it_is_mapped_is_not_used(index, tmp_path, overwrite):
    overwrite(tmp_path)
    for _ in range(2):
        with pytest.raises(IndexMissing, match="cannot be used"):
            index.get(tmp_path)
    assert index._held is None
    publish_value(tmp_path, 2)
    assert index.get(tmp_path)[0] == 2


def test_an_index_whose_files_are_touched_is_verified_anew(index, tmp_path, opened):
    os.utime(array_of(tmp_path))
    assert index.get(tmp_path)[0] == 1
    assert index.get(tmp_path) is not opened


def test_files_that_are_replaced_beside_the_mapped_ones_do_no_harm(index, tmp_path, opened):
    new = tmp_path / "new.npy"
    new.write_bytes(b"something else")
    new.replace(array_of(tmp_path))
    assert index.get(tmp_path) is opened
    assert (opened == 1).all()


def test_an_index_whose_folder_is_removed_goes_on_being_used(index, tmp_path, opened):
    shutil.rmtree(array_of(tmp_path).parent)
    assert index.get(tmp_path) is opened
    assert (opened == 1).all()


@pytest.mark.usefixtures("opened")
def test_an_index_that_is_taken_away_is_missing_at_once(index, tmp_path):
    (tmp_path / "current").unlink()
    with pytest.raises(IndexMissing, match="No index has been built"):
        index.get(tmp_path)


def test_without_any_index_only_a_web_process_warns(index, tmp_path, either, caplog):
    caplog.set_level(logging.INFO)
    for _ in range(3):
        with pytest.raises(IndexMissing):
            index.get(tmp_path)
    expected = logging.WARNING if OpenedOnce.in_background else logging.INFO
    assert [record.levelno for record in caplog.records] == [expected]


def mapped_and_open() -> tuple[int, int]:
    """Return how many mappings of arrays and how many descriptors this process has."""
    maps = Path("/proc/self/maps").read_text().splitlines()
    n_open = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return sum("values.npy" in line for line in maps), n_open


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells of mappings")
@pytest.mark.usefixtures("either")
def test_twenty_builds_leave_no_mapping_and_no_descriptor_behind(index, tmp_path):
    publish_value(tmp_path, 1)
    index.get(tmp_path)
    before = mapped_and_open()
    for value in range(2, 22):
        publish_value(tmp_path, value)
        until(lambda value=value: index.get(tmp_path)[0] == value)
    until(lambda: mapped_and_open() == before)
