"""Work on jobs without Redis: look for them in the table."""

from __future__ import annotations

import signal
import socket
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalog.jobs.polling import Poller

#: A job that has not ended so long after SIGTERM is given back; supervisors wait longer.
PATIENCE_SECONDS = 20


class Command(BaseCommand):
    help = "Do the jobs that pages, commands and the admin ask for (without Redis)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is due")
        parser.add_argument("--kinds", nargs="+", default=[], help="only jobs of these kinds")
        parser.add_argument("--threads", type=int, default=1, help="jobs at a time (1)")

    def handle(
        self, *, once: bool, kinds: list[str], threads: int, verbosity: int, **options: Any
    ) -> None:
        if unknown := sorted(set(kinds) - set(settings.JOBS)):
            raise CommandError(f"There is no kind {unknown[0]}: {', '.join(settings.JOBS)}.")
        if not 1 <= threads <= 32:
            raise CommandError("--threads must be from 1 to 32.")
        poller = Poller(f"work@{socket.gethostname()}", kinds=kinds, threads=threads)
        told = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            if told.is_set():  # asked twice: do not even finish
                raise KeyboardInterrupt
            told.set()
            poller.stop()

        before = {number: signal.signal(number, stop) for number in STOPS}
        try:
            self._work(poller, told, once=once, verbosity=verbosity)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if verbosity:
            self.stdout.write(summary(poller))

    def _work(self, poller: Poller, told: threading.Event, *, once: bool, verbosity: int) -> None:
        if once:
            poller.work_until_empty()
            return
        if verbosity:
            self.stdout.write("Waiting for jobs. Ctrl-C ends it after what is being done.")
        poller.start()
        try:
            told.wait()
            poller.join(PATIENCE_SECONDS)
        except KeyboardInterrupt:
            poller.join(0)


STOPS = (signal.SIGTERM, signal.SIGINT)


def summary(poller: Poller) -> str:
    """Return what became of the jobs, in one line."""
    told = [f"{count:,} {outcome}" for outcome, count in sorted(poller.outcomes.items())]
    return f"Jobs: {', '.join(told) or 'none'}."
