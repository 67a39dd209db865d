"""Load a set of files in one transaction."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from catalog.bulk import SetAside, room_for_keys, writing_in_background
from catalog.loading.conflicts import forget_outdated
from catalog.loading.files import (
    CatalogFile,
    dataset_names,
    open_files,
    refuse_changed,
    refuse_shrunken,
    rows_of_last_loads,
    source_files,
)
from catalog.loading.known import KnownTitles
from catalog.loading.lists import LIST_NAMES, table_of
from catalog.loading.locking import refuse_other_writers
from catalog.loading.merge import merge_chunk, merge_late, merge_waiting
from catalog.loading.precedence import Precedence
from catalog.loading.report import LoadReport, is_recoded, recoded_files
from catalog.loading.run import Catalogue, FileRun
from catalog.loading.unite_titles import unite_namesakes
from catalog.loading.unmatched import join_unmatched, keep_unmatched
from catalog.models import AggregateRating, Credit, Person, SourceFile, Title, UnmatchedRows
from catalog.staleness import mark_stale

#: Bytes of files below which dropping indexes and making them again costs more than it saves.
WORTH_SETTING_ASIDE = 4_000_000
#: Tables that a first load fills.
TABLES: Sequence[type[Model]] = (
    Title,
    *(table_of(name)[0] for name in LIST_NAMES),
    AggregateRating,
    Person,
    Credit,
)


@dataclass(frozen=True)
class Progress:
    """How far the run has come: ``rows`` of ``path``, which are this ``share`` of it (0-1)."""

    path: Path
    rows: int
    share: float = 1.0


def load_files(
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    force: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    on_wait: Callable[[], None] | None = None,
) -> LoadReport:
    """Load ``paths`` into the catalogue: all of them, or nothing if one fails.

    With ``dry_run`` the report is the same and the database is left as it was. The report is
    also stored as a ``Load``. Raises DatasetError for a file that is not usable, and, unless
    ``force``, for one that has shrunk to less than half since it was loaded last. ``on_wait`` is
    called if another load has to end first.
    """
    started_at = timezone.now()
    files = open_files(paths)
    with room_for_keys(), transaction.atomic(), writing_in_background():
        refuse_other_writers(on_wait)
        last_rows = {} if force else rows_of_last_loads()
        sources = source_files(files)
        precedence = Precedence(dataset_names(), SourceFile.objects.all(), recoded_files())
        report = LoadReport(started_at, started_at, is_dry_run=dry_run)
        catalogue = Catalogue(precedence, KnownTitles.read(), new_keys=keys_to_collect(files))
        is_first = is_first_load(files)
        for file, source in zip(files, sources, strict=True):
            run = FileRun.of(source, file.dataset, catalogue, file.path)
            with _indexes_aside(catalogue, TABLES if is_first else ()):
                _read_and_merge(file, run, on_progress)
            merge_late(run)
            refuse_shrunken(file.path, run.report.rows_read, last_rows)
            report.files.append(run.report)
            if not file.dataset.creates_titles:
                keep_unmatched(file, source, run.report)
        _finish(report, catalogue)
        transaction.set_rollback(dry_run)
    return report


def _finish(report: LoadReport, catalogue: Catalogue) -> None:
    """Bring in what follows from all the files together, and store the report."""
    report.joined = join_unmatched(catalogue)
    if report.has_changed:
        report.united = unite_namesakes(report.started_at, catalogue.precedence)
    if catalogue.has_conflicts:
        forget_outdated(catalogue.precedence)
    if report.has_changed:
        mark_stale(timezone.now())
        report.marks_stale = True
    report.finished_at = timezone.now()
    report.save()


def is_first_load(files: Sequence[CatalogFile]) -> bool:
    """Tell whether the catalogue is empty, and the files large enough to set indexes aside."""
    size = sum(file.path.stat().st_size for file in files)
    return size >= WORTH_SETTING_ASIDE and not Title.objects.exists()


def keys_to_collect(files: Sequence[CatalogFile]) -> list[pl.Series] | None:
    """Return where to collect hashes of new ids; None if no rows wait for any."""
    add_only = any(not file.dataset.creates_titles for file in files)
    return [] if add_only or UnmatchedRows.objects.exists() else None


@contextmanager
def _indexes_aside(catalogue: Catalogue, tables: Sequence[type[Model]]) -> Iterator[None]:
    """Do without the indexes of those ``tables`` that are empty; make them when all is in."""
    indexes = SetAside.of_empty(tables)
    catalogue.is_set_aside = bool(tables)
    yield
    indexes.restore()
    catalogue.is_set_aside = False


def _read_and_merge(
    file: CatalogFile, run: FileRun, on_progress: Callable[[Progress], None] | None
) -> None:
    started = time.monotonic()
    for chunk in file.dataset.read(file.path):
        if is_recoded(chunk.encoding):
            run.catalogue.precedence.demote(run.file_id)
        merge_chunk(chunk, run)
        if on_progress:
            on_progress(Progress(file.path, run.rows_seen, chunk.share))
    merge_waiting(run)
    refuse_changed(file.path, file.version)
    run.report.seconds = time.monotonic() - started
