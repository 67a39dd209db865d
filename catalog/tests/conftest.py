"""What tests of the catalogue share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.loading import LoadReport
from catalog.tests import loading_files
from catalog.tests.fetching import get  # noqa: F401
from catalog.tests.stand_in.fixtures import stand_in, stand_in_server  # noqa: F401


@pytest.fixture
def own_datasets(settings) -> None:
    """Replace the file formats of the project by those of ``loading_files``."""
    settings.DATASETS = loading_files.DOTTED_PATHS


@pytest.fixture
def load(own_datasets, tmp_path: Path) -> Callable[..., LoadReport]:
    """Return a function that loads rows: ``load(low=[row, …], high=[row, …], dry_run=False)``."""

    def load_rows(*, dry_run: bool = False, **files: loading_files.Rows) -> LoadReport:
        return loading_files.load_rows(tmp_path, files, dry_run=dry_run)

    return load_rows
