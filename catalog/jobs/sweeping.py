"""Find what somebody died over, what is to be done periodically, and what nobody heard of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from catalog import job_limits as limits
from catalog.jobs.asking import ask
from catalog.jobs.bell import ring_due
from catalog.jobs.heartbeat import forget_old_beats
from catalog.models import Job

#: What is said of a job whose worker did not live to say it.
KILLED = "Ended without a word (killed?)"
#: Expired leases that are looked at together.
BATCH = 500


@dataclass
class Swept:
    """How many jobs were taken from the dead, and how many bells rung."""

    reclaimed: int
    rung: int


def sweep() -> Swept:
    """Reclaim, ask for what is periodic, ring: anybody may, at any time, also several at once."""
    reclaimed = reclaim()
    for kind, seconds in settings.PERIODIC.items():
        ask(kind, again_after=timedelta(seconds=seconds))
    forget_old_beats()
    return Swept(reclaimed, ring_due())


def reclaim() -> int:
    """Take the jobs whose lease has run out from their workers; return how many.

    The attempt was counted: what kills its worker each time is dead after ATTEMPTS.
    """
    now = timezone.now()
    expired = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)
    if not expired.exists():  # without a transaction, which on SQLite keeps out other writers
        return 0
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            # One that is locked is being stored at this moment, or reclaimed by another.
            expired = expired.select_for_update(skip_locked=True)
        found = list(expired.order_by("lease_until").values_list("pk", "attempts")[:BATCH])
        ends = {"lease_until": None, "last_error": KILLED}
        dead = [pk for pk, attempts in found if attempts >= limits.ATTEMPTS]
        Job.objects.filter(pk__in=dead).update(state=Job.State.DEAD, finished_at=now, **ends)
        Job.objects.filter(pk__in={pk for pk, _ in found}.difference(dead)).update(
            state=Job.State.WAITING, not_before=now, rung_at=None, **ends
        )
    return len(found)
