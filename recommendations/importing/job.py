"""The long part of an import as a job: names to search for, then ratings to write."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from catalog.jobs import JobContext
from catalog.loading.bulk import save_changed
from catalog.models import Job
from recommendations.importing.applying import apply
from recommendations.importing.matching import search_for
from recommendations.importing.runs import refresh_plan
from recommendations.models import ImportRow, RatingImport

State, Match = RatingImport.State, ImportRow.Match
BATCH = 200


class ImportKind:
    """Does what the state of the import says is next; a job that was killed goes on there."""

    #: Ten thousand names to search for take some minutes.
    seconds = 900

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        run = RatingImport.objects.filter(pk=job.subject or 0).first()
        if run is None:  # discarded
            return lambda: None
        if run.state == State.MATCHING:
            _search(run, context)
            return lambda: _searched(run)
        if run.state == State.RUNNING:
            _write(run, context)
            return lambda: _written(run)
        return lambda: None


def _search(run: RatingImport, context: JobContext) -> None:
    """Search for the rows that nothing is called exactly; what is found is kept batch by batch."""
    waiting = run.rows.filter(match=Match.UNKNOWN).order_by("pk")
    total, done = waiting.count(), 0
    while rows := list(waiting[:BATCH]):
        search_for(rows, ImportKind.seconds)
        save_changed(ImportRow, rows, ["match", "candidates"])
        done += len(rows)
        context.progress(done, total)


def _searched(run: RatingImport) -> None:
    RatingImport.objects.filter(pk=run.pk, state=State.MATCHING).update(state=State.PREVIEW)
    refresh_plan(run)


def _write(run: RatingImport, context: JobContext) -> None:
    total = run.rows.filter(outcome="").count()
    done = 0

    def on_rows(rows: int) -> None:
        nonlocal done
        done += rows
        context.progress(min(done, total), total)

    apply(run, on_rows)


def _written(run: RatingImport) -> None:
    RatingImport.objects.filter(pk=run.pk, state=State.RUNNING).update(
        state=State.DONE, finished_at=timezone.now()
    )


IMPORT_RATINGS = ImportKind()
