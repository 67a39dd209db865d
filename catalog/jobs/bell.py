"""Tell workers that jobs are due. That they hear it is not needed, only sooner: see ``sweep``."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from catalog import job_limits as limits
from catalog.jobs.kinds import seconds_of
from catalog.models import Job

logger = logging.getLogger(__name__)

#: Set for threads of this process that poll the table.
woken = threading.Event()
#: Nothing is rung before this moment of the monotonic clock.
silent_until = float("-inf")


def ring(jobs: Sequence[Job]) -> int:
    """Ring for jobs that are committed; return how many bells went out. Never raises.

    Takes half a second at most if Redis is frozen, and nothing for a while after that. A job
    whose bell did not go out is as if it had not been rung for.
    """
    woken.set()
    if not settings.REDIS_URL:
        return 0
    unheard = [job.pk for job in jobs if not _ring_one(job)]
    if unheard:
        Job.objects.filter(pk__in=unheard, state=Job.State.WAITING).update(rung_at=None)
    return len(jobs) - len(unheard)


def _ring_one(job: Job) -> bool:
    global silent_until
    # Here, as nothing of Celery is needed where there is no broker.
    from celery import current_app
    from celery.exceptions import OperationalError

    if time.monotonic() < silent_until:
        return False
    seconds = seconds_of(job.kind)
    try:
        current_app.send_task(
            "catalog.work_job",
            args=[job.pk],
            soft_time_limit=seconds,
            time_limit=seconds + limits.GRACE_SECONDS,
        )
    except (OperationalError, OSError) as error:
        silent_until = time.monotonic() + limits.SILENT_SECONDS
        # The type says enough; a message might name the broker with its password.
        logger.warning("The bell cannot be rung (%s): jobs wait.", type(error).__name__)
        return False
    return True


def ring_due() -> int:
    """Ring for what is due, the most wanted first, until BELLS are under way; return how many.

    A bell that went out a minute ago counts as unheard. Two queries if nothing is due.
    """
    if not settings.REDIS_URL:
        woken.set()
        return 0
    now = timezone.now()
    heard = now - timedelta(seconds=limits.RING_AGAIN_SECONDS)
    waiting = Job.objects.filter(state=Job.State.WAITING)
    free = limits.BELLS - waiting.filter(rung_at__gt=heard).count()
    unrung = waiting.filter(Q(rung_at=None) | Q(rung_at__lte=heard), not_before__lte=now)
    unrung = unrung.order_by("-priority", "not_before", "pk")
    if free <= 0 or not unrung.exists():
        return 0
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            unrung = unrung.select_for_update(skip_locked=True)  # another sweeper has the rest
        jobs = list(unrung[:free])
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(rung_at=now)
    return ring(jobs)
