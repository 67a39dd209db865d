"""Kinds of jobs for processes that tests start: they take a while, and fail as services do.

Each completion is a row of ``job_completions``, which has no unique key: a job that is written
twice is there twice.
"""

import os
import random
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from catalog.clients.errors import NotNow, ServerError
from catalog.jobs import JobContext
from catalog.models import Job


class SlowKind:
    """Takes between ``least`` and ``most`` seconds; fails in ``bad`` of all cases."""

    def __init__(self, least: float, most: float, bad: float = 0.0) -> None:
        self.least, self.most, self.bad = least, most, bad

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        time.sleep(random.uniform(self.least, self.most))
        if random.random() < self.bad:
            raise self._bad_answer()

        def store() -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO job_completions VALUES (%s, %s)", [job.key, os.getpid()]
                )

        return store

    def _bad_answer(self) -> Exception:
        soon = timezone.now() + timedelta(seconds=0.5)
        return random.choice(
            [ServerError("502"), NotNow("asked to wait", soon), ValueError("half an answer")]
        )


SLOW = SlowKind(1.0, 1.0)
STUCK = SlowKind(600, 600)
FAULTY = SlowKind(0.02, 0.2, bad=0.3)
