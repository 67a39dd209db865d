"""One build at a time below each root, across processes. [pure]"""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from catalog.index_store.builds import LOCK, POINTER, finished_builds, numbered_folders
from catalog.index_store.verifying import current_folder


class BuildRunning(Exception):  # noqa: N818 - what is the matter, not an error of ours
    """Another build of the same index is running; says since when, in one sentence."""


#: Roots that this process has locked, and the thread that may go on to use them.
_held: dict[str, int] = {}


@contextmanager
def build_lock(root: Path, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Be the only one who builds below ``root``; what dead builds have left is removed.

    The kernel frees the lock when the process ends, however it ends. (A child that was forked
    without ``exec`` holds it too.) A thread that has the lock may take it again. Raises OSError;
    raises BuildRunning if another has it, unless there is ``on_wait``: that is told so, and the
    lock waited for.
    """
    root.mkdir(parents=True, exist_ok=True)
    key = os.path.realpath(root)
    if _held.get(key) == threading.get_ident():
        yield
        return
    descriptor = os.open(root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, root, on_wait)
        _sign(descriptor)
        _held[key] = threading.get_ident()
        remove_unfinished(root)
        try:
            yield
        except BaseException:  # wherever it came: what was begun goes while the lock is held
            remove_unfinished(root)
            raise
    finally:
        if _held.get(key) == threading.get_ident():
            del _held[key]
        os.close(descriptor)


def _acquire(descriptor: int, root: Path, on_wait: Callable[[str], None] | None) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        running = f"A build of the index “{root.name}” is running{_since(descriptor)}."
        if on_wait is None:
            raise BuildRunning(running) from None
        on_wait(running)
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _sign(descriptor: int) -> None:
    """Write down who holds the lock since when, for ``_since``."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{now} (process {os.getpid()})".encode(), 0)


def _since(descriptor: int) -> str:
    signature = os.pread(descriptor, 100, 0).decode("ascii", "replace")
    return f" since {signature}" if signature.endswith(")") else ""


def remove_unfinished(root: Path) -> None:
    """Remove what was written and never became current; for whoever has the lock."""
    current = current_folder(root)
    finished = finished_builds(root)
    for folder in numbered_folders(root):
        is_newer = current is not None and int(folder.name) > int(current.name)
        if folder not in finished or is_newer:
            shutil.rmtree(folder, ignore_errors=True)
    for leftover in root.glob(f"{POINTER}.*"):
        with suppress(OSError):
            leftover.unlink()
