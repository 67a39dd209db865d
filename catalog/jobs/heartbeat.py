"""Whether anybody works: each worker stamps a row, which only working can do."""

from __future__ import annotations

import time
from datetime import timedelta

from django.utils import timezone

from catalog.models import Heartbeat

#: A worker whose stamp is older does not work, whatever its process looks like.
ALIVE_SECONDS = 60
#: A process stamps no more often than this.
EVERY_SECONDS = 10.0
FORGOTTEN_AFTER = timedelta(days=7)

_stamped: dict[str, float] = {}


def stamp(worker: str) -> None:
    """Note that ``worker`` works now; at most once in ten seconds. One query."""
    now = time.monotonic()
    if now - _stamped.get(worker, float("-inf")) < EVERY_SECONDS:
        return
    Heartbeat.objects.bulk_create(
        [Heartbeat(worker=worker[:80], stamped_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["worker"],
        update_fields=["stamped_at"],
    )
    _stamped[worker] = now


def seconds_since_beat() -> float | None:
    """Return how long ago the last of all workers stamped; None if none ever did. One query."""
    newest = Heartbeat.objects.order_by("-stamped_at").values_list("stamped_at", flat=True).first()
    return None if newest is None else (timezone.now() - newest).total_seconds()


def forget_old_beats() -> None:
    """Delete the rows of workers that have long been gone."""
    Heartbeat.objects.filter(stamped_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()


def forget_in_process() -> None:
    """Let the next ``stamp`` of this process ask the database, however soon it comes."""
    _stamped.clear()
