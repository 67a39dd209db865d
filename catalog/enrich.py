"""Enrichment as jobs: one title's facts from TMDB, and what is stale once in a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone

from catalog import jobs
from catalog.clients.errors import (
    ClientConfigError,
    InvalidResponse,
    NotNow,
    Refused,
    ServerError,
)
from catalog.enriching.asking import Answer, ask_about
from catalog.enriching.stale import is_due, stale_titles
from catalog.enriching.storing import store
from catalog.jobs.context import JobContext
from catalog.models import Job, Title

KIND = "enrich"
#: A key that is refused is tried again so often, by one job.
KEY_PAUSE = timedelta(minutes=1)
#: Of a day's requests, the share that the refreshing of stale titles may take.
REFRESH_SHARE = 0.5
REFRESH_SECONDS = 3600
#: Visitors come first, then commands, then what is merely stale.
BY_VISITOR, BY_COMMAND, BY_CLOCK = 10, 0, -10


class Enrich:
    """Ask TMDB about the title that is the job's subject, and store what it says."""

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        """Ask; return what stores the answer, be it that TMDB does not know the title.

        Raises ClientConfigError without a token, so that the job is dead; NotNow while the token
        is refused; another TransientError for what may be better next time.
        """
        title = Title.objects.filter(pk=job.subject or 0).first()
        if title is None:
            return lambda: None
        if not settings.TMDB_API_TOKEN:
            raise ClientConfigError("TMDB_API_TOKEN is not set")
        try:
            answer = ask_about(title)
        except ClientConfigError as error:
            raise NotNow(str(error), timezone.now() + KEY_PAUSE) from error
        except (InvalidResponse, Refused) as error:
            # A proxy in between, or a bad day: dead only after it has happened five times.
            raise ServerError(f"{type(error).__name__}: {error}") from error
        return partial(_store, title.pk, answer)


def _store(title_id: int, answer: Answer) -> None:
    store(title_id, answer, timezone.now())


class StaleTitles:
    """Ask for the enrichment of what is stale, the most popular first, within the daily budget."""

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        """Find what is stale; return what asks for it."""
        if not settings.TMDB_API_TOKEN:
            return lambda: None
        stale = list(stale_titles(timezone.now()).values_list("pk", flat=True)[: refresh_size()])
        return partial(_ask_for_stale, stale)


def _ask_for_stale(title_ids: list[int]) -> None:
    ask_for(title_ids, priority=BY_CLOCK)


ENRICH = Enrich()
STALE_TITLES = StaleTitles()


def refresh_size() -> int:
    """Return how many titles one refresh may ask about: its part of the budget of a day."""
    return max(1, int(settings.TMDB_DAILY_BUDGET * REFRESH_SHARE * REFRESH_SECONDS / 86_400))


def ask_for(title_ids: list[int], *, priority: int = BY_COMMAND) -> int:
    """Ask for the enrichment of these titles, unless it has just ended; return how many wait."""
    return jobs.ask_many(KIND, title_ids, priority=priority, again_after=timedelta(hours=1))


def ask_by_visit(title: Title) -> Job | None:
    """Ask for the enrichment of a title that somebody looks at, if it is due; never wait for it.

    Returns the job as it stands, None if there is none.
    """
    if not is_due(title, timezone.now()):
        return None
    return jobs.ask_from_page(KIND, title.pk, priority=BY_VISITOR, again_after=timedelta(days=1))
