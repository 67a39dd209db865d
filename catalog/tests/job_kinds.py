"""Kinds of jobs for tests: what is prepared and stored is told by the test.

Plug in with ``settings.JOBS = JOBS``; what ``NOTE`` stores is a row of ``Upstream``: that is
the plainest table there is.
"""

from collections.abc import Callable

from catalog.jobs import JobContext
from catalog.models import Job, Upstream


class NoteKind:
    """Does what ``during`` says, then stores one row, then does what ``storing`` says."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.during: Callable[[Job, JobContext], None] = lambda job, context: None
        self.storing: Callable[[], None] = lambda: None

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        self.during(job, context)

        def store() -> None:
            Upstream.objects.create(host=f"{job.key}, claim {job.token}")
            self.storing()

        return store


class LongKind(NoteKind):
    """May take ten minutes."""

    seconds = 600


NOTE, LONG = NoteKind(), LongKind()
JOBS = {name: f"catalog.tests.job_kinds.{name.upper()}" for name in ("note", "long")}


def raises(error: BaseException) -> Callable[..., None]:
    """Return what raises this."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail
