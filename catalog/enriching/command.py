"""What ``enrich_titles`` does: jobs for titles, worked on in this process, and their sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from catalog import jobs
from catalog.enrich import KIND
from catalog.enriching.stale import stale_titles
from catalog.jobs.working import Outcome
from catalog.models import Enrichment, Job, Title


@dataclass
class EnrichReport:
    """How many titles came to what; ``stopped`` says why not all were asked about, and until when.

    ``states`` counts jobs: done, waiting (tried again later), dead.
    """

    asked: int
    states: Counter[str] = field(default_factory=Counter)
    fetched: int = 0
    unknown: int = 0
    changed: int = 0
    stopped: str = ""


def chosen_titles(limit: int, *, slug: str = "", stale: bool = False) -> list[int]:
    """Return the pks of the titles to ask about: one by its slug, else the most popular.

    Those that TMDB was never asked about; with ``stale`` also those that are due again.
    Raises Title.DoesNotExist for an unknown slug.
    """
    if slug:
        return [Title.objects.get(slug=slug).pk]
    titles = stale_titles(timezone.now())
    if not stale:
        titles = titles.filter(enrichment=None)
    return list(titles.values_list("pk", flat=True)[:limit])


def enrich_now(
    title_ids: Sequence[int], on_progress: Callable[[], object] = lambda: None
) -> EnrichReport:
    """Ask TMDB about these titles, one after the other; return what became of it.

    Stops when TMDB may not be asked for a while: the jobs that are left wait for a worker.
    """
    started_at = timezone.now()
    jobs.ask_many(KIND, title_ids, again_after=timedelta(0))
    by_title = {job.subject: job for job in Job.objects.filter(kind=KIND, subject__in=title_ids)}
    report = EnrichReport(len(title_ids))
    for title_id in title_ids:
        outcome = jobs.work(by_title[title_id].pk)
        if outcome == Outcome.PUT_BACK and (reason := _closed(by_title[title_id].pk)):
            report.stopped = reason
            break
        report.states[outcome or "elsewhere"] += 1
        on_progress()
    _sum_up(report, title_ids, started_at)
    return report


def _closed(job_id: int) -> str:
    """Return why and until when nobody may ask, if that is why the job waits; else ""."""
    job = Job.objects.get(pk=job_id)
    if not job.last_error.startswith("NotNow"):
        return ""
    return (
        f"{job.last_error.removeprefix('NotNow: ')}, until {job.not_before:%Y-%m-%d %H:%M:%S} UTC"
    )


def _sum_up(report: EnrichReport, title_ids: Sequence[int], since: datetime) -> None:
    asked = Enrichment.objects.filter(title__in=title_ids, asked_at__gte=since)
    outcomes = Counter(asked.values_list("outcome", flat=True))
    report.fetched = outcomes[Enrichment.Outcome.FETCHED]
    report.unknown = outcomes[Enrichment.Outcome.UNKNOWN]
    report.changed = Title.objects.filter(pk__in=title_ids, updated_at__gte=since).count()
