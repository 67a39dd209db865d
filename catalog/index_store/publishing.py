"""A new build: written aside, made durable, made current by one rename. [pure]"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from catalog.index_store.builds import (
    MADE_BY,
    MANIFEST,
    POINTER,
    Build,
    IndexMissing,
    finished_builds,
    is_number,
    numbered_folders,
    plain,
)
from catalog.index_store.files import array_header, digest_of, stamps_below
from catalog.index_store.locking import build_lock, remove_unfinished
from catalog.index_store.verifying import MOST_BYTES, current_folder, verify


def publish(
    root: Path,
    write: Callable[[Path], None],
    *,
    schema: int,
    facts: dict[str, Any],
    parameters: Mapping[str, Any] | None = None,
) -> Build:
    """Write a new build with ``write(folder)`` and make it current; all but the last one go.

    ``schema`` is the version of the layout; ``parameters`` are what readers must agree with;
    ``facts`` are plain values for them, to which ``write`` may add. Raises what ``write`` raises,
    OSError, ValueError for an array of objects or too many facts, and BuildRunning if another
    process or thread builds the same index: nothing has changed then.
    """
    with build_lock(root):
        previous = current_folder(root)
        folder = _new_folder(root)
        # From here on: a signal may come as soon as there is a folder.
        try:
            folder.mkdir()
            write(folder)
            _finish(folder, {"schema": schema, "parameters": parameters or {}, "facts": facts})
            _point_at(folder)
        except BaseException:
            # Ctrl-C may come when the folder has just been made, or has just become current.
            remove_unfinished(root)
            raise
        for old in numbered_folders(root):
            if old not in (folder, previous):
                shutil.rmtree(old, ignore_errors=True)
        return Build(folder, plain(facts))


def roll_back(root: Path, *, schema: int, parameters: Mapping[str, Any] | None = None) -> Path:
    """Make the build before the current one current again; the one that was current goes.

    Returns the folder of what is current now. Raises IndexMissing if there is none before that
    a reader with this schema and these parameters can use, OSError, and BuildRunning.
    """
    with build_lock(root):
        current = current_folder(root)
        before = [
            folder
            for folder in finished_builds(root)
            if current is not None and int(folder.name) < int(current.name)
        ]
        if not before:
            raise IndexMissing(f"There is no build before the current one in {root}.")
        verify(before[-1], schema=schema, parameters=parameters or {})
        _point_at(before[-1])
        remove_unfinished(root)
        return before[-1]


def _new_folder(root: Path) -> Path:
    """Return the folder with the number after all others, whatever it is that has them."""
    last = max((int(path.name) for path in root.iterdir() if is_number(path.name)), default=0)
    return root / f"{last + 1:06d}"


def _finish(folder: Path, about: dict[str, Any]) -> None:
    """Make all files durable, then write the manifest."""
    paths = {name: folder / name for name in stamps_below(folder)}
    files = {name: array_header(path) | digest_of(path) for name, path in paths.items()}
    for path in folder.rglob("*"):
        _sync(path)
    manifest = {"made_by": MADE_BY, "index": folder.parent.name, **about, "files": files}
    text = json.dumps(manifest, indent=1)
    if len(text) > MOST_BYTES:
        raise ValueError("the facts are larger than a manifest may be: put them into a file")
    _write_durably(folder / MANIFEST, text)


def _point_at(folder: Path) -> None:
    """Make a build current; if that fails, nothing is left of the attempt."""
    root = folder.parent
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    new = root / f"{POINTER}.{folder.name}"
    try:
        _write_durably(new, f"{folder.name} {digest}")
        new.replace(root / POINTER)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    _sync(root)


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
