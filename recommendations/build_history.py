"""The history of index builds: a row for each, also for those that ended without a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from catalog.index_store import build_lock, current_manifest
from catalog.termination import ending, signals_kept
from recommendations.models import IndexBuild

#: What a row says whose build did not live to say it.
KILLED = "Ended without a word (killed?)"


@contextmanager
def only_build(kind: str, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Be the only one who builds the index of this kind; what was killed counts as failed.

    Raises OSError, and BuildRunning if another has it, unless there is ``on_wait``.
    """
    with build_lock(Path(settings.INDEX_DIR) / kind, on_wait):
        # Who has the lock knows that no other build is alive.
        IndexBuild.objects.filter(kind=kind, state=IndexBuild.State.RUNNING).update(
            state=IndexBuild.State.FAILED, error=KILLED
        )
        yield


@contextmanager
def recorded_build(kind: str) -> Iterator[IndexBuild]:
    """Record what is built and published inside; a failure is recorded, then raised.

    Raises OSError and BuildRunning before anything is recorded.
    """
    with only_build(kind):
        forget_peak()
        build = IndexBuild(kind=kind, started_at=timezone.now())
        try:
            build.save()
            with signals_kept():
                yield build
            _fill(build, current_manifest(Path(settings.INDEX_DIR) / kind))
        except BaseException as error:  # Ctrl-C as well
            build.state, build.error = IndexBuild.State.FAILED, told(error)
            build.finished_at = timezone.now()
            with suppress(DatabaseError):  # which may be what has failed
                build.save()
            raise
        build.state, build.finished_at = IndexBuild.State.DONE, timezone.now()
        build.save()


def _fill(build: IndexBuild, manifest: dict) -> None:  # type: ignore[type-arg]
    """Take over what a published build says of itself."""
    facts = manifest["facts"]
    build.folder, build.schema = manifest["folder"], manifest["schema"]
    build.titles, build.terms = facts.get("titles", 0), facts.get("terms", 0)
    build.fingerprint = facts.get("fingerprint", "")
    build.size_bytes = sum(file["bytes"] for file in manifest["files"].values())
    build.peak_rss_mb = peak_rss_mb()


def told(error: BaseException) -> str:
    """Return what ended a build or a training, for its row in the history."""
    if isinstance(error, KeyboardInterrupt):
        return f"{ending(error)[0]} from outside"
    return f"{type(error).__name__}: {error}".rstrip(": ")


def forget_peak() -> None:
    """Let the process's peak of memory begin anew, where the system can (Linux)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak_rss_mb() -> int | None:
    """Return the most memory that this process has held since ``forget_peak``; None if unknown."""
    with suppress(OSError):
        status = Path("/proc/self/status").read_text()
        if found := re.search(r"VmHWM:\s+(\d+) kB", status):
            return int(found[1]) // 1024
    return None
