"""Rows about titles that the catalogue does not have yet: kept, and joined when those come.

So nothing is lost if ratings are loaded before their titles, and a second round over the
same files finds nothing to change. The rows are kept as they stand in their file, in the database,
so that they come and go with the transaction that they belong to.
"""

import gzip
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from django.conf import settings

from catalog.canonical import Chunk
from catalog.datasets import Dataset, load_datasets
from catalog.datasets.reader import read_blocks
from catalog.loading.files import CatalogFile
from catalog.loading.keys import row_identities, row_keys
from catalog.loading.matching import NO_TITLE
from catalog.loading.merge import merge_chunk, merge_waiting
from catalog.loading.report import FileReport
from catalog.loading.run import Catalogue, FileRun
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
    _store(source, file.path, file.dataset, _unmatched_lines(report))


def join_unmatched(catalogue: Catalogue) -> dict[str, int]:
    """Load the kept rows about titles that got new ids; return how many of each file.

    What they bring may let others find their titles (ids that lead to ids), so it goes on for as
    long as there are new keys.
    """
    datasets = {dataset.name: dataset for dataset in load_datasets(settings.DATASETS)}
    joined: dict[str, int] = {}
    while any(len(keys) for keys in catalogue.new_keys or ()):
        hashes = pl.concat(catalogue.new_keys or []).unique()
        catalogue.new_keys = []
        for kept in UnmatchedRows.objects.select_related("file").order_by("file_id"):
            if dataset := datasets.get(kept.file.dataset):
                run = FileRun.of(kept.file, dataset, catalogue)
                joined[kept.file.name] = joined.get(kept.file.name, 0) + _join(kept, hashes, run)
    return {name: n for name, n in joined.items() if n}


def _join(kept: UnmatchedRows, hashes: pl.Series, run: FileRun) -> int:
    """Load those of the kept rows that have one of the keys, keep the others; return how many."""
    with _as_file(bytes(kept.rows)) as path:
        before: list[pl.Series] = []
        after: list[pl.Series] = []
        for chunk in run.dataset.read(path):
            wanted = _with_keys(chunk, hashes)
            before.append(chunk.facts["line"])
            if len(wanted):
                after.append(wanted.facts["line"])
                merge_chunk(wanted, run)
        merge_waiting(run)
        asked = pl.concat(after) if after else pl.Series(dtype=pl.Int64)
        joined = asked.filter(~asked.is_in(_unmatched_lines(run.report).implode()))
        if len(joined):
            kept.delete()
            lines = pl.concat(before)
            rest = lines.filter(~lines.is_in(joined.implode()))
            _store(kept.file, path, run.dataset, rest)
    return len(joined)


def _unmatched_lines(report: FileReport) -> pl.Series:
    lines = report.reasons[NO_TITLE].lines if NO_TITLE in report.reasons else ()
    return pl.Series("line", lines, pl.Int64)


def _with_keys(chunk: Chunk, hashes: pl.Series) -> Chunk:
    """Return the rows of ``chunk`` that have one of the keys."""
    keys = row_keys(row_identities(chunk), chunk)
    return chunk.take(keys.filter(pl.col("hash").is_in(hashes.implode()))["row"].unique())


def _store(source: SourceFile, path: Path, dataset: Dataset, lines: pl.Series) -> None:
    """Keep the rows of a file that begin on one of ``lines``; nothing if there is none."""
    if lines.is_empty():
        return
    packed = io.BytesIO()
    with gzip.open(packed, "wb", QUICK) as file:
        is_first = True
        for block in read_blocks(path, dataset.delimiter):
            rows = block.cells.filter(pl.Series(block.lines).is_in(lines.implode()))
            text = rows.write_csv(include_header=is_first, separator=dataset.delimiter)
            file.write(text.encode())
            is_first = False
    UnmatchedRows.objects.create(file=source, n_rows=len(lines), rows=packed.getvalue())


@contextmanager
def _as_file(packed: bytes) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(suffix=".csv.gz") as file:
        file.write(packed)
        file.flush()
        yield Path(file.name)
