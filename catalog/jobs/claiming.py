"""Whose a job is: it is claimed by a conditional UPDATE, and ours while its token is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from catalog import job_limits as limits
from catalog.jobs.kinds import lease_seconds
from catalog.models import Job

#: Due jobs that are looked at together: others may claim some of them first.
LOOKED_AT = 5


def claim(job_id: int) -> Job | None:
    """Make this job ours if it is due, and count an attempt; None if it is not, or somebody's."""
    now = timezone.now()
    due = Job.objects.filter(pk=job_id, state=Job.State.WAITING, not_before__lte=now)
    job = due.first()
    if job is None:
        return None
    changes = {
        "state": Job.State.RUNNING,
        # Values, not F(): after a pause of this process the row may be another's.
        "token": job.token + 1,
        "attempts": job.attempts + 1,
        "started_at": now,
        "lease_until": now + timedelta(seconds=lease_seconds(job.kind)),
        "done_units": None,
        "all_units": None,
    }
    if not due.filter(token=job.token).update(**changes):
        return None
    for name, value in changes.items():
        setattr(job, name, value)
    return job


def claim_next(kinds: Collection[str] = ()) -> Job | None:
    """Claim the most wanted job that is due, of these kinds or of any; None if there is none."""
    while True:
        due = Job.objects.filter(state=Job.State.WAITING, not_before__lte=timezone.now())
        if kinds:
            due = due.filter(kind__in=kinds)
        due = due.order_by("-priority", "not_before", "pk")
        candidates = list(due.values_list("pk", flat=True)[:LOOKED_AT])
        if not candidates:
            return None
        for job_id in candidates:
            if job := claim(job_id):
                return job


def ours(job: Job) -> QuerySet[Job]:
    """Return the job if it is still ours, as a queryset whose ``update`` says 1 or 0."""
    return Job.objects.filter(pk=job.pk, token=job.token, state=Job.State.RUNNING)


def put_back(job: Job, until: datetime, *, error: str = "", counted: bool = True) -> Job.State:
    """Let the job wait until then, or die of its last attempt; return what it is now.

    Nothing happens if it is not ours any more.
    """
    ended = counted and job.attempts >= limits.ATTEMPTS
    if ended:
        return bury(job, error)
    ours(job).update(
        state=Job.State.WAITING,
        attempts=job.attempts if counted else job.attempts - 1,
        not_before=until,
        rung_at=None,
        lease_until=None,
        last_error=_storable(error),
    )
    return Job.State.WAITING


def give_back(job: Job) -> None:
    """Let the job be as if we had not claimed it: this process ends."""
    put_back(job, timezone.now(), error=job.last_error, counted=False)


def bury(job: Job, error: str) -> Job.State:
    """Let the job be dead, if it is ours: shown in the admin, tried again when asked."""
    ours(job).update(
        state=Job.State.DEAD,
        finished_at=timezone.now(),
        lease_until=None,
        last_error=_storable(error),
    )
    return Job.State.DEAD


def _storable(error: str) -> str:
    return error.replace("\0", "")[:500]
