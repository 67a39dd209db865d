"""Rows that have their titles into ratings and marks: what would change, and the change itself.

The signal before a rating is not sent: nobody guesses here what was rated elsewhere long ago.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from recommendations.importing.changes import Changes, Keys
from recommendations.importing.formats.entries import RATING
from recommendations.importing.rows import save_outcomes
from recommendations.importing.settling import Row, Said, settle
from recommendations.models import ImportRow, Mark, Rating, RatingImport, Viewer

Match, Outcome = ImportRow.Match, ImportRow.Outcome
#: Titles whose ratings are written in one transaction: others who write wait for that long.
BATCH = 2_000
#: Titles that a plan reads at once.
PLANNED = 5_000
#: What becomes of rows that have no title.
WITHOUT = {
    Match.CHOOSE: Outcome.LEFT_OUT,
    Match.NOT_FOUND: Outcome.NOT_FOUND,
    Match.UNREADABLE: Outcome.UNREADABLE,
}


def planned(run: RatingImport) -> dict[str, int]:
    """Return {"rating:added": how many rows, …}: what importing it now would change."""
    plan, now = Counter[tuple[str, str]](), timezone.now()
    for rows in _batches(run, PLANNED):
        said = _said(run.viewer_id, list(rows))
        for title_id, about in rows.items():
            outcomes = settle(said[title_id], about, now)
            plan.update((row.what, outcomes[row.key]) for row in about)
    return {f"{what}:{outcome}": n for (what, outcome), n in plan.items()}


def apply(run: RatingImport, on_rows: Callable[[int], None]) -> None:
    """Write all rows that have no outcome yet, some titles at a time; goes on where it broke off.

    ``on_rows`` is told after each batch how many rows are done.
    """
    for match, outcome in WITHOUT.items():
        run.rows.filter(match=match).update(outcome=outcome)
    run.rows.filter(_importable(), title=None).update(outcome=Outcome.NOT_FOUND)
    # A rating that is not on the scale any more says nothing.
    run.rows.filter(_importable(), what=RATING, value=None).update(outcome=Outcome.UNREADABLE)
    for rows in _batches(run, BATCH):
        on_rows(_write(run.viewer_id, rows))


def _importable() -> Q:
    return Q(match__in=(Match.FOUND, Match.CHOSEN))


def _batches(run: RatingImport, n: int) -> Iterator[dict[int, list[Row]]]:
    """Yield {title: its rows without an outcome}, ``n`` titles at a time."""
    rows = run.rows.filter(_importable(), outcome="", title__isnull=False).order_by()
    by_title: dict[int, list[Row]] = defaultdict(list)
    for title_id, pk, what, value, at in rows.values_list("title_id", "pk", "what", "value", "at"):
        row = Row(pk, what, value, at)
        if row.what != RATING or row.value is not None:
            by_title[title_id].append(row)
    titles = sorted(by_title)
    for start in range(0, len(titles), n):
        yield {title_id: by_title[title_id] for title_id in titles[start : start + n]}


def _said(viewer_id: int, title_ids: Sequence[int]) -> dict[int, Said]:
    """Return what the person says of these titles; 2 queries."""
    return _stored(viewer_id, title_ids, lock=False)[0]


def _stored(
    viewer_id: int, title_ids: Sequence[int], *, lock: bool
) -> tuple[dict[int, Said], Keys]:
    """Return what the person says of these titles, and the keys of its rows; 2 queries."""
    said, keys = defaultdict[int, Said](Said), Keys()
    theirs = {"viewer": viewer_id, "title__in": title_ids}
    ratings = Rating.objects.filter(**theirs).order_by("pk")
    marks = Mark.objects.filter(**theirs).order_by("pk")
    if lock:
        ratings, marks = ratings.select_for_update(), marks.select_for_update()
    for pk, title_id, value, rated_at in ratings.values_list("pk", "title_id", "value", "rated_at"):
        said[title_id].value, said[title_id].rated_at = value, rated_at
        keys[title_id, RATING] = pk
    for pk, title_id, kind, at in marks.values_list("pk", "title_id", "kind", "marked_at"):
        said[title_id].marks[kind] = at
        keys[title_id, kind] = pk
    return said, keys


def _write(viewer_id: int, rows: dict[int, list[Row]]) -> int:
    """Write one batch in one transaction; return how many rows that were."""
    now, outcomes = timezone.now(), dict[int, str]()
    with transaction.atomic():
        # New ratings and marks of this person wait: they need the row of the person.
        Viewer.objects.select_for_update().get(pk=viewer_id)
        before, keys = _stored(viewer_id, list(rows), lock=True)
        changes = Changes(viewer_id, keys)
        for title_id, about in rows.items():
            said = before[title_id]
            old = replace(said, marks=dict(said.marks))
            outcomes |= settle(said, about, now)
            changes.note(title_id, old, said)
        changes.save()
        save_outcomes(outcomes.items())
    return len(outcomes)
