"""Fetching in tests: ask for the reviews of a title and work on it, in this process."""

from datetime import timedelta

from django.utils import timezone

from catalog import jobs
from catalog.models import Job
from reviews.models import ReviewFetch


def refresh(title) -> str:
    """Ask for the reviews of a title and work on it, as often as it comes back at once."""
    job = jobs.ask("reviews", title.pk, again_after=timedelta(0))
    for _ in range(10):
        outcome = jobs.work(job.pk)
        job.refresh_from_db()
        if job.state != Job.State.WAITING or job.not_before > timezone.now():
            jobs.work(jobs.ask("score", title.pk).pk)
            return outcome
    raise AssertionError("it never ends")


def fetch_of(title, source="imdb") -> ReviewFetch:
    return ReviewFetch.objects.get(title=title, source=source)
