"""Load a set of files in one transaction."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from catalog.loading.files import (
    CatalogFile,
    dataset_names,
    open_files,
    refuse_changed,
    source_files,
)
from catalog.loading.merge import merge_chunk, merge_waiting
from catalog.loading.precedence import Precedence
from catalog.loading.report import FileReport, LoadReport, is_recoded, recoded_files
from catalog.loading.run import FileRun
from catalog.models import SourceFile


@dataclass(frozen=True)
class Progress:
    """How far the run has come: ``rows`` of ``path`` are loaded."""

    path: Path
    rows: int


def load_files(
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> LoadReport:
    """Load ``paths`` into the catalogue: all of them, or nothing if one fails.

    With ``dry_run`` the report is the same and the database is left as it was. The report is
    also stored as a ``Load``. Raises DatasetError for a file that is not usable.
    """
    started_at = timezone.now()
    files = open_files(paths)
    with transaction.atomic():
        sources = source_files(files)
        precedence = Precedence(dataset_names(), SourceFile.objects.all(), recoded_files())
        report = LoadReport(started_at, started_at, is_dry_run=dry_run)
        for file, source in zip(files, sources, strict=True):
            report.files.append(_load_file(file, source, precedence, on_progress))
        report.finished_at = timezone.now()
        report.save()
        transaction.set_rollback(dry_run)
    return report


def _load_file(
    file: CatalogFile,
    source: SourceFile,
    precedence: Precedence,
    on_progress: Callable[[Progress], None] | None,
) -> FileReport:
    started = time.monotonic()
    report = FileReport(file.path, file.dataset.name, file.dataset.source, file.sha256)
    run = FileRun(file.dataset, source.pk, precedence, report)
    for chunk in file.dataset.read(file.path):
        if is_recoded(chunk.encoding):
            precedence.demote(source.pk)
        merge_chunk(chunk, run)
        if on_progress:
            on_progress(Progress(file.path, report.rows_read))
    merge_waiting(run)
    refuse_changed(file.path, file.version)
    report.seconds = time.monotonic() - started
    return report
