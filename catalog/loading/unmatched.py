"""Rows about titles that the catalogue does not have yet: kept, and joined when those come.

So nothing is lost if ratings are loaded before their titles, and a second round over the
same files finds nothing to change. The rows are kept as they stand in their file, in the database,
so that they come and go with the transaction that they belong to.
"""

import csv
import gzip
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from catalog.canonical import Chunk
from catalog.datasets import Dataset, load_datasets
from catalog.datasets.reader import numbered_rows
from catalog.loading.files import CatalogFile
from catalog.loading.identity import read_identities
from catalog.loading.matching import NO_TITLE
from catalog.loading.merge import merge_chunk, merge_waiting
from catalog.loading.precedence import Precedence
from catalog.loading.report import FileReport
from catalog.loading.run import FileRun, Key
from catalog.models import SourceFile, UnmatchedRows

#: Rows of ratings shrink to a fifth even so, and ten times faster than at best.
QUICK = 1


def keep_unmatched(file: CatalogFile, source: SourceFile, report: FileReport) -> None:
    """Keep the rows of ``file`` whose titles were not found, instead of those kept before.

    Of files of one name only the newest's are kept: a daily file would pile up.
    """
    namesakes = UnmatchedRows.objects.filter(file__dataset=source.dataset, file__name=source.name)
    if namesakes.filter(file__pk__gt=source.pk).exists():
        return
    namesakes.delete()
    if lines := _unmatched_lines(report):
        _store(source, file.path, file.dataset, lines.__contains__)


def join_unmatched(new_keys: set[Key], precedence: Precedence) -> dict[str, int]:
    """Load the kept rows about titles that ``new_keys`` belong to; return how many of each file.

    What they bring may let others find their titles (ids that lead to ids), so it goes on for as
    long as there are new keys.
    """
    datasets = {dataset.name: dataset for dataset in load_datasets(settings.DATASETS)}
    joined: dict[str, int] = {}
    while new_keys:
        found: set[Key] = set()
        for kept in UnmatchedRows.objects.select_related("file").order_by("file_id"):
            if dataset := datasets.get(kept.file.dataset):
                run = FileRun.of(kept.file, dataset, precedence, found)
                joined[kept.file.name] = joined.get(kept.file.name, 0) + _join(kept, new_keys, run)
        new_keys = found
    return {name: n for name, n in joined.items() if n}


def _join(kept: UnmatchedRows, keys: set[Key], run: FileRun) -> int:
    """Load those of the kept rows that have one of ``keys``, keep the others; return how many."""
    with _as_file(bytes(kept.rows)) as path:
        lines: set[int] = set()
        for chunk in run.dataset.read(path):
            if wanted := _with_keys(chunk, keys):
                lines.update(wanted.lines)
                merge_chunk(wanted, run)
        merge_waiting(run)
        lines -= (
            set(run.report.reasons[NO_TITLE].lines) if NO_TITLE in run.report.reasons else set()
        )
        if lines:
            kept.delete()
            _store(kept.file, path, run.dataset, lambda line: line not in lines)
    return len(lines)


def _unmatched_lines(report: FileReport) -> set[int]:
    return set(report.reasons[NO_TITLE].lines) if NO_TITLE in report.reasons else set()


def _with_keys(chunk: Chunk, keys: set[Key]) -> Chunk | None:
    """Return the rows of ``chunk`` that have one of ``keys``, None if none has."""
    identities = enumerate(read_identities(chunk))
    rows = [row for row, identity in identities if not keys.isdisjoint(identity.keys)]
    if not rows:
        return None
    return Chunk(
        [chunk.lines[row] for row in rows],
        {name: [values[row] for row in rows] for name, values in chunk.columns.items()},
        encoding=chunk.encoding,
    )


def _store(
    source: SourceFile, path: Path, dataset: Dataset, is_kept: Callable[[int], bool]
) -> None:
    """Keep the rows of a file that begin on a line which ``is_kept``; nothing if there is none."""
    packed, n_rows = io.BytesIO(), 0
    with gzip.open(packed, "wt", QUICK, encoding="utf-8", newline="") as text:
        writer = csv.writer(text, delimiter=dataset.delimiter)
        rows = numbered_rows(path, dataset.delimiter)
        writer.writerow(next(rows)[1])  # the header
        for line, row in rows:
            if is_kept(line):
                writer.writerow(row)
                n_rows += 1
    if n_rows:
        UnmatchedRows.objects.create(file=source, n_rows=n_rows, rows=packed.getvalue())


@contextmanager
def _as_file(packed: bytes) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(suffix=".csv.gz") as file:
        file.write(packed)
        file.flush()
        yield Path(file.name)
