import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run_bench():
    """Run ``python -m bench`` for real, and return what its last line says."""

    def run(*arguments: object) -> dict:
        command = [sys.executable, "-m", "bench", *map(str, arguments), "--json"]
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.fixture
def db() -> str:
    """Return the database that this run of the tests is on, by which the bench is tried, too.

    On PostgreSQL the bench finds the server in DATABASE_URL as the tests did.
    """
    engine = settings.DATABASES["default"]["ENGINE"]
    return "postgresql" if engine.endswith("postgresql") else "sqlite"
