"""Build the similarity index in a process of its own, so that its peak of memory is nobody else's.

``python -m bench.build_child`` builds from DATABASE_URL into DATA_DIR and prints one line of JSON.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import django

from bench.child import peak_rss_mb


@dataclass(frozen=True)
class Built:
    """What one build read and wrote, and how long and how much memory it took."""

    titles: int
    rows: int
    terms: int
    seconds: float
    peak_rss_mb: float


def build_in_child() -> Built:
    """Build from the scratch database. Raises SystemExit if that fails."""
    command = [sys.executable, "-m", "bench.build_child"]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        raise SystemExit("the index could not be built")
    return Built(**json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Build, and print what that took."""
    django.setup()
    from catalog.models import Title
    from recommendations.build import build_index

    titles = Title.objects.recommendable().count()
    started = perf_counter()
    build = build_index(force=True)
    seconds = perf_counter() - started
    if build is None:
        raise SystemExit("nothing was built")
    facts = Built(titles, build.titles, build.terms, seconds, peak_rss_mb())
    print(json.dumps(vars(facts)))


if __name__ == "__main__":
    main()
