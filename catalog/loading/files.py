"""The files of one run: recognised before anything is touched, then put in order."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from catalog.datasets import Dataset, DatasetError, load_datasets, recognise
from catalog.datasets.paths import printable
from catalog.loading.identity import brings_ids
from catalog.loading.precedence import SERVICES
from catalog.models import Load, SourceFile

#: Which file a path leads to, its size, and when it was written last.
Version = tuple[int, int, int]


@dataclass(frozen=True)
class CatalogFile:
    """A file whose format is known; ``sha256`` is of its bytes as they are, gzipped or not.

    ``version`` is what ``refuse_changed`` compares when it has been read.
    """

    path: Path
    dataset: Dataset
    sha256: str
    version: Version


def open_files(paths: Sequence[Path]) -> list[CatalogFile]:
    """Recognise every file and return them in the order of loading.

    Files that create titles come first, then those that add to them. Of either, those that
    know titles by several ids come first, then the most believed: what they know is how the
    others recognise their titles. Raises DatasetError if any of them is not usable.
    """
    datasets = load_datasets(settings.DATASETS)
    files = []
    for path in paths:
        dataset, version = recognise(path, datasets), version_of(path)
        files.append(CatalogFile(path, dataset, digest(path), version))

    def weight(file: CatalogFile) -> tuple[bool, bool, int, str]:
        dataset = file.dataset
        has_ids = brings_ids(dataset.columns)
        return dataset.creates_titles, has_ids, datasets.index(dataset), file.path.name

    return sorted(files, key=weight, reverse=True)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def version_of(path: Path) -> Version:
    """Return what differs if the file is written to or replaced, without reading it."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def refuse_changed(path: Path, version: Version) -> None:
    """Raise DatasetError if the file is not what it was: rows of two versions were read."""
    if version_of(path) != version:
        raise DatasetError.about(path, "changed while it was read")


def rows_of_last_loads() -> dict[str, int]:
    """Return how many rows each file had when it was loaded last, by its path: 1 query."""
    reports = Load.objects.order_by("started_at", "pk").values_list("report__files", flat=True)
    files = (file for files in reports.iterator() for file in files or ())
    return {file["path"]: file["rows_read"] for file in files}


def refuse_shrunken(path: Path, n_rows: int, last: Mapping[str, int]) -> None:
    """Raise DatasetError if the file has less than half of the rows that it had last."""
    before = last.get(printable(path.resolve()), 0)
    if n_rows < before / 2:
        problem = f"has {n_rows:,} rows, and had {before:,} when it was loaded last"
        raise DatasetError.about(path, f"{problem}; --force loads it nevertheless")


def source_files(files: Sequence[CatalogFile]) -> list[SourceFile]:
    """Return the rows of ``files``, made the first time that their bytes are seen.

    Of new files of one dataset, the last by name counts as the newest.
    """
    return [_source_file(file) for file in reversed(files)][::-1]


def _source_file(file: CatalogFile) -> SourceFile:
    row, _ = SourceFile.objects.get_or_create(
        dataset=file.dataset.name,
        sha256=file.sha256,
        defaults={"source": file.dataset.source, "name": printable(file.path.name)[:255]},
    )
    return row


def dataset_names() -> list[str]:
    """Return the names of all datasets, lowest precedence first; services come last."""
    return [*(dataset.name for dataset in load_datasets(settings.DATASETS)), *SERVICES]
