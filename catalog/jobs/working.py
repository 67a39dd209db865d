"""Work on a claimed job: prepare without a lock, store in one transaction, or say why not."""

from __future__ import annotations

import logging
import random
from collections import deque
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone

from catalog import job_limits as limits
from catalog.clients.errors import ClientError, NotNow, TransientError
from catalog.jobs.claiming import bury, claim, claim_next, give_back, ours, put_back
from catalog.jobs.context import JobContext, LeaseLost, Stored
from catalog.jobs.kinds import UnknownKind, kind_of, lease_seconds
from catalog.models import Job

logger = logging.getLogger(__name__)

#: Jobs of this process under which the database went away: nothing could be stored of them.
_left: deque[Job] = deque()
OUTAGE = "the database went away meanwhile"


class Outcome(StrEnum):
    """What became of one claim of a job."""

    DONE = "done"
    PUT_BACK = "put back"
    DEAD = "dead"
    LOST = "lost"


def work(job_id: int, *, worker: str = "") -> Outcome | None:
    """Do this job if it is due and nobody does it; None otherwise: a bell may ring twice."""
    put_back_left()
    job = claim(job_id)
    return work_on(job, worker=worker) if job else None


def work_next(kinds: Collection[str] = (), *, worker: str = "") -> Outcome | None:
    """Do the most wanted job that is due, of these kinds or of any; None if there is none."""
    put_back_left()
    job = claim_next(kinds)
    return work_on(job, worker=worker) if job else None


def work_on(job: Job, *, worker: str = "") -> Outcome:
    """Do a job that is claimed, and store what became of it.

    Raises only what ends the process, after the job was given back, and errors of the database
    when that cannot be stored: then ``put_back_left`` puts the job back, or, if this process ends
    before, the lease runs out, and a sweeper finds it.
    """
    try:
        return _work_on(job, worker)
    except Error:
        _left.append(job)
        raise


def put_back_left() -> None:
    """Put back what the database went away under, now that it answers: leases are long."""
    while _left:
        job = _left.pop()
        try:
            put_back(job, after_pause(job.attempts), error=OUTAGE)
        except Error:
            _left.append(job)
            raise


def _work_on(job: Job, worker: str) -> Outcome:
    context = JobContext(job, lease_seconds=lease_seconds(job.kind), worker=worker)
    try:
        _store(job, kind_of(job.kind).prepare(job, context))
    except LeaseLost:
        logger.info("job %s: not ours any more, nothing stored", job)
        return Outcome.LOST
    except NotNow as error:
        return _put_back(job, error.until, error, counted=False)
    except TransientError as error:
        return _put_back(job, after_pause(job.attempts), error)
    except (ClientError, UnknownKind) as error:
        logger.warning("job %s is dead: %s", job, _told(error))
        bury(job, _told(error))
        return Outcome.DEAD
    except Exception as error:
        # A mistake of ours, or a database that is away: said once, with where it was.
        logger.exception("job %s, attempt %d", job, job.attempts)
        renew_connections()
        return _put_back(job, after_pause(job.attempts), error)
    except BaseException:  # Ctrl-C, the end of the process
        give_back(job)
        raise
    return Outcome.DONE


def after_pause(attempts: int) -> datetime:
    """Return when to try again after so many attempts: any moment of a pause that doubles.

    Full jitter (Brooker, "Exponential backoff and jitter", 2015): what failed together does not
    come back together.
    """
    longest = limits.BACKOFF_SECONDS * 2 ** (attempts - 1)
    pause = random.uniform(0, min(longest, limits.BACKOFF_MOST_SECONDS))  # noqa: S311
    return timezone.now() + timedelta(seconds=pause)


def renew_connections() -> None:
    """Close connections that have failed or grown old: the next query opens new ones."""
    if not connection.in_atomic_block:  # as in a test
        close_old_connections()


def _store(job: Job, store: Stored) -> None:
    """Store the result and mark the job done, both or neither.

    The row first: it stays locked until the end, so no sweeper can take it meanwhile.
    """
    done = {"state": Job.State.DONE, "lease_until": None, "last_error": ""}
    with transaction.atomic():
        if not ours(job).update(**done, finished_at=timezone.now()):
            raise LeaseLost(str(job))
        store()


def _put_back(job: Job, until: datetime, error: Exception, *, counted: bool = True) -> Outcome:
    state = put_back(job, until, error=_told(error), counted=counted)
    if state != Job.State.DEAD:
        return Outcome.PUT_BACK
    logger.warning("job %s is dead after %d attempts: %s", job, job.attempts, _told(error))
    return Outcome.DEAD


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ").strip()
