"""Settings of the processes that tests start: other kinds of jobs, and the hours of a minute.

The proportions are those of ``catalog.job_limits``.
"""

from catalog import job_limits
from movierec.settings import *  # noqa: F403

JOBS = JOBS | {  # noqa: F405
    "note": "catalog.tests.job_kinds.NOTE",
    "slow": "catalog.tests.slow_kinds.SLOW",
    "stuck": "catalog.tests.slow_kinds.STUCK",
    "faulty": "catalog.tests.slow_kinds.FAULTY",
}
PERIODIC: dict[str, int] = {}

job_limits.BACKOFF_SECONDS, job_limits.BACKOFF_MOST_SECONDS = 0.5, 4
job_limits.SECONDS, job_limits.GRACE_SECONDS, job_limits.LEASE_MARGIN_SECONDS = 4, 2, 2
job_limits.RING_AGAIN_SECONDS = 5
job_limits.SWEEP_SECONDS, job_limits.CANARY_SECONDS = 1, 1
job_limits.POLL_SECONDS = 0.2
