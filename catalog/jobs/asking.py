"""Ask for work: one row for each thing to do, however often it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog import job_limits as limits
from catalog.jobs.bell import ring, ring_due
from catalog.jobs.kinds import UnknownKind
from catalog.models import Job

logger = logging.getLogger(__name__)

ENDED = (Job.State.DONE, Job.State.DEAD)
BATCH = 1_000
#: What a job is when it is asked for anew.
AFRESH = {"state": Job.State.WAITING, "attempts": 0, "last_error": "", "lease_until": None}


def key_of(kind: str, subject: int | None = None) -> str:
    """Return the key of a job: "reviews:603", or "build_index" for what is about everything."""
    return kind if subject is None else f"{kind}:{subject}"


def state_of(kind: str, subject: int | None = None) -> Job | None:
    """Return the job as it stands; None if nobody has asked for it. One query."""
    return Job.objects.filter(key=key_of(kind, subject)).first()


def ask(
    kind: str,
    subject: int | None = None,
    *,
    priority: int = 0,
    again_after: timedelta | None = None,
) -> Job:
    """Ask for a job, and ring for it after commit; return it as it stands then.

    What waits or runs stays as it is, but for a higher priority. What has ended stays, too, unless
    that was ``again_after`` ago or earlier. One query if there is nothing to change.
    Raises UnknownKind.
    """
    if kind not in settings.JOBS:
        raise UnknownKind(f"settings.JOBS has no kind {kind!r}")
    key = key_of(kind, subject)
    job = Job.objects.filter(key=key).first()
    if job and not _would_change(job, priority, again_after):
        return job
    now = timezone.now()
    rung = {"rung_at": now}
    with transaction.atomic():
        if job is None:
            asked = Job(key=key, kind=kind, subject=subject, priority=priority, asked_at=now)
            asked.not_before = asked.rung_at = now
            Job.objects.bulk_create([asked], ignore_conflicts=True)
        else:
            same = Job.objects.filter(pk=job.pk)
            _reopen(same, again_after, priority=priority, **rung)
            same.filter(state=Job.State.WAITING, priority__lt=priority).update(
                priority=priority, **rung
            )
        job = Job.objects.get(key=key)
        # It was us who changed it. (Two who ask in the same microsecond both ring: no harm.)
        if job.rung_at == now:
            transaction.on_commit(lambda: ring([job]), robust=True)
    return job


def ask_from_page(
    kind: str,
    subject: int | None = None,
    *,
    priority: int = 10,
    again_after: timedelta | None = None,
) -> Job | None:
    """Ask as ``ask`` does, but do without if the database is being written to: return None.

    While a load runs, SQLite would keep the visitor waiting for its end.
    """
    try:
        with impatient():
            return ask(kind, subject, priority=priority, again_after=again_after)
    except OperationalError as error:
        if "lock" not in str(error):  # "database is locked", "… due to lock timeout"
            raise
        logger.info("not asked for %s: %s", key_of(kind, subject), error)
        return None


def ask_many(
    kind: str,
    subjects: Iterable[int],
    *,
    priority: int = 0,
    again_after: timedelta | None = None,
) -> int:
    """Ask for a job about each subject; return how many wait now that did not before.

    A few statements for each thousand. Sweepers ring for them by and by.
    """
    if kind not in settings.JOBS:
        raise UnknownKind(f"settings.JOBS has no kind {kind!r}")
    left, news = iter(subjects), 0
    while batch := dict.fromkeys(islice(left, BATCH)):
        by_key = {key_of(kind, subject): subject for subject in batch}
        with transaction.atomic():
            same = Job.objects.filter(key__in=by_key)
            known = set(same.values_list("key", flat=True))
            news += _reopen(same, again_after, priority=priority)
            new = [
                Job(key=key, kind=kind, subject=subject, priority=priority)
                for key, subject in by_key.items()
                if key not in known
            ]
            Job.objects.bulk_create(new, ignore_conflicts=True)
            news += len(new)
    transaction.on_commit(ring_due, robust=True)
    return news


def try_again(jobs: QuerySet[Job]) -> int:
    """Let these be done again from now on, unless they run; return how many."""
    stopped = jobs.exclude(state=Job.State.RUNNING)
    count = stopped.update(**AFRESH, not_before=timezone.now(), rung_at=None)
    transaction.on_commit(ring_due, robust=True)
    return count


def forget(jobs: QuerySet[Job]) -> int:
    """Delete these; who works on one of them stores nothing. Return how many."""
    count, _ = jobs.delete()
    return count


def _would_change(job: Job, priority: int, again_after: timedelta | None) -> bool:
    if job.state == Job.State.WAITING:
        return priority > job.priority
    if job.state not in ENDED or again_after is None:
        return False
    return job.finished_at is None or job.finished_at <= timezone.now() - again_after


def _reopen(jobs: QuerySet[Job], again_after: timedelta | None, **changes: object) -> int:
    """Let those wait again that ended ``again_after`` ago or earlier; return how many."""
    if again_after is None:
        return 0
    now = timezone.now()
    ended = jobs.filter(state__in=ENDED, finished_at__lte=now - again_after)
    afresh = AFRESH | {"asked_at": now, "not_before": now, "rung_at": None}
    return ended.update(**afresh | changes)


@contextmanager
def impatient() -> Iterator[None]:
    """Wait for SQLite's other writers as long as a page may, not as long as is set."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {int(limits.PAGE_SECONDS * 1000)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
