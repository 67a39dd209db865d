"""An index of one array, for tests of how indexes are opened."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from catalog.index_store import Build, publish
from catalog.inverted_index import open_array


class Values:
    """Opens such an index; counts how often, and waits where it is told to."""

    def __init__(self) -> None:
        self.folders: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def load(self, build: Build) -> np.ndarray:
        self.may_go_on.wait(20)
        self.folders.append(build.folder.name)
        return open_array(build.folder / "values.npy")


def publish_value(root: Path, value: int, n: int = 1000) -> None:
    def write(folder: Path) -> None:
        np.save(folder / "values.npy", np.full(n, value))

    publish(root, write, schema=1, facts={})


def array_of(root: Path) -> Path:
    return root / (root / "current").read_text().split()[0] / "values.npy"


def damage(root: Path) -> None:
    """Change a byte of the build that is current, in place."""
    with array_of(root).open("r+b") as file:
        file.seek(-8, os.SEEK_END)
        file.write(b"\x99")


def until(claim: Callable[[], bool]) -> None:
    """Wait until it is so; fail if it does not come true."""
    deadline = time.monotonic() + 20
    while not claim():
        assert time.monotonic() < deadline, "it does not come true"
        time.sleep(0.005)
