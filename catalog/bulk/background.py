"""COPY in a thread of its own, while the next rows are made ready.

PostgreSQL's process and ours work at the same time then. Everything else that is asked of the
connection waits until what was handed over is written, so nobody sees the difference.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection

#: Frames that may wait to be written; more would only take memory.
MAX_WAITING = 16


class BackgroundWriter:
    """Runs jobs one after the other in a thread; an error is raised where one waits for them."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "copy")
        self._jobs: deque[Future[None]] = deque()

    def hand_over(self, job: Callable[[], None]) -> None:
        """Run ``job`` after those before it; wait while too many are waiting."""
        while len(self._jobs) >= MAX_WAITING:
            self._jobs.popleft().result()
        self._jobs.append(self._thread.submit(job))

    def wait(self) -> None:
        """Wait until all is written. Raises what a job raised."""
        while self._jobs:
            self._jobs.popleft().result()

    def close(self) -> None:
        """Let the job that runs come to its end, and drop the others."""
        self._thread.shutdown(cancel_futures=True)


_current: BackgroundWriter | None = None


def current_writer() -> BackgroundWriter | None:
    """Return the writer to hand frames over to, if there is one."""
    return _current


@contextmanager
def writing_in_background() -> Iterator[None]:
    """Let ``insert_frame`` return before the rows are written, on PostgreSQL; all are, at the end.

    Belongs inside the transaction. One at a time in a process: loads are commands.
    """
    global _current
    if connection.vendor != "postgresql":
        yield
        return
    writer = _current = BackgroundWriter()

    def first_wait(execute: Callable[..., Any], *call: Any) -> Any:
        writer.wait()
        return execute(*call)

    try:
        with connection.execute_wrapper(first_wait):
            yield
        writer.wait()
    finally:
        _current = None
        writer.close()
