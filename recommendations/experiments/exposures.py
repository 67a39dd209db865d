"""What a person was shown in an experiment, and what it did with that.

A page costs one look-up, and one INSERT for all titles that are new to the person; a click, a
rating or a wish costs one UPDATE. Where the database is busy with somebody else's writing, a page
does without: a few less of all arms do no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog.jobs.asking import impatient
from catalog.models import Title
from recommendations.diary.verbs import RATED
from recommendations.experiments.running import Arm
from recommendations.models import Exposure, Mark, Rating, Viewer

logger = logging.getLogger(__name__)

#: What is done so long after a title was shown is not put down to that.
COUNTED_FOR = timedelta(days=30)
#: Exposures that are deleted by one statement.
BATCH = 1_000


def record_shown(arm: Arm | None, viewer_id: int | None, title_ids: Iterable[int]) -> int:
    """Note titles that a person is shown, in their order; return how many are new to it."""
    places = {pk: place for place, pk in enumerate(title_ids, start=1)}
    if arm is None or viewer_id is None or not places:
        return 0
    before = Exposure.objects.filter(
        experiment=arm.experiment, viewer=viewer_id, title__in=places
    ).values_list("title_id", flat=True)
    news = places.keys() - set(before)
    rows = [
        Exposure(
            experiment=arm.experiment,
            arm=arm.name,
            viewer_id=viewer_id,
            title_id=pk,
            place=places[pk],
        )
        for pk in sorted(news, key=places.__getitem__)
    ]
    return len(rows) if rows and _written(rows) else 0


def _written(rows: list[Exposure]) -> bool:
    try:
        with impatient(), transaction.atomic():
            Exposure.objects.bulk_create(rows, ignore_conflicts=True)
    except OperationalError as error:
        logger.info("%d titles shown are not counted: %s", len(rows), error)
        return False
    return True


def note(outcome: str, at: datetime | None = None, **whose: Any) -> int:
    """Note that what was shown came to something: "clicked", "rated", "watchlisted".

    ``whose`` are lookups of the person and the title, ``at`` is when, now if not given. Only the
    first time counts, and nothing from before it was shown; return in how many experiments it does.
    """
    at, column = at or timezone.now(), f"{outcome}_at"
    return _update(whose | {column: None, "first_shown_at__lte": at}, {column: at})


def unnote(outcome: str, since: datetime | None = None, **whose: Any) -> int:
    """Let an outcome not count that was taken back; return in how many experiments it had counted.

    With ``since``, what is said was said then: only of what was shown later it is no outcome.
    """
    column = f"{outcome}_at"
    shown_later = {"first_shown_at__gt": since} if since else {}
    return _update(whose | shown_later | {f"{column}__isnull": False}, {column: None})


def _update(lookups: dict[str, Any], changes: dict[str, Any]) -> int:
    """Change the exposures of experiments that run, of the time in which outcomes count."""
    if not settings.EXPERIMENTS:
        return 0
    begin = timezone.now() - COUNTED_FOR
    shown: QuerySet[Exposure] = Exposure.objects.filter(experiment__in=settings.EXPERIMENTS)
    try:
        with impatient(), transaction.atomic():
            return shown.filter(first_shown_at__gte=begin).filter(**lookups).update(**changes)
    except OperationalError as error:
        logger.info("an outcome is not counted: %s", error)
        return 0


def on_rating(sender: type[Rating], instance: Rating, **_: Any) -> None:
    """Count a rating by hand; those that are loaded or imported send no signal.

    Undoing a change saves what was said before the title was shown: then it does not count.
    """
    whose = {"viewer": instance.viewer_id, "title": instance.title_id}
    if instance.rated_at:
        unnote("rated", instance.rated_at, **whose)
    note("rated", instance.rated_at, **whose)


def on_mark(sender: type[Mark], instance: Mark, created: bool, **_: Any) -> None:
    """Count a title that is put on the watchlist."""
    if created and instance.kind == Mark.Kind.WATCHLIST:
        whose = {"viewer": instance.viewer_id, "title": instance.title_id}
        note("watchlisted", instance.marked_at, **whose)


def on_taken_back(sender: Any, viewer: Viewer, title: Title, what: str, **_: Any) -> None:
    """Let what was taken back within the time that counts be no outcome."""
    outcome = {RATED: "rated", Mark.Kind.WATCHLIST.value: "watchlisted"}.get(what)
    if outcome:
        unnote(outcome, viewer=viewer.pk, title=title.pk)


def kept_since() -> datetime:
    """Return from when on exposures are kept: at least as long as outcomes count."""
    return timezone.now() - max(timedelta(days=settings.EXPOSURE_DAYS), COUNTED_FOR)


def prune() -> int:
    """Delete exposures that are older than that, of any experiment; return how many.

    The oldest have the smallest keys, so none of the others is looked at.
    """
    deleted, begin = 0, kept_since()
    while True:
        rows = Exposure.objects.order_by("pk").values_list("pk", "first_shown_at")[:BATCH]
        old = [pk for pk, shown_at in rows if shown_at < begin]
        Exposure.objects.filter(pk__in=old).delete()
        deleted += len(old)
        if len(old) < BATCH:
            return deleted
