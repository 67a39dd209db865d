"""Work without a bell: threads that look for due jobs in the table, and end when they are told."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Collection

from django.db import Error, connections

from catalog import job_limits as limits
from catalog.jobs import bell, heartbeat
from catalog.jobs.claiming import claim_next, give_back
from catalog.jobs.sweeping import sweep
from catalog.jobs.working import put_back_left, renew_connections, work_on
from catalog.models import Job

logger = logging.getLogger(__name__)


class Poller:
    """Threads that work on due jobs of these kinds, or of any, as ``worker`` for the heartbeat."""

    def __init__(self, worker: str, *, kinds: Collection[str] = (), threads: int = 1) -> None:
        self.worker, self.kinds = worker, kinds
        self.outcomes: Counter[str] = Counter()
        self._stopping = threading.Event()
        self._swept = float("-inf")
        #: What each thread works on.
        self._jobs: dict[threading.Thread, Job] = {}
        self._threads = [
            threading.Thread(target=self._run, name=f"work {number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def is_alive(self) -> bool:
        """Tell whether a thread is still working or waiting for work."""
        return any(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Begin nothing any more."""
        self._stopping.set()
        bell.woken.set()

    def join(self, seconds: float | None = None) -> None:
        """Wait until the threads have ended, so long at most; give back what is not finished.

        Call it after ``stop``. A thread that goes on with what was given back stores nothing.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        for thread in self._threads:
            thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
        for job in list(self._jobs.values()):
            give_back(job)

    def work_until_empty(self) -> None:
        """Work in this thread until nothing is due, or ``stop`` was called."""
        sweep()
        heartbeat.stamp(self.worker)
        while not self._stopping.is_set() and self._work_once():
            pass

    def _run(self) -> None:
        is_away = False
        try:
            while not self._stopping.is_set():
                try:
                    found = self._look()
                    is_away = False
                except Error as error:  # the database is away, or busy
                    if not is_away:  # said once, not every two seconds
                        logger.warning("no jobs can be worked on: %s", str(error).strip())
                    found, is_away = False, True
                    renew_connections()
                if not found:
                    bell.woken.wait(limits.POLL_SECONDS)
                    bell.woken.clear()
        finally:
            connections.close_all()

    def _look(self) -> bool:
        """Sweep if it is time to, and do one job; tell whether there was one."""
        if time.monotonic() - self._swept >= limits.SWEEP_SECONDS:
            self._swept = time.monotonic()
            sweep()
        heartbeat.stamp(self.worker)
        return self._work_once()

    def _work_once(self) -> bool:
        """Do one job; tell whether there was one."""
        put_back_left()
        job = claim_next(self.kinds)
        if job is None:
            return False
        thread = threading.current_thread()
        self._jobs[thread] = job
        try:
            self.outcomes[work_on(job, worker=self.worker)] += 1
        finally:
            del self._jobs[thread]
        renew_connections()
        return True
