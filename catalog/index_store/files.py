"""Files that are read only if they are plain files, with what tells that one has changed. [pure]"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

#: Readers of what stands before the values of an array, by version of the format.
HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


class Stamp(NamedTuple):
    """What the system knows of a file without reading it; ``changed_ns`` nobody can set back."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        return cls(
            status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
        )

    def is_overwritten(self, path: str) -> bool:
        """Tell whether this very file was written to; another one in its place does no harm."""
        try:
            # For every file at every request: Path.stat() would take longer.
            now = os.stat(path, follow_symlinks=False)  # noqa: PTH116
        except OSError:
            return False
        if now.st_mtime_ns == self.modified_ns and now.st_size == self.size:
            return False
        return (now.st_dev, now.st_ino) == (self.device, self.inode)


def stamp_of(path: Path) -> Stamp | None:
    """Return the stamp of what is at ``path``, a link's own; None if nothing can be seen there."""
    try:
        return Stamp.of(path.lstat())
    except OSError:
        return None


def stamps_below(folder: Path, inside: str = "") -> dict[str, Stamp]:
    """Return name -> stamp of every file below ``folder``, names with ``/``.

    Raises ValueError for what is neither a plain file nor a folder: a link, a pipe, a device.
    """
    stamps: dict[str, Stamp] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{inside}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                stamps |= stamps_below(folder / entry.name, f"{name}/")
            elif entry.is_file(follow_symlinks=False):
                stamps[name] = Stamp.of(entry.stat(follow_symlinks=False))
            else:
                raise ValueError(f"{name} is no plain file")
    return dict(sorted(stamps.items()))


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """Open a plain file. Never waits for a pipe or follows a link. Raises OSError or ValueError."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError(f"{path.name} is no plain file")
        yield file


def read_small(path: Path, most: int) -> tuple[bytes, Stamp]:
    """Return what is in a file and the stamp of that very file. Raises OSError or ValueError."""
    with opened(path) as file:
        content = file.read(most + 1)
        if len(content) > most:
            raise ValueError(f"{path.name} has more than {most} bytes")
        return content, Stamp.of(os.fstat(file.fileno()))


def digest_of(path: Path) -> dict[str, Any]:
    """Return size and SHA-256 of a file. Raises OSError or ValueError."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        return {"bytes": size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def array_header(path: Path) -> dict[str, Any]:
    """Return type and shape of an array; nothing of a file that is none, by its name.

    Raises OSError, or ValueError for an array of Python objects or one that is cut off.
    """
    if path.suffix != ".npy":
        return {}
    with opened(path) as file:
        version = np.lib.format.read_magic(file)
        if version not in HEADERS:
            raise ValueError(f"{path.name} is an array of format {version}")
        shape, _, dtype = HEADERS[version](file)
        if dtype.hasobject:
            raise ValueError(f"{path.name} has Python objects")
        if file.tell() + dtype.itemsize * prod(shape) != os.fstat(file.fileno()).st_size:
            raise ValueError(f"{path.name} has not as many values as it says")
    return {"dtype": dtype.str, "shape": list(shape)}
