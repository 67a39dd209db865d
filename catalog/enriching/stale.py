"""Which titles TMDB should be asked about: what is new changes daily, classics hardly ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When

from catalog.models import Enrichment, Title

#: A title of which TMDB knew nothing is asked about again after so long.
UNKNOWN_FOR = timedelta(days=7)
#: Released so recently, or not yet: asked about daily.
FRESH_FOR, FRESH_AGAIN = timedelta(days=120), timedelta(days=1)
#: Released so recently: weekly. Everything else is a classic: monthly.
RECENT_FOR, RECENT_AGAIN = timedelta(days=3 * 365), timedelta(days=7)
CLASSIC_AGAIN = timedelta(days=30)


def refresh_after(title: Title, now: datetime) -> timedelta:
    """Return after how long a title is asked about again."""
    released = title.release_date
    if title.status != Title.Status.RELEASED or (released and released > (now - FRESH_FOR).date()):
        return FRESH_AGAIN
    return RECENT_AGAIN if released and released > (now - RECENT_FOR).date() else CLASSIC_AGAIN


def is_due(title: Title, now: datetime) -> bool:
    """Return whether TMDB is to be asked about a title; ``title.enrichment`` should be loaded."""
    if not settings.TMDB_API_TOKEN or not (title.tmdb_id or title.imdb_id):
        return False
    enrichment = enrichment_of(title)
    if enrichment is None:
        return True
    is_unknown = enrichment.outcome == Enrichment.Outcome.UNKNOWN
    wait = UNKNOWN_FOR if is_unknown else refresh_after(title, now)
    return enrichment.asked_at <= now - wait


def enrichment_of(title: Title) -> Enrichment | None:
    """Return when TMDB was asked about the title; None if never."""
    try:
        return title.enrichment
    except Enrichment.DoesNotExist:
        return None


def stale_titles(now: datetime) -> QuerySet[Title]:
    """Return the titles that are due, those with the most votes first; ties by pk."""
    fresh = ~Q(status=Title.Status.RELEASED) | Q(release_date__gt=(now - FRESH_FOR).date())
    moment = DateTimeField()
    before = Case(
        When(enrichment__outcome=Enrichment.Outcome.UNKNOWN, then=Value(now - UNKNOWN_FOR)),
        When(fresh, then=Value(now - FRESH_AGAIN)),
        When(release_date__gt=(now - RECENT_FOR).date(), then=Value(now - RECENT_AGAIN)),
        default=Value(now - CLASSIC_AGAIN),
        output_field=moment,
    )
    known = Title.objects.visible().exclude(tmdb_id=None, imdb_id=None)
    due = known.alias(before=before).filter(
        Q(enrichment=None) | Q(enrichment__asked_at__lte=F("before"))
    )
    return due.popular()
