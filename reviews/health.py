"""Note how sources answer, and sound the alarm once when one brings nothing any more."""

import logging
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from reviews.models import SourceHealth, SourceStatus
from reviews.sources.base import FetchOutcome

logger = logging.getLogger(__name__)

#: So many answers in a row without yield are an alarm.
ALARM_AT = 5


def note_answer(
    source: str, outcome: FetchOutcome, n_reviews: int, *, at: datetime, detail: str = ""
) -> None:
    """Count one answer of ``source`` in its day and its present state: 4 queries at most.

    Inside the transaction that stores the reviews; several processes may do so at once.
    """
    row = SourceHealth(source=source, day=at.date(), outcome=outcome)
    counted = {"fetches": F("fetches") + 1, "reviews": F("reviews") + n_reviews}
    same = SourceHealth.objects.filter(source=source, day=row.day, outcome=outcome)
    if not same.update(**counted):
        SourceHealth.objects.bulk_create([row], ignore_conflicts=True)
        same.update(**counted)
    _note_status(source, outcome, at=at, detail=detail)


def _note_status(source: str, outcome: FetchOutcome, *, at: datetime, detail: str) -> None:
    said = {"last_outcome": outcome, "last_detail": detail[:500], "last_asked_at": at}
    status = SourceStatus(source=source, **said)
    SourceStatus.objects.bulk_create([status], ignore_conflicts=True)
    ours = SourceStatus.objects.filter(source=source)
    if outcome.is_success:
        ours.update(**said, last_success_at=at, failing_since=None)
    else:
        ours.update(**said, failing_since=Coalesce("failing_since", at))
    if outcome.has_yield:
        ours.filter(answers_without_yield__gt=0).update(answers_without_yield=0, alarmed_at=None)
    elif outcome.is_drought:
        ours.update(answers_without_yield=F("answers_without_yield") + 1)
        _sound_alarm(source, outcome, at)


def _sound_alarm(source: str, outcome: FetchOutcome, at: datetime) -> None:
    """Log an error the first time that the drought is long enough, whoever is there first."""
    dry = SourceStatus.objects.filter(source=source, answers_without_yield__gte=ALARM_AT)
    if dry.filter(alarmed_at=None).update(alarmed_at=at):
        transaction.on_commit(partial(_alarm, source, outcome), robust=True)


def _alarm(source: str, outcome: FetchOutcome) -> None:
    logger.error(
        "reviews from %s: nothing could be read from %d answers in a row (last: %s); what is stored"
        ' is kept. See docs/operations.md, "When IMDb changes"',
        source,
        ALARM_AT,
        outcome.value,
    )
