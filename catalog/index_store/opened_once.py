"""An index that a process opens once, and again when another build has become current. [pure]"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from catalog.index_store.builds import POINTER, Build, IndexMissing, IndexNotBuilt
from catalog.index_store.files import Stamp, stamp_of
from catalog.index_store.verifying import Expected, Opened, open_verified

logger = logging.getLogger(__name__)

#: A build that could not be used is looked at again after so long, if it is still current.
RETRY_SECONDS = 60.0
#: The same, if it was no fault of the build, such as a database that is away.
AGAIN_SECONDS = 1.0
#: A request waits so long for the first index of its process, then does without.
WAIT_SECONDS = 10.0

T = TypeVar("T")


@dataclass(frozen=True)
class Failure:
    """Why a build could not be opened, and until when nobody need try again."""

    root: Path
    pointer: Stamp | None
    why: str
    until: float

    def is_of(self, root: Path, pointer: Stamp | None) -> bool:
        is_same = (self.root, self.pointer) == (root, pointer)
        return is_same and time.monotonic() < self.until


class OpenedOnce(Generic[T]):
    """The current index of a process. ``load(build)`` makes it out of a verified build.

    A command opens what is current when it asks. In a process that answers requests
    (``in_background``) a thread verifies and opens a new build, while the old one goes on being
    used; only who finds none waits. A build that cannot be used changes nothing for who has an
    older one, and is told of once. Files that are overwritten while they are mapped are noticed
    at the next call: then that index is not used any more.
    """

    #: Set once by processes that answer requests, before the first of them.
    in_background: ClassVar[bool] = False

    def __init__(
        self,
        load: Callable[[Build], T],
        *,
        schema: int,
        parameters: Callable[[], Mapping[str, Any]] = dict,
    ) -> None:
        self._load, self._expected = load, Expected(schema, parameters)
        self._held: Opened[T] | None = None
        self._failure: Failure | None = None
        self._told = ""
        self._start_over()
        # A lock that another thread holds when a process forks would stay locked in the child.
        os.register_at_fork(after_in_child=self._start_over)

    def _start_over(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def get(self, root: Path) -> T:
        """Return the current index below ``root``; costs a ``stat`` of each of its files.

        Raises IndexMissing; a command, whatever ``parameters`` raises as well.
        """
        pointer = stamp_of(root / POINTER)
        held = self._usable(root, pointer)
        if held and held.pointer == pointer:
            return held.value
        if not self.in_background:
            return self._open_now(root, pointer)
        thread = self._open_in_background(root, pointer)
        if held:
            return held.value
        if thread:
            thread.join(WAIT_SECONDS)
        return self._opened_meanwhile(root)

    def _usable(self, root: Path, pointer: Stamp | None) -> Opened[T] | None:
        """Return what is open, unless it is of another root, damaged, or all was taken away."""
        held = self._held
        if held is None or held.root != root or pointer is None or held.is_overwritten():
            return None
        return held

    def _current(self, root: Path, pointer: Stamp | None) -> Opened[T] | None:
        held = self._usable(root, pointer)
        return held if held and held.pointer == pointer else None

    def _open_now(self, root: Path, pointer: Stamp | None) -> T:
        """Open the current build in this thread; of several that ask at once, one does."""
        with self._lock:
            if held := self._current(root, pointer):
                return held.value
            try:
                self._held = open_verified(root, self._load, self._expected)
            except IndexMissing as error:
                self._held = None
                self._tell(error)
                raise
            self._told = ""
            return self._held.value

    def _open_in_background(self, root: Path, pointer: Stamp | None) -> threading.Thread | None:
        """Return the thread that opens the current build; None if it is open, or cannot be."""
        with self._lock:
            if self._thread and self._thread.is_alive():
                return self._thread
            has_failed = self._failure is not None and self._failure.is_of(root, pointer)
            if has_failed or self._current(root, pointer):
                return None
            self._thread = threading.Thread(
                target=self._try_to_open, args=(root, pointer), name="index", daemon=True
            )
            self._thread.start()
            return self._thread

    def _try_to_open(self, root: Path, pointer: Stamp | None) -> None:
        try:
            self._held = open_verified(root, self._load, self._expected)
        # A thread has nobody to raise to, and parameters may need a database that is away.
        except Exception as error:
            self._tell(error)
            pause = RETRY_SECONDS if isinstance(error, IndexMissing) else AGAIN_SECONDS
            self._failure = Failure(root, pointer, str(error), time.monotonic() + pause)
            if self._usable(root, pointer) is None:
                self._held = None  # so that its memory is given back
        else:
            self._failure, self._told = None, ""
            logger.info("%s is in use", self._held.folder)

    def _opened_meanwhile(self, root: Path) -> T:
        held = self._usable(root, stamp_of(root / POINTER))
        if held:
            return held.value
        failure = self._failure
        is_ours = failure is not None and failure.root == root
        raise IndexMissing(failure.why if failure and is_ours else f"{root} is being opened.")

    def _tell(self, error: Exception) -> None:
        """Log why there is no index, once: not for every request."""
        if str(error) != self._told:
            # A command says itself that it finds none, or builds the first.
            is_usual = isinstance(error, IndexNotBuilt) and not self.in_background
            logger.log(logging.INFO if is_usual else logging.WARNING, "%s", error)
            self._told = str(error)
