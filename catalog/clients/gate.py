"""The gate before each host: rate, pauses, breaker and budget, shared by all processes.

All of it is a row of ``Upstream``, changed by single conditional updates: no lock is held, and none
waits, on SQLite and PostgreSQL alike. Nobody sleeps here for longer than ``LONGEST_WAIT``: who
would have to gets ``NotNow`` and comes back. Not to be called inside a long transaction, which
would keep the others from the row.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from catalog.clients.errors import NotNow
from catalog.models import Upstream

log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(seconds=1)
#: Failures in a row that open the breaker.
FAILURES = 5
FIRST_BREAK = timedelta(seconds=30)
LONGEST_BREAK = timedelta(minutes=15)
#: How long others wait for who tries whether the host works again: longer than a fetch lasts.
PROBE = timedelta(seconds=15)
#: A slot further away was taken by a clock that is wrong: it does not count.
FARTHEST_SLOT = timedelta(hours=2)
#: Times that others may be quicker to change the row.
TRIES = 50
KEY_REFUSED = "it does not accept our key"


@dataclass(frozen=True)
class Pass:
    """Leave to ask once; ``is_probe`` if it is to find out whether the host works again."""

    is_probe: bool = False


class Gate:
    """The gate before ``host``, wide enough for ``per_second`` requests, ``daily`` a day (UTC)."""

    def __init__(
        self,
        host: str,
        *,
        per_second: float,
        daily: int,
        now: Callable[[], datetime] = timezone.now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.host = host
        self.interval = timedelta(seconds=1 / per_second)
        self.now = now
        self._daily = daily
        self._sleep = sleep

    @property
    def _row(self) -> Upstream:
        row = Upstream.objects.filter(host=self.host).first()
        return row or Upstream.objects.get_or_create(host=self.host)[0]

    def enter(self) -> Pass:
        """Take a slot, waiting at most a second for it. 2 queries if nobody else is about.

        Raises NotNow for as long as the host is paused or broken, its budget spent, or its next
        free slot further away.
        """
        for _ in range(TRIES):
            row, now = self._row, self.now()
            is_probe = self._refuse_closed(row, now)
            slot = max(row.next_slot_at or now, now)
            if slot - now > FARTHEST_SLOT:
                slot = now
            if slot - now > LONGEST_WAIT:
                raise NotNow(f"{self.host}: others are before us", slot)
            if self._take(row, slot, now, is_probe=is_probe):
                if slot > now:
                    self._sleep((slot - now).total_seconds())
                return Pass(is_probe)
        raise NotNow(f"{self.host}: others are quicker", self.now() + LONGEST_WAIT)

    def _refuse_closed(self, row: Upstream, now: datetime) -> bool:
        """Raise NotNow if the host may not be asked; return whether asking is a probe."""
        if row.paused_until and row.paused_until > now:
            raise NotNow(f"{self.host} is paused: {row.pause_reason}", row.paused_until)
        if row.broken_until and row.broken_until > now:
            raise NotNow(f"{self.host} has failed {row.failures} times", row.broken_until)
        if row.day == now.date() and row.spent >= self._daily:
            tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            raise NotNow(f"{self.host}: the requests of this day are spent", tomorrow)
        return row.broken_until is not None

    def _take(self, row: Upstream, slot: datetime, now: datetime, *, is_probe: bool) -> bool:
        """Write the slot, unless somebody has been quicker; return whether it is ours."""
        seen = Upstream.objects.filter(
            pk=row.pk, next_slot_at=row.next_slot_at, day=row.day, spent=row.spent
        ).filter(broken_until=row.broken_until, paused_until=row.paused_until)
        changes: dict[str, object] = {"next_slot_at": slot + self.interval, "day": now.date()}
        changes["spent"] = row.spent + 1 if row.day == now.date() else 1
        if is_probe:
            changes["broken_until"] = now + PROBE
        return bool(seen.update(**changes))

    def succeeded(self) -> None:
        """Close the breaker and forget what was the matter: the host has answered."""
        now = self.now()
        stale = Q(last_success_at=None) | Q(last_success_at__lt=now - timedelta(minutes=1))
        trouble = Q(failures__gt=0) | Q(pauses__gt=0) | Q(broken_until__isnull=False)
        Upstream.objects.filter(stale | trouble, host=self.host).update(
            failures=0, broken_until=None, pauses=0, pause_reason="", last_success_at=now
        )

    def failed(self, leave: Pass) -> None:
        """Count a failure; the fifth in a row opens the breaker, each failed probe for longer."""
        ours = Upstream.objects.filter(host=self.host)
        is_closed = Q(failures__lt=FAILURES) | Q(broken_until=None)
        counted = ours if leave.is_probe else ours.filter(is_closed)
        if not counted.update(failures=F("failures") + 1):
            return
        failures = ours.values_list("failures", flat=True).first() or 0
        if failures >= FAILURES:
            wait = min(FIRST_BREAK * 2 ** min(failures - FAILURES, 10), LONGEST_BREAK)
            ours.update(broken_until=self.now() + wait)
            log.warning("%s has failed %s times: not asked for %s", self.host, failures, wait)

    def pause(
        self,
        reason: str,
        *,
        asked: timedelta | None = None,
        first: timedelta = timedelta(seconds=60),
        longest: timedelta = timedelta(days=1),
    ) -> datetime:
        """Close the gate for all: as long as ``asked`` for, else ``first``, doubled each time.

        Returns until when. The pauses of several who heard the same at once count as one.
        """
        now, row = self.now(), self._row
        until = now + (asked or min(first * 2 ** min(row.pauses, 20), longest))
        ours = Upstream.objects.filter(host=self.host)
        is_open = Q(paused_until=None) | Q(paused_until__lte=now)
        was_open = ours.filter(is_open).update(
            paused_until=until, pause_reason=reason[:200], pauses=F("pauses") + 1, broken_until=None
        )
        if was_open:
            log.warning(
                "%s is paused until %s: %s", self.host, until.isoformat("T", "seconds"), reason
            )
        else:
            ours.filter(paused_until__lt=until).update(
                paused_until=until, pause_reason=reason[:200]
            )
        return max(until, self._row.paused_until or until)

    def key_refused(self) -> datetime:
        """Close the gate for a minute as our key was refused; say so loudly the first time."""
        if self._row.pause_reason != KEY_REFUSED:
            log.error("%s does not accept our key: asked once a minute until it does", self.host)
        minute = timedelta(minutes=1)
        return self.pause(KEY_REFUSED, asked=minute)
