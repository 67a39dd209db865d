"""What a person does with an import: upload, choose, confirm, discard.

An import belongs to a viewer; whoever calls has found it through its owner.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from catalog import jobs
from catalog.datasets.errors import RowError
from catalog.models import Title
from recommendations.importing.applying import planned
from recommendations.importing.formats.entries import SCALES, ImportRefused, Scale
from recommendations.importing.matching import match_exactly, search_for
from recommendations.importing.reading import Reading, can_choose_scale, read_upload
from recommendations.importing.rows import Wanted, insert_rows, save_values, wanted_by
from recommendations.models import ImportRow, RatingImport, Viewer

State, Match, Outcome = RatingImport.State, ImportRow.Match, ImportRow.Outcome
#: The kind of job that searches for titles and writes ratings.
KIND = "import_ratings"
#: Before all that is only kept fresh.
PRIORITY = 20
#: A page looks for the titles of so many rows, and searches for so long for names that no title has
#: exactly; a job does the rest.
PAGE_ROWS, PAGE_SECONDS = 5_000, 1.0
BUSY = (State.MATCHING, State.RUNNING)


def start_import(viewer: Viewer, name: str, data: bytes, scale: str = "") -> RatingImport:
    """Read an upload and look for its titles; what takes long is left to a job.

    Raises ImportRefused.
    """
    if viewer.imports.filter(state__in=BUSY).exists():
        raise ImportRefused("Your last import is not finished yet; please wait for it.")
    reading = read_upload(name, data, scale)
    wanted = [wanted_by(row) for row in reading.rows]
    if len(wanted) <= PAGE_ROWS:
        match_exactly(wanted)
        search_for(wanted, PAGE_SECONDS)
    run = _store(viewer, reading, wanted)
    if run.state == State.MATCHING:
        jobs.ask(KIND, run.pk, priority=PRIORITY, again_after=timedelta(0))
    else:
        refresh_plan(run)
    return run


def refresh_plan(run: RatingImport) -> None:
    """Store what importing it would change now."""
    run.plan = planned(run)
    run.save(update_fields=["plan"])


def choose(run: RatingImport, chosen: Mapping[int, int | None]) -> int:
    """Note which of its candidates each row means, None for none of them; return how many are new.

    What is no candidate of the row, gone meanwhile, or no row of the import, is ignored.
    """
    with transaction.atomic():
        # Holds whoever confirms meanwhile: what is chosen then would never be written.
        if not chosen or not _move(run, State.PREVIEW, State.PREVIEW):
            return 0
        rows = run.rows.filter(pk__in=chosen, match__in=(Match.CHOOSE, Match.CHOSEN))
        there = Title.objects.visible().filter(pk__in=filter(None, chosen.values()))
        may = {None, *there.values_list("pk", flat=True)}
        changed = []
        for row in rows:
            title_id = chosen[row.pk]
            if title_id == row.title_id or title_id not in may & {None, *row.candidates}:
                continue
            row.title_id = title_id
            row.match = Match.CHOSEN if title_id else Match.CHOOSE
            changed.append(row)
        ImportRow.objects.bulk_update(changed, ["title", "match"])
    if changed:
        refresh_plan(run)
    return len(changed)


def rescale(run: RatingImport, scale: str) -> bool:
    """Read the ratings of a table as ratings on another scale; return whether that changed it.

    Those that are above the scale are no longer readable, and are again on a scale that has them.
    """
    if scale not in SCALES or scale == run.scale or not can_choose_scale(run.format):
        return False
    with transaction.atomic():
        if not _move(run, State.PREVIEW, State.PREVIEW, scale=scale):
            return False
        given = run.rows.exclude(given="").order_by().values_list("pk", "given")
        save_values((pk, *_rescaled(text, SCALES[scale])) for pk, text in given)
    refresh_plan(run)
    return True


def _rescaled(given: str, scale: Scale) -> tuple[int | None, str]:
    """Return a rating on the scale, or why it is none."""
    try:
        return scale.half_stars(given), ""
    except RowError as error:
        return None, str(error)


def confirm(run: RatingImport) -> bool:
    """Let a job write what the preview showed; False if that was asked for before."""
    with transaction.atomic():
        if not _move(run, State.PREVIEW, State.RUNNING):
            return False
        jobs.ask(KIND, run.pk, priority=PRIORITY, again_after=timedelta(0))
    return True


def try_again(run: RatingImport) -> None:
    """Ask for the job once more, after it has given up."""
    if run.state in BUSY:
        jobs.ask(KIND, run.pk, priority=PRIORITY, again_after=timedelta(0))


def discard(run: RatingImport) -> None:
    """Forget an import, not what it has written; a job that works on it ends without a word."""
    run.delete()


def _move(run: RatingImport, old: str, new: str, **changes: str) -> bool:
    """Change the state if it is still ``old``: a button may be pressed twice."""
    changes["state"] = new
    if not RatingImport.objects.filter(pk=run.pk, state=old).update(**changes):
        return False
    for name, value in changes.items():
        setattr(run, name, value)
    return True


def _store(viewer: Viewer, reading: Reading, wanted: list[Wanted]) -> RatingImport:
    is_matched = all(row.match for row in wanted)
    with transaction.atomic():
        run = RatingImport.objects.create(
            viewer=viewer,
            file_name=reading.file_name,
            format=reading.format.name,
            scale=reading.scale.name,
            state=State.PREVIEW if is_matched else State.MATCHING,
            asked_at=timezone.now(),
        )
        insert_rows(run, reading.rows, wanted)
        kept = list(viewer.imports.values_list("pk", flat=True)[: RatingImport.KEPT])
        viewer.imports.exclude(pk__in=kept).delete()
    return run
