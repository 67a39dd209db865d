"""Builds on disk: what is published, what is refused."""

import errno
import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from catalog.index_store import (
    Build,
    IndexMissing,
    IndexNotBuilt,
    current_manifest,
    open_current,
    publish,
)


def write_text(text: str):
    """Return a writer of an index that consists of one file with ``text`` and an array."""

    def write(folder: Path) -> None:
        (folder / "names.txt").write_text(text)
        (folder / "deep").mkdir()
        np.save(folder / "deep/rows.npy", np.arange(len(text), dtype=np.int32))

    return write


def read_text(build: Build) -> str:
    return (build.folder / "names.txt").read_text()


def publish_text(root: Path, text: str) -> Build:
    return publish(root, write_text(text), schema=1, facts={"letters": len(text)})


def names_in(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the root of an index with one build."""
    publish_text(tmp_path / "similar", "one")
    return tmp_path / "similar"


def test_what_was_published_is_opened_with_its_facts(root):
    build = open_current(root, schema=1)
    assert (read_text(build), build.facts) == ("one", {"letters": 3})


def test_a_new_build_replaces_the_old_one_and_keeps_one_before_it(root):
    for text in ("two", "three"):
        publish_text(root, text)

    assert read_text(open_current(root, schema=1)) == "three"
    assert names_in(root) == ["000002", "000003", "current", "lock"]


def test_the_build_before_stays_even_if_builds_in_between_died(root):
    for number in ("000002", "000003"):
        (root / number).mkdir()
    (root / "current.000003").write_text("half")
    publish_text(root, "two")

    assert names_in(root) == ["000001", "000002", "current", "lock"]
    assert read_text(open_current(root, schema=1)) == "two"


def test_a_build_that_was_finished_and_never_became_current_goes(root):
    shutil.copytree(root / "000001", root / "000002")
    publish_text(root, "two")
    assert names_in(root) == ["000001", "000002", "current", "lock"]
    assert read_text(open_current(root, schema=1)) == "two"


def test_a_link_among_the_builds_is_left_alone_and_so_is_what_it_leads_to(root, tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/file").write_text("mine")
    (root / "000000").symlink_to(tmp_path / "kept")
    publish_text(root, "two")
    publish_text(root, "three")
    assert (tmp_path / "kept/file").read_text() == "mine"


@pytest.mark.parametrize("moment", ["write", "manifest", "pointer"])
def test_a_build_that_fails_leaves_the_old_one_current(root, moment, monkeypatch):
    def fail(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write = write_text("two")
    if moment == "write":
        write = fail
    elif moment == "manifest":
        monkeypatch.setattr("catalog.index_store.publishing._finish", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        publish(root, write, schema=1, facts={})
    assert read_text(open_current(root, schema=1)) == "one"
    assert names_in(root) == ["000001", "current", "lock"]


def test_control_c_right_after_the_rename_leaves_the_new_build_whole(root, monkeypatch):
    replace = Path.replace

    def replace_and_interrupt(path: Path, target: Path) -> None:
        replace(path, target)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace_and_interrupt)
        with pytest.raises(KeyboardInterrupt):
            publish_text(root, "two")
    assert read_text(open_current(root, schema=1)) == "two"


def test_an_array_of_objects_is_not_published(root):
    def write(folder: Path) -> None:
        np.save(folder / "rows.npy", np.array([{}], dtype=object), allow_pickle=True)

    with pytest.raises(ValueError, match=r"rows.npy has Python objects"):
        publish(root, write, schema=1, facts={})
    assert read_text(open_current(root, schema=1)) == "one"


def test_facts_that_no_reader_would_read_are_not_published(root):
    with pytest.raises(ValueError, match="larger than a manifest may be"):
        publish(root, write_text("two"), schema=1, facts={"all": "x" * 1_000_000})
    assert read_text(open_current(root, schema=1)) == "one"


def test_the_manifest_can_be_asked_without_opening(root):
    manifest = current_manifest(root)
    assert (manifest["folder"], manifest["schema"], manifest["index"]) == ("000001", 1, "similar")
    assert manifest["facts"] == {"letters": 3}
    assert manifest["files"]["deep/rows.npy"]["shape"] == [3]


def test_without_any_build_there_is_no_index(tmp_path: Path):
    for ask in (lambda: open_current(tmp_path / "x", schema=1), lambda: current_manifest(tmp_path)):
        with pytest.raises(IndexNotBuilt, match="No index has been built in"):
            ask()


def overwrite(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def swap(one: Path, other: Path) -> None:
    between = one.with_name("between")
    one.rename(between)
    other.rename(one)
    between.rename(other)


def to_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def to_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


DAMAGES = {
    "no pointer": lambda root: (root / "current").unlink(),
    "empty pointer": lambda root: overwrite(root / "current", b""),
    "short pointer": lambda root: overwrite(root / "current", b"000009"),
    "binary pointer": lambda root: overwrite(root / "current", b"\xff\x00"),
    "endless pointer": lambda root: overwrite(root / "current", b"0" * 2_000_000),
    "pointer out of the root": lambda root: overwrite(root / "current", b"../x " + b"0" * 64),
    "pointer to nowhere": lambda root: overwrite(root / "current", b"000009 " + b"0" * 64),
    "pointer is a pipe": lambda root: to_fifo(root / "current"),
    "pointer is a folder": lambda root: ((root / "current").unlink(), (root / "current").mkdir()),
    "no folder": lambda root: shutil.rmtree(root / "000001"),
    "no manifest": lambda root: (root / "000001/manifest.json").unlink(),
    "another manifest": lambda root: overwrite(root / "000001/manifest.json", b"[]"),
    "a space behind": lambda root: (root / "000001/manifest.json").open("a").write(" "),
    "a file is gone": lambda root: (root / "000001/names.txt").unlink(),
    "an array is gone": lambda root: (root / "000001/deep/rows.npy").unlink(),
    "another letter": lambda root: (root / "000001/names.txt").write_text("onf"),
    "cut off": lambda root: os.truncate(root / "000001/deep/rows.npy", 130),
    "empty": lambda root: os.truncate(root / "000001/deep/rows.npy", 0),
    "one more": lambda root: (root / "000001/more.txt").write_text("not in the manifest"),
    "one more deep": lambda root: (root / "000001/deep/more.npy").write_text(""),
    "swapped": lambda root: swap(root / "000001/names.txt", root / "000001/deep/rows.npy"),
    "file is a pipe": lambda root: to_fifo(root / "000001/names.txt"),
    "file is a link": lambda root: to_link(root / "000001/names.txt"),
    "folder is a link": lambda root: to_link(root / "000001"),
    "deep folder is a link": lambda root: to_link(root / "000001/deep"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_is_missing_and_the_next_build_heals_it(root, damage):
    damage(root)
    with pytest.raises(IndexMissing):
        open_current(root, schema=1)

    if (root / "current").is_dir():
        (root / "current").rmdir()
    publish_text(root, "two")
    assert read_text(open_current(root, schema=1)) == "two"


def forge(root: Path, change) -> None:
    """Change the manifest, and make the pointer agree."""
    path = root / "000001/manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest, root / "000001")
    path.write_text(json.dumps(manifest))
    (root / "current").write_text(f"000001 {sha256(path.read_bytes()).hexdigest()}")


def put_array(manifest: dict, folder: Path, array: np.ndarray, **header: object) -> None:
    """Put an array into the index whose size and digest are true to the manifest."""
    path = folder / "deep/rows.npy"
    np.save(path, array, allow_pickle=True)
    facts = {"bytes": path.stat().st_size, "sha256": sha256(path.read_bytes()).hexdigest()}
    manifest["files"]["deep/rows.npy"] |= facts | header


FORGERIES = {
    "another maker": (lambda m, _: m.update(made_by="others"), "it is another index"),
    "no maker": (lambda m, _: m.pop("made_by"), "it is another index"),
    "another index": (lambda m, _: m.update(index="search"), "it is another index"),
    "another schema": (lambda m, _: m.update(schema=2), "it has schema 2, not 1"),
    "no schema": (lambda m, _: m.pop("schema"), "KeyError"),
    "no facts": (lambda m, _: m.pop("facts"), "KeyError"),
    "no files": (lambda m, _: m.update(files={}), "was added"),
    "files are a list": (lambda m, _: m.update(files=[]), "was added"),
    "other types": (
        lambda m, folder: put_array(m, folder, np.arange(3, dtype=np.int64)),
        "rows.npy is no such array as was written",
    ),
    "another shape": (
        lambda m, folder: put_array(m, folder, np.zeros((3, 1), np.int32)),
        "rows.npy is no such array as was written",
    ),
    "objects": (
        lambda m, folder: put_array(m, folder, np.array([{}], object), dtype="|O", shape=[1]),
        "rows.npy has Python objects",
    ),
}


@pytest.mark.parametrize(("change", "why"), FORGERIES.values(), ids=FORGERIES)
def test_a_foreign_index_is_missing_though_its_digests_are_right(root, change, why):
    forge(root, change)
    with pytest.raises(IndexMissing, match=why):
        open_current(root, schema=1)


def test_a_manifest_that_is_no_object_is_missing_though_its_digest_is_right(root):
    path = root / "000001/manifest.json"
    path.write_text("[]")
    (root / "current").write_text(f"000001 {sha256(b'[]').hexdigest()}")
    with pytest.raises(IndexMissing, match="AttributeError"):
        open_current(root, schema=1)


def test_an_index_in_the_folder_of_another_is_missing(root):
    shutil.copytree(root, root.with_name("search"))
    with pytest.raises(IndexMissing, match="it is another index"):
        open_current(root.with_name("search"), schema=1)


def test_an_index_of_another_schema_is_missing(root):
    with pytest.raises(IndexMissing, match="schema 1, not 2"):
        open_current(root, schema=2)


@pytest.mark.parametrize(
    ("wanted", "what"),
    [({"a": 2, "b": [1]}, "a"), ({"a": 1}, "b"), ({}, "a and b"), ({"a": 1, "b": (1,)}, "")],
)
def test_an_index_that_was_built_with_other_parameters_is_missing(tmp_path: Path, wanted, what):
    parameters = {"a": 1, "b": (1,)}
    publish(tmp_path, write_text("x"), schema=1, facts={}, parameters=parameters)
    if not what:
        assert open_current(tmp_path, schema=1, parameters=lambda: wanted)
        return
    with pytest.raises(IndexMissing, match=f"it was built with another {what}\\."):
        open_current(tmp_path, schema=1, parameters=lambda: wanted)
