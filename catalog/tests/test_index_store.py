"""Index folders: published whole, verified when opened, replaced under their readers."""

from pathlib import Path

import pytest

from catalog.index_store import Build, IndexMissing, OpenedOnce, open_current, publish


def write_text(text: str):
    return lambda folder: (folder / "names.txt").write_text(text)


def read_text(build: Build) -> str:
    return (build.folder / "names.txt").read_text()


def test_what_was_published_is_current(tmp_path: Path):
    publish(tmp_path, write_text("one"), schema=1, facts={"names": 1})

    build = open_current(tmp_path, schema=1)

    assert (read_text(build), build.facts) == ("one", {"names": 1})


def test_a_new_build_replaces_the_old_one_and_keeps_one_before_it(tmp_path: Path):
    for text in ("one", "two", "three"):
        publish(tmp_path, write_text(text), schema=1, facts={})

    assert read_text(open_current(tmp_path, schema=1)) == "three"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000002", "000003", "current"]


def test_a_build_that_another_process_is_writing_stays(tmp_path: Path):
    (tmp_path / "000001").mkdir()
    for text in ("one", "two", "three"):
        publish(tmp_path, write_text(text), schema=1, facts={})

    assert (tmp_path / "000001").is_dir()


def test_a_build_that_fails_leaves_the_old_one_current(tmp_path: Path):
    publish(tmp_path, write_text("one"), schema=1, facts={})

    def fail(folder: Path) -> None:
        (folder / "names.txt").write_text("half")
        raise RuntimeError("no space left")

    with pytest.raises(RuntimeError):
        publish(tmp_path, fail, schema=1, facts={})
    assert read_text(open_current(tmp_path, schema=1)) == "one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000001", "current"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda root: (root / "current").unlink(),
        lambda root: (root / "current").write_text("000009"),
        lambda root: (root / "current").write_bytes(b"\xff\x00"),
        lambda root: (root / "000001/manifest.json").write_text("{"),
        lambda root: (root / "000001/manifest.json").write_text("[]"),
        lambda root: (root / "000001/manifest.json").open("a").write(" "),
        lambda root: (root / "000001/names.txt").unlink(),
        lambda root: (root / "000001/names.txt").write_text("onf"),
        lambda root: (root / "000001/more.txt").write_text("not in the manifest"),
    ],
)
def test_a_damaged_index_is_missing(tmp_path: Path, damage):
    publish(tmp_path, write_text("one"), schema=1, facts={})
    damage(tmp_path)

    with pytest.raises(IndexMissing):
        open_current(tmp_path, schema=1)


def test_an_index_of_another_schema_is_missing(tmp_path: Path):
    publish(tmp_path, write_text("one"), schema=1, facts={})

    with pytest.raises(IndexMissing, match="schema 1, not 2"):
        open_current(tmp_path, schema=2)


def test_an_index_is_opened_once_until_another_is_current(tmp_path: Path):
    opened = []
    index = OpenedOnce(lambda build: opened.append(read_text(build)) or opened[-1], schema=1)
    with pytest.raises(IndexMissing):
        index.get(tmp_path)
    publish(tmp_path, write_text("one"), schema=1, facts={})

    assert [index.get(tmp_path), index.get(tmp_path)] == ["one", "one"]
    publish(tmp_path, write_text("two"), schema=1, facts={})
    assert index.get(tmp_path) == "two"
    assert opened == ["one", "two"]
