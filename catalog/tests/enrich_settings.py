"""Settings of the workers that tests start: the hours of a minute, and the real kinds of jobs."""

from catalog.tests.job_settings import *  # noqa: F403
from movierec import settings as real

JOBS = {"enrich": real.JOBS["enrich"], "reviews": real.JOBS["reviews"]}
