"""What a kind of job is, and which there are: settings.JOBS, by dotted path."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from catalog import job_limits as limits
from catalog.jobs.context import JobContext
from catalog.models import Job


class JobKind(Protocol):
    """What is done about jobs of one kind. May have ``seconds``, if it takes more than a minute.

    And ``silent_seconds``, if it is never without progress for longer than that.
    """

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        """Do the slow part, outside any transaction; return what stores the result.

        What is returned is called in the transaction that marks the job done, so all of it is
        stored once, or nothing. It asks nobody and takes no time.
        Raises ``NotNow`` to be called again then, another ``TransientError`` to be called again
        soon; any other error of a client ends the job, any other exception counts as an attempt.
        """


class UnknownKind(Exception):  # noqa: N818 - what it says
    """settings.JOBS has no such kind, or its path leads nowhere."""


@cache
def _imported(path: str) -> JobKind:
    kind: JobKind = import_string(path)
    return kind


def kind_of(name: str) -> JobKind:
    """Return what does the jobs of this kind.

    Raises UnknownKind, such as for a row from before the kind was taken out.
    """
    try:
        return _imported(settings.JOBS[name])
    except (KeyError, ImportError) as error:
        raise UnknownKind(f"settings.JOBS has no kind {name!r} that can be imported") from error


def seconds_of(name: str) -> int:
    """Return how long a job of this kind may take; the usual for an unknown one."""
    return _said(name, "seconds", limits.SECONDS)


def lease_seconds(name: str) -> int:
    """Return after how long a job of this kind is taken from a worker that says nothing."""
    silent = _said(name, "silent_seconds", seconds_of(name))
    return silent + limits.GRACE_SECONDS + limits.LEASE_MARGIN_SECONDS


def _said(name: str, attribute: str, usual: int) -> int:
    """Return what a kind says of itself; the usual where it says nothing, or is unknown."""
    try:
        return int(getattr(kind_of(name), attribute, usual))
    except UnknownKind:
        return usual
