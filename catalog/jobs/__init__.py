"""Work in the background: the table ``Job`` is the queue, Celery and Redis are only its bell.

``ask`` writes a row, once for each thing to do. Workers, be it of Celery, of ``manage.py work`` or
a thread of the web process, claim a row, ``prepare`` without any lock, and store the result in the
one transaction that marks the row done, if it is still theirs. ``sweep`` finds what somebody died
over, or nobody heard the bell of. What a job does is a ``JobKind`` in settings.JOBS.
"""

from catalog.jobs.asking import ask, ask_from_page, ask_many, forget, state_of, try_again
from catalog.jobs.bell import ring_due
from catalog.jobs.context import JobContext, LeaseLost, Stored
from catalog.jobs.heartbeat import ALIVE_SECONDS, seconds_since_beat, stamp
from catalog.jobs.kinds import JobKind
from catalog.jobs.sweeping import sweep
from catalog.jobs.working import put_back_left, work, work_next

__all__ = [
    "ALIVE_SECONDS",
    "JobContext",
    "JobKind",
    "LeaseLost",
    "Stored",
    "ask",
    "ask_from_page",
    "ask_many",
    "forget",
    "put_back_left",
    "ring_due",
    "seconds_since_beat",
    "stamp",
    "state_of",
    "sweep",
    "try_again",
    "work",
    "work_next",
]
