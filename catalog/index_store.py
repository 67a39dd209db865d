"""Indexes on disk: folders of arrays, verified when opened, replaced by one rename. [pure]

An index lives below one root; every build has a numbered folder of its own::

    root/current               "000007" and its manifest's SHA-256: the build that readers open
    root/000007/manifest.json  written last: what was built, and size and SHA-256 of each file
    root/000007/rows.npy …

A build becomes current by one ``os.replace`` of the pointer, so a reader sees the old build or
the new one, never half of one. Arrays that are mapped into memory outlive their folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

POINTER, MANIFEST = "current", "manifest.json"

#: A build without manifest that nobody has touched for so long will not be finished.
ABANDONED_SECONDS = 24 * 3600

T = TypeVar("T")


class IndexMissing(Exception):  # noqa: N818 - what is the matter, not an error of ours
    """There is no index that can be used; says why in one sentence."""


@dataclass(frozen=True)
class Build:
    """One build that was verified: where its files are, and the facts its builder wrote down."""

    folder: Path
    facts: dict[str, Any]


def publish(
    root: Path, write: Callable[[Path], None], *, schema: int, facts: dict[str, Any]
) -> Build:
    """Write a new build with ``write(folder)`` and make it current; older builds are removed.

    ``schema`` is the version of the layout, ``facts`` are plain values for the manifest. The build
    before this one stays, for readers that have just read the old pointer.
    """
    folder = _new_folder(root)
    try:
        write(folder)
        for path in folder.rglob("*"):
            _sync(path)
        manifest = {"schema": schema, "facts": facts, "files": _digests(folder)}
        _write_durably(folder / MANIFEST, json.dumps(manifest, indent=1))
        pointer = f"{folder.name} {_digest(folder / MANIFEST)}"
        _write_durably(root / f"{POINTER}.{folder.name}", pointer)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    (root / f"{POINTER}.{folder.name}").replace(root / POINTER)
    _sync(root)
    _remove_old(root, folder)
    return Build(folder, facts)


def open_current(root: Path, *, schema: int) -> Build:
    """Return the current build after comparing every file with the manifest.

    Raises IndexMissing if there is none, it has another schema, or a file is not what was written.
    """
    try:
        name, digest = (root / POINTER).read_text(encoding="ascii").split()
        folder = root / name
        if _digest(folder / MANIFEST) != digest:
            raise IndexMissing(f"{folder / MANIFEST} is not what was written")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["schema"] != schema:
            raise IndexMissing(f"{folder} has schema {manifest['schema']}, not {schema}")
        if manifest["files"] != _digests(folder):
            raise IndexMissing(f"files in {folder} are not those that were built")
        return Build(folder, manifest["facts"])
    except FileNotFoundError as error:
        raise IndexMissing(f"no index in {root}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexMissing(f"the index in {root} cannot be read: {error}") from error


class OpenedOnce(Generic[T]):
    """An index that a process opens once, and again when another build has become current.

    ``load(build)`` makes the object out of a verified build. A failure is remembered too: a broken
    index is not digested again for every request.
    """

    def __init__(self, load: Callable[[Build], T], *, schema: int) -> None:
        self._load, self._schema = load, schema
        self._seen: tuple[Path, object] | None = None
        self._opened: T | IndexMissing = IndexMissing("never opened")

    def get(self, root: Path) -> T:
        """Return the current index below ``root``; costs one ``stat`` unless it has changed.

        Raises IndexMissing.
        """
        stamp = (root, _stamp(root / POINTER))
        if stamp != self._seen:
            self._opened = self._open(root)
            self._seen = stamp
        if isinstance(self._opened, IndexMissing):
            # A new one: raising the same object again would lengthen its traceback each time.
            raise IndexMissing(str(self._opened)) from self._opened
        return self._opened

    def _open(self, root: Path) -> T | IndexMissing:
        try:
            return self._load(open_current(root, schema=self._schema))
        except IndexMissing as error:
            return error
        except (OSError, ValueError, KeyError) as error:
            return IndexMissing(f"the index in {root} cannot be read: {error}")


def _stamp(pointer: Path) -> object:
    """Return what changes whenever the pointer is replaced; None if there is no pointer."""
    try:
        stat = pointer.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _remove_old(root: Path, current: Path) -> None:
    """Remove builds before the last but one, and those that died; not one that is being written."""
    for folder in _builds(root):
        is_done = (folder / MANIFEST).exists()
        age_seconds = time.time() - folder.stat().st_mtime
        if int(folder.name) < int(current.name) - 1 and (
            is_done or age_seconds > ABANDONED_SECONDS
        ):
            shutil.rmtree(folder, ignore_errors=True)


def _builds(root: Path) -> list[Path]:
    return [path for path in root.iterdir() if path.is_dir() and path.name.isdecimal()]


def _new_folder(root: Path) -> Path:
    """Make the next numbered folder; another builder at work gets another number."""
    root.mkdir(parents=True, exist_ok=True)
    number = max((int(path.name) for path in _builds(root)), default=0) + 1
    while True:
        folder = root / f"{number:06d}"
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def _digests(folder: Path) -> dict[str, dict[str, Any]]:
    """Return size and SHA-256 of every file below ``folder`` but the manifest."""
    digests: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            name = path.relative_to(folder).as_posix()
            digests[name] = {"bytes": path.stat().st_size, "sha256": _digest(path)}
    return digests


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
