"""The long part of an import as a job: titles to look for, then ratings to write."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from catalog.jobs import JobContext
from catalog.loading.bulk import save_changed
from catalog.models import Job
from recommendations.importing.applying import apply, planned
from recommendations.importing.matching import match_exactly, search_for
from recommendations.models import ImportRow, RatingImport

State, Match = RatingImport.State, ImportRow.Match
BATCH = 500


class ImportKind:
    """Does what the state of the import says is next; a job that was killed goes on there."""

    #: Ten thousand names to search for take some minutes.
    seconds = 900
    #: But it tells its progress all the while, so whose worker was killed waits two minutes.
    silent_seconds = 60

    def prepare(self, job: Job, context: JobContext) -> Callable[[], None]:
        run = RatingImport.objects.filter(pk=job.subject or 0).first()
        if run is None:  # discarded
            return lambda: None
        if run.state == State.MATCHING:
            _match(run, context)
            plan = planned(run)
            return lambda: _matched(run, plan)
        if run.state == State.RUNNING:
            _write(run, context)
            return lambda: _written(run)
        return lambda: None


def _match(run: RatingImport, context: JobContext) -> None:
    """Look for the titles of the rows that no page had the time for; kept batch by batch."""
    waiting = run.rows.filter(match=Match.UNKNOWN).order_by("pk")
    total, done = waiting.count(), 0

    def go_on() -> None:
        context.progress(done, total)

    while rows := list(waiting[:BATCH]):
        match_exactly(rows)
        search_for(rows, ImportKind.seconds, go_on)
        save_changed(ImportRow, rows, ["match", "title", "candidates"])
        done += len(rows)
        go_on()


def _matched(run: RatingImport, plan: dict[str, int]) -> None:
    matching = RatingImport.objects.filter(pk=run.pk, state=State.MATCHING)
    matching.update(state=State.PREVIEW, plan=plan)


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
