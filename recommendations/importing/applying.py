"""Rows that have their titles into ratings and marks: what would change, and the change itself.

The signal before a rating is not sent: nobody guesses here what was rated elsewhere long ago.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from recommendations.importing.formats.entries import RATING
from recommendations.importing.settling import Row, Said, settle
from recommendations.models import ImportRow, Mark, Rating, RatingImport, Viewer

Match, Outcome = ImportRow.Match, ImportRow.Outcome
#: Titles whose ratings are written in one transaction: others who write wait for that long.
BATCH = 500
#: What becomes of rows that have no title.
WITHOUT = {
    Match.CHOOSE: Outcome.LEFT_OUT,
    Match.NOT_FOUND: Outcome.NOT_FOUND,
    Match.UNREADABLE: Outcome.UNREADABLE,
}


def planned(run: RatingImport) -> dict[str, int]:
    """Return {"rating:added": how many rows, …}: what importing it now would change."""
    plan: Counter[str] = Counter()
    for rows in _batches(run):
        said = _said(run.viewer_id, list(rows))
        for title_id, about in rows.items():
            what = {row.key: row.what for row in about}
            for key, outcome in settle(said[title_id], about, timezone.now()).items():
                plan[f"{what[key]}:{outcome}"] += 1
    return dict(plan)


def apply(run: RatingImport, on_rows: Callable[[int], None]) -> None:
    """Write all rows that have no outcome yet, some titles at a time; goes on where it broke off.

    ``on_rows`` is told after each batch how many rows are done.
    """
    for match, outcome in WITHOUT.items():
        run.rows.filter(match=match).update(outcome=outcome)
    run.rows.filter(_importable(), title=None).update(outcome=Outcome.NOT_FOUND)
    # A rating that is not on the scale any more says nothing.
    run.rows.filter(_importable(), what=RATING, value=None).update(outcome=Outcome.UNREADABLE)
    for rows in _batches(run):
        on_rows(_write(run.viewer_id, rows))


def _importable() -> Q:
    return Q(match__in=(Match.FOUND, Match.CHOSEN))


def _batches(run: RatingImport) -> Iterator[dict[int, list[Row]]]:
    """Yield {title: its rows without an outcome}, BATCH titles at a time."""
    rows = run.rows.filter(_importable(), outcome="", title__isnull=False).order_by()
    by_title: dict[int, list[Row]] = defaultdict(list)
    for title_id, pk, what, value, at in rows.values_list("title_id", "pk", "what", "value", "at"):
        row = Row(pk, what, value, at)
        if row.what != RATING or row.value is not None:
            by_title[title_id].append(row)
    titles = sorted(by_title)
    for start in range(0, len(titles), BATCH):
        yield {title_id: by_title[title_id] for title_id in titles[start : start + BATCH]}


def _said(viewer_id: int, title_ids: Sequence[int], *, lock: bool = False) -> dict[int, Said]:
    """Return what the person says of these titles; 2 queries."""
    said: dict[int, Said] = defaultdict(Said)
    theirs = {"viewer": viewer_id, "title__in": title_ids}
    ratings = Rating.objects.filter(**theirs).order_by("pk")
    marks = Mark.objects.filter(**theirs).order_by("pk")
    if lock:
        ratings, marks = ratings.select_for_update(), marks.select_for_update()
    for title_id, value, rated_at in ratings.values_list("title_id", "value", "rated_at"):
        said[title_id].value, said[title_id].rated_at = value, rated_at
    for title_id, kind, at in marks.values_list("title_id", "kind", "marked_at"):
        said[title_id].marks[kind] = at
    return said


def _write(viewer_id: int, rows: dict[int, list[Row]]) -> int:
    """Write one batch in one transaction; return how many rows that were."""
    now = timezone.now()
    by_outcome: dict[str, list[int]] = defaultdict(list)
    with transaction.atomic():
        # New ratings of this person wait: they need the row of the person.
        Viewer.objects.select_for_update().get(pk=viewer_id)
        before = _said(viewer_id, list(rows), lock=True)
        ratings, new_marks, ended = [], [], Q()
        for title_id, about in rows.items():
            said = before[title_id]
            old_rating, old_marks = (said.value, said.rated_at), dict(said.marks)
            for key, outcome in settle(said, about, now).items():
                by_outcome[outcome].append(key)
            if said.value is not None and (said.value, said.rated_at) != old_rating:
                rating = Rating(viewer_id=viewer_id, title_id=title_id, value=said.value)
                rating.rated_at = said.rated_at
                ratings.append(rating)
            new_marks += _marks(viewer_id, title_id, said.marks, old_marks)
            for kind in old_marks.keys() - said.marks.keys():
                ended |= Q(title=title_id, kind=kind)
        Rating.objects.bulk_create(
            ratings,
            update_conflicts=True,
            unique_fields=["viewer", "title"],
            update_fields=["value", "rated_at"],
        )
        if ended:
            Mark.objects.filter(ended, viewer=viewer_id).delete()
        Mark.objects.bulk_create(new_marks, ignore_conflicts=True)
        for outcome, keys in by_outcome.items():
            ImportRow.objects.filter(pk__in=keys).update(outcome=outcome)
    return sum(map(len, by_outcome.values()))


def _marks(
    viewer_id: int, title_id: int, marks: dict[str, datetime], old: dict[str, datetime]
) -> list[Mark]:
    return [
        Mark(viewer_id=viewer_id, title_id=title_id, kind=kind, marked_at=at)
        for kind, at in marks.items()
        if kind not in old
    ]
