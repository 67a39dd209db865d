"""A row of ``ModelRun`` for each training, also for those that were killed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError
from django.utils import timezone

from catalog.index_store import build_lock
from catalog.termination import signals_kept
from recommendations.build_history import KILLED, peak_rss_mb, told
from recommendations.models import ModelRun
from recommendations.training.current import home
from recommendations.training.tracking import track


@contextmanager
def recorded_run(started: float) -> Iterator[ModelRun]:
    """Record what is trained inside; a failure is recorded, then raised.

    Whoever is inside sets the state that it ends in; ``started`` is the ``process_time`` from
    which on work is counted. Raises BuildRunning if another trains.
    """
    with build_lock(home()):
        # Who has the lock knows that nobody else trains.
        ModelRun.objects.filter(state=ModelRun.State.RUNNING).update(
            state=ModelRun.State.FAILED, error=KILLED
        )
        run = ModelRun(started_at=timezone.now())
        try:
            run.save()
            with signals_kept():
                yield run
        except BaseException as error:  # Ctrl-C as well
            run.state, run.error = ModelRun.State.FAILED, told(error)
            with suppress(DatabaseError):  # which may be what has failed
                _finish(run, started)
            raise
        _finish(run, started)
    track(run)


def _finish(run: ModelRun, started: float) -> None:
    run.finished_at = timezone.now()
    run.cpu_seconds = round(time.process_time() - started, 2)
    run.peak_rss_mb = peak_rss_mb()
    run.save()
