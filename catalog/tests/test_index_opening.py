"""How a process opens an index, and the next build: once, verified, without waiting."""

import os
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from catalog.index_store import Build, IndexMissing, OpenedOnce, open_current
from catalog.index_store import opened_once as opened_once_module
from catalog.inverted_index import open_array
from catalog.tests.one_array import Values, array_of, damage, publish_value, until


@pytest.fixture
def values() -> Values:
    return Values()


@pytest.fixture
def index(values: Values) -> OpenedOnce[np.ndarray]:
    return OpenedOnce(values.load, schema=1)


@pytest.fixture
def in_background(monkeypatch) -> None:
    monkeypatch.setattr(OpenedOnce, "in_background", True)


@pytest.fixture(params=[False, True], ids=["command", "web"])
def either(request, monkeypatch) -> None:
    monkeypatch.setattr(OpenedOnce, "in_background", request.param)


def test_an_index_is_opened_once_until_another_is_current(index, values, tmp_path):
    with pytest.raises(IndexMissing):
        index.get(tmp_path)
    publish_value(tmp_path, 1)
    assert index.get(tmp_path) is index.get(tmp_path)
    publish_value(tmp_path, 2)
    assert index.get(tmp_path)[0] == 2
    assert values.folders == ["000001", "000002"]


def test_many_threads_that_ask_at_once_verify_once(index, values, tmp_path, either):
    publish_value(tmp_path, 1)
    values.may_go_on.clear()
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(int(index.get(tmp_path)[0])))
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    values.may_go_on.set()
    for thread in threads:
        thread.join()
    assert found == [1] * 16
    assert values.folders == ["000001"]


def test_a_request_goes_on_with_the_old_one_until_the_new_one_is_open(
    index, values, tmp_path, in_background
):
    publish_value(tmp_path, 1)
    assert index.get(tmp_path)[0] == 1
    values.may_go_on.clear()
    publish_value(tmp_path, 2)
    assert [index.get(tmp_path)[0] for _ in range(50)] == [1] * 50
    values.may_go_on.set()
    until(lambda: index.get(tmp_path)[0] == 2)
    assert values.folders == ["000001", "000002"]


def test_a_request_without_any_index_does_not_wait_for_ever(
    index, values, tmp_path, in_background, monkeypatch
):
    monkeypatch.setattr(opened_once_module, "WAIT_SECONDS", 0.05)
    publish_value(tmp_path, 1)
    values.may_go_on.clear()
    with pytest.raises(IndexMissing, match="is being opened"):
        index.get(tmp_path)
    values.may_go_on.set()
    until(lambda: index._held is not None)
    assert index.get(tmp_path)[0] == 1


def test_a_broken_new_build_leaves_the_old_one_in_use_and_is_told_of_once(
    index, values, tmp_path, in_background, caplog
):
    publish_value(tmp_path, 1)
    assert index.get(tmp_path)[0] == 1
    publish_value(tmp_path, 2)
    damage(tmp_path)
    for _ in range(5):
        assert index.get(tmp_path)[0] == 1
        index._thread.join()
    assert [record.message for record in caplog.records] == [
        f"The index in {tmp_path / '000002'} cannot be used: values.npy is not what was written."
    ]
    publish_value(tmp_path, 3)
    until(lambda: index.get(tmp_path)[0] == 3)


def later(monkeypatch, seconds: float) -> None:
    """Let so much time have passed."""
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + seconds)
    monkeypatch.setattr(opened_once_module, "time", clock)


def test_a_build_that_could_not_be_used_is_looked_at_again_after_a_while(
    index, values, tmp_path, in_background, monkeypatch
):
    publish_value(tmp_path, 1)
    whole = array_of(tmp_path).read_bytes()
    damage(tmp_path)
    with pytest.raises(IndexMissing):
        index.get(tmp_path)
    array_of(tmp_path).write_bytes(whole)
    with pytest.raises(IndexMissing):
        index.get(tmp_path)
    later(monkeypatch, opened_once_module.RETRY_SECONDS)
    assert index.get(tmp_path)[0] == 1


def test_an_index_that_needs_a_database_that_is_away_is_tried_again_soon(
    values, tmp_path, in_background, monkeypatch, caplog
):
    is_away = True

    def parameters() -> dict[str, str]:
        if is_away:
            raise ConnectionError("the database is away")
        return {}

    publish_value(tmp_path, 1)
    index = OpenedOnce(values.load, schema=1, parameters=parameters)
    with pytest.raises(IndexMissing, match="the database is away"):
        index.get(tmp_path)
    is_away = False
    later(monkeypatch, opened_once_module.AGAIN_SECONDS)
    assert index.get(tmp_path)[0] == 1


def test_files_that_change_while_they_are_opened_are_not_used(tmp_path):
    publish_value(tmp_path, 1)

    def load_and_replace(build: Build) -> np.ndarray:
        """What is mapped is not what was digested: the file was exchanged in between."""
        path = build.folder / "values.npy"
        other = build.folder.parent / "other.npy"
        np.save(other, np.full(1000, 2))
        other.replace(path)
        return open_array(path)

    with pytest.raises(IndexMissing, match="changed while it was opened"):
        OpenedOnce(load_and_replace, schema=1).get(tmp_path)


def test_files_that_are_exchanged_and_put_back_while_they_are_opened_are_not_used(tmp_path):
    publish_value(tmp_path, 1)

    def load_another(build: Build) -> np.ndarray:
        path, aside = build.folder / "values.npy", build.folder.parent / "aside.npy"
        path.rename(aside)
        np.save(path, np.full(1000, 2))
        array = open_array(path)
        aside.replace(path)
        return array

    with pytest.raises(IndexMissing, match="changed while it was opened"):
        OpenedOnce(load_another, schema=1).get(tmp_path)


@pytest.mark.parametrize("n_builds", [1, 2, 3])
def test_builds_that_come_while_a_reader_opens_are_opened_instead(tmp_path, n_builds):
    """A reader has read the pointer; by the second build its folder is gone."""
    publish_value(tmp_path, 0)
    seen: list[str] = []

    def load_slowly(build: Build) -> np.ndarray:
        seen.append(build.folder.name)
        if len(seen) == 1:
            for value in range(1, n_builds + 1):
                publish_value(tmp_path, value)
        return open_array(build.folder / "values.npy")

    assert OpenedOnce(load_slowly, schema=1).get(tmp_path)[0] in (0, n_builds)
    assert open_current(tmp_path, schema=1).folder.name == f"{n_builds + 1:06d}"
    if n_builds > 1:
        assert seen == ["000001", f"{n_builds + 1:06d}"]


def test_a_process_that_was_forked_while_a_thread_opened_an_index_can_open_it(
    index, values, tmp_path, in_background
):
    publish_value(tmp_path, 1)
    values.may_go_on.clear()
    opening = threading.Thread(target=index.get, args=(tmp_path,))
    opening.start()
    until(lambda: index._thread is not None)
    with index._lock:
        pid = os.fork()
        if pid == 0:  # the child, in which only this thread lives on
            values.may_go_on = threading.Event()
            values.may_go_on.set()
            os._exit(0 if index.get(tmp_path)[0] == 1 else 1)
    values.may_go_on.set()
    opening.join()
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
