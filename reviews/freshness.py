"""Which titles' reviews are to be fetched again: fresh releases daily, classics monthly.

The job "stale_reviews", which is done every hour, asks for the most popular of them, and for no
more than the sources' budgets allow in that time.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, DateTimeField, Max, Min, Q, QuerySet, Value, When
from django.utils import timezone

from catalog import jobs
from catalog.models import Job, Title
from reviews.refresh import KIND
from reviews.review_sources import sources_on

#: (a film of at most this age, is fetched again after so long); the last is for all others.
AGES = (
    (timedelta(days=90), timedelta(days=1)),
    (timedelta(days=2 * 365), timedelta(days=7)),
)
CLASSICS_AFTER = timedelta(days=30)
#: What has failed is tried again after so long, if it is not due anyway.
FAILED_AFTER = timedelta(days=1)
#: A round takes up to so many requests of one source.
REQUESTS_PER_TITLE = 4


def stale_titles(now: datetime) -> QuerySet[Title]:
    """Return the titles whose reviews were fetched too long ago, most votes first.

    Only titles that were asked for before, by a visitor or by ``fetch_reviews``.
    """
    names = [source.name for source in sources_on()]
    asked = Title.objects.visible().filter(review_fetches__source__in=names)
    stale = asked.annotate(
        fetched_at=Min("review_fetches__tried_at"),
        failed_at=Max(
            "review_fetches__tried_at", filter=Q(review_fetches__failing_since__isnull=False)
        ),
        fetched_before=_fetched_before(now),
    )
    is_due = Q(fetched_at__lte=_fetched_before(now)) | Q(failed_at__lte=now - FAILED_AFTER)
    return stale.filter(is_due).order_by("-num_votes", "pk")


def _fetched_before(now: datetime) -> Case:
    """Return, by a title's age, when at the latest its reviews should have been fetched."""
    due = [
        When(
            Q(release_date__gte=now.date() - age)
            | Q(release_date=None, start_year__gte=(now.date() - age).year),
            then=Value(now - again_after, output_field=DateTimeField()),
        )
        for age, again_after in AGES
    ]
    classics = Value(now - CLASSICS_AFTER, output_field=DateTimeField())
    return Case(*due, default=classics, output_field=DateTimeField())


def hourly_share() -> int:
    """Return how many titles may be asked for each hour: a quarter of the budgets is left over."""
    budgets = {"imdb": settings.IMDB_DAILY_BUDGET, "tmdb": settings.TMDB_DAILY_BUDGET}
    daily = [budgets[source.name] for source in sources_on() if source.name in budgets]
    return max(1, min(daily) * 3 // 4 // 24 // REQUESTS_PER_TITLE) if daily else 0


def ask_for_stale(now: datetime, limit: int | None = None) -> int:
    """Ask for the reviews of at most ``limit`` stale titles; return how many wait that did not."""
    most = hourly_share() if limit is None else limit
    pks = list(stale_titles(now).values_list("pk", flat=True)[:most])
    return jobs.ask_many(KIND, pks, priority=-10, again_after=timedelta(hours=1))


class StaleReviews:
    """The kind of job that asks for what is stale; it has no subject."""

    def prepare(self, job: Job, context: jobs.JobContext) -> Callable[[], None]:
        """Return what asks: it only writes to the table of jobs."""
        return lambda: (ask_for_stale(timezone.now()), None)[1]


STALE_REVIEWS = StaleReviews()
