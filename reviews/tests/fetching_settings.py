"""Settings of the processes that tests start to fetch reviews: the hours of a minute.

The proportions are those of ``catalog.job_limits``.
"""

from catalog import job_limits
from movierec.settings import *  # noqa: F403

JOBS |= {  # noqa: F405
    "reviews": "reviews.tests.fetching_kinds.REVIEWS",
    "score": "reviews.tests.fetching_kinds.SCORE",
}
PERIODIC: dict[str, int] = {}
IMDB_PER_SECOND, IMDB_DAILY_BUDGET = 1_000, 100_000

job_limits.BACKOFF_SECONDS, job_limits.BACKOFF_MOST_SECONDS = 0.5, 2
job_limits.GRACE_SECONDS, job_limits.LEASE_MARGIN_SECONDS = 2, 2
job_limits.RING_AGAIN_SECONDS = 5
job_limits.SWEEP_SECONDS, job_limits.CANARY_SECONDS = 1, 1
