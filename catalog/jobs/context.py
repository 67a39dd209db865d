"""What a job that is being worked on may say about itself while it is: its progress."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from catalog import job_limits as limits
from catalog.jobs import heartbeat
from catalog.models import Job

#: What ``prepare`` returns.
Stored = Callable[[], None]


class LeaseLost(Exception):  # noqa: N818 - what it says
    """The job is no longer ours: it took too long, was given back, or was forgotten."""


class JobContext:
    """Progress of one claim of a job; each call extends the lease by ``lease_seconds``."""

    def __init__(self, job: Job, *, lease_seconds: int, worker: str = "") -> None:
        self._job, self._lease, self._worker = job, timedelta(seconds=lease_seconds), worker
        self._told = float("-inf")

    def progress(self, done: int, of: int) -> None:
        """Store that ``done`` of ``of`` units are done: the first, the last, one a second between.

        Raises LeaseLost if the job is not ours any more: stop, nothing of it would be stored.
        """
        now = time.monotonic()
        if now - self._told < limits.PROGRESS_SECONDS and done < of:
            return
        self._told = now
        ours = Job.objects.filter(pk=self._job.pk, token=self._job.token, state=Job.State.RUNNING)
        found = ours.update(done_units=done, all_units=of, lease_until=timezone.now() + self._lease)
        if not found:
            raise LeaseLost(str(self._job))
        if self._worker:
            heartbeat.stamp(self._worker)
