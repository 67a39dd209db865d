"""The datasets of the settings, and what each reads from its fixture in ``data/``."""

from pathlib import Path
from typing import Any

from django.conf import settings

from catalog.canonical import Skipped
from catalog.datasets import Dataset, load_datasets

DATA = Path(__file__).parent / "data"
DATASETS = {dataset.name: dataset for dataset in load_datasets(settings.DATASETS)}


def fixture(dataset: Dataset) -> Path:
    return next(path for path in DATA.iterdir() if path.stem == dataset.name)


def read(path: Path, dataset: Dataset) -> tuple[list[dict[str, Any]], list[Skipped]]:
    """Return the file's records as dicts, and the rows that were skipped."""
    records, skipped = [], []
    for chunk in dataset.read(path):
        skipped += chunk.skipped
        columns = {name: chunk.column(name) for name in chunk.names}
        rows = zip(*columns.values(), strict=True)
        records += [dict(zip(columns, row, strict=True)) for row in rows]
    return records, skipped


def records_of(name: str) -> list[dict[str, Any]]:
    return read(fixture(DATASETS[name]), DATASETS[name])[0]


def reasons_of(name: str) -> list[tuple[int, str]]:
    skipped = read(fixture(DATASETS[name]), DATASETS[name])[1]
    return [(row.line, row.reason) for row in skipped]
