"""What a person was shown in an experiment, and what it did with that.

A page costs one look-up, and one INSERT for all titles that are new to the person; a click, a
rating or a wish costs one UPDATE. Where the database is busy with somebody else's writing, a page
does without: a few less of all arms do no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from catalog.jobs.asking import impatient
from recommendations.experiments.running import Arm
from recommendations.models import Exposure, Mark, Rating

logger = logging.getLogger(__name__)

#: What is done so long after a title was shown is not put down to that.
COUNTED_FOR = timedelta(days=30)


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


def note(outcome: str, **whose: Any) -> int:
    """Note that what was shown came to something: "clicked", "rated", "watchlisted".

    ``whose`` are lookups of the person and the title. Only the first time counts; return in how
    many experiments it does.
    """
    if not settings.EXPERIMENTS:
        return 0
    now, column = timezone.now(), f"{outcome}_at"
    shown = Exposure.objects.filter(
        experiment__in=settings.EXPERIMENTS, first_shown_at__gte=now - COUNTED_FOR, **whose
    )
    try:
        with impatient(), transaction.atomic():
            return shown.filter(**{column: None}).update(**{column: now})
    except OperationalError as error:
        logger.info("an outcome is not counted: %s", error)
        return 0


def on_rating(sender: type[Rating], instance: Rating, **_: Any) -> None:
    """Count a rating by hand; those that are loaded or imported send no signal."""
    note("rated", viewer=instance.viewer_id, title=instance.title_id)


def on_mark(sender: type[Mark], instance: Mark, created: bool, **_: Any) -> None:
    """Count a title that is put on the watchlist."""
    if created and instance.kind == Mark.Kind.WATCHLIST:
        note("watchlisted", viewer=instance.viewer_id, title=instance.title_id)
