"""Store what TMDB and OMDb said of a title. To be called inside one transaction."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

from catalog.clients.errors import NotNow
from catalog.enriching.asking import Answer
from catalog.enriching.merging import Merge
from catalog.loading.locking import LOAD_LOCK
from catalog.models import Enrichment, SourceFile, Title, Trailer, WatchOffer

log = logging.getLogger(__name__)

#: How long to stand back while a load runs, which nobody else may write beside.
LOAD_PAUSE = timedelta(minutes=1)


def store(title_id: int, answer: Answer, now: datetime) -> bool:
    """Store an answer; return whether the title has changed. Nothing if the title is gone.

    Raises NotNow while a load runs.
    """
    refuse_beside_loads(now)
    title = Title.objects.select_for_update().filter(pk=title_id).first()
    if title is None:
        return False
    is_changed = False
    if answer.facts:
        is_changed = Merge(title, source_file("tmdb", now)).take(answer.facts)
        _replace(title, Trailer, ("key", "name", "kind", "language"), answer.facts.trailers)
        _replace(title, WatchOffer, ("country", "kind", "provider", "link"), answer.facts.offers)
    if answer.ratings:
        merge = Merge(title, source_file("omdb", now))
        merge.take_ratings(answer.ratings)
        is_changed |= merge.write()
    _note(title, answer, now)
    return is_changed


def refuse_beside_loads(now: datetime) -> None:
    """Raise NotNow while a load runs; until the transaction ends, none begins (PostgreSQL)."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [LOAD_LOCK])
        if not cursor.fetchone()[0]:
            raise NotNow("a load is running", now + LOAD_PAUSE)


def source_file(service: str, now: datetime) -> SourceFile:
    """Return what stands for all that a service says on one day (UTC)."""
    name = f"{service}'s answers of {now:%Y-%m-%d}"
    row, _ = SourceFile.objects.get_or_create(
        dataset=f"{service}_api",
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        defaults={"source": service, "name": name},
    )
    return row


def _replace(
    title: Title, model: Any, columns: Sequence[str], facts: Iterable[tuple[Any, ...]]
) -> None:
    """Replace the rows of a title by ``facts``, if they are not the same already."""
    told = list(facts)
    rows = model.objects.filter(title=title)
    if list(rows.values_list(*columns)) == [tuple(fact) for fact in told]:
        return
    rows.delete()
    made: list[Model] = [
        model(title=title, ordering=place, **dict(zip(columns, fact, strict=True)))
        for place, fact in enumerate(told)
    ]
    model.objects.bulk_create(made, batch_size=500)


def _note(title: Title, answer: Answer, now: datetime) -> None:
    outcomes, facts = Enrichment.Outcome, answer.facts
    note: dict[str, Any] = {"asked_at": now, "outcome": outcomes.UNKNOWN}
    if facts:
        note |= {"outcome": outcomes.FETCHED, "fetched_at": now}
    else:
        log.info("TMDB does not know title %s: %s", title.pk, answer.reason)
    note["remarks"] = (facts.remarks if facts else answer.reason)[:1000]
    Enrichment.objects.update_or_create(title=title, defaults=note)
