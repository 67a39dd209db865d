"""What tests of the catalogue share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.jobs import bell, heartbeat
from catalog.loading import LoadReport
from catalog.tests import job_kinds, loading_files
from catalog.tests.fetching import get  # noqa: F401
from catalog.tests.own_redis import OwnRedis, own_redis
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


@pytest.fixture
def note(settings) -> Iterator[job_kinds.NoteKind]:
    """Plug in kinds of jobs for tests; return the one that stores a row."""
    settings.JOBS, settings.PERIODIC, settings.REDIS_URL = job_kinds.JOBS, {}, ""
    heartbeat.forget_in_process()
    yield job_kinds.NOTE
    job_kinds.NOTE.reset()
    job_kinds.LONG.reset()


@pytest.fixture
def rung(note, settings, monkeypatch) -> list[str]:
    """Set a broker nobody is at; return the keys of jobs that are rung for."""
    settings.REDIS_URL = "redis://127.0.0.1:1"
    keys: list[str] = []
    monkeypatch.setattr(bell, "_ring_one", lambda job: keys.append(job.key) or True)
    return keys


@pytest.fixture(scope="module")
def redis(tmp_path_factory) -> Iterator[OwnRedis]:
    """Start a Redis that a test may kill and freeze."""
    with own_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server
