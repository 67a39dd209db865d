"""Load files in a process of its own, so that its peak of memory is nobody else's.

``python -m bench.child FILE …`` loads into DATABASE_URL and prints one line of JSON.
"""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import django


@dataclass(frozen=True)
class Loaded:
    """What one load did, how long ``load_files`` took, and the most memory it held.

    ``cpu_seconds`` is processor time of the loader and of processes it started and saw end.
    ``peak_rss_mb`` is the loading process alone; ``children_peak_rss_mb`` the largest of those
    that it started, if any. The database server's memory is in neither.
    """

    rows_read: int
    created: int
    changed: int
    unchanged: int
    skipped: int
    seconds: float
    cpu_seconds: float
    peak_rss_mb: float
    children_peak_rss_mb: float


def load_in_child(paths: Sequence[Path]) -> Loaded:
    """Load ``paths`` into the scratch database. Raises SystemExit if the loader fails."""
    if missing := [str(path) for path in paths if not path.is_file()]:
        raise SystemExit(f"there is no file {', '.join(missing)}")
    problem = f"the loader failed on {', '.join(map(str, paths))}"
    return Loaded(**facts_of("bench.child", *(str(path.resolve()) for path in paths), or_=problem))


def facts_of(module: str, *arguments: str, or_: str) -> dict[str, Any]:
    """Run a module in a process of its own; return the JSON that is the last line it prints.

    Raises SystemExit with ``or_`` if that fails.
    """
    command = [sys.executable, "-m", module, *arguments]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        raise SystemExit(or_)
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return facts


def peak_rss_mb() -> float:
    """Return the most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        # ru_maxrss of a child begins with its parent's peak, on Linux.
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return int(found[1]) / 1024 if found else 0.0
    return _megabytes(resource.RUSAGE_SELF)


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def _megabytes(who: int) -> float:
    unit = 1024 if sys.platform == "linux" else 1024**2
    return resource.getrusage(who).ru_maxrss / unit


def main(arguments: Sequence[str]) -> None:
    """Load the files and print what that took."""
    django.setup()
    from catalog.loading import load_files

    paths = [Path(argument) for argument in arguments]
    started, cpu_started = perf_counter(), _cpu_seconds()
    report = load_files(paths)
    seconds, cpu_seconds = perf_counter() - started, _cpu_seconds() - cpu_started
    facts = {
        **report.totals,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "peak_rss_mb": peak_rss_mb(),
        "children_peak_rss_mb": _megabytes(resource.RUSAGE_CHILDREN),
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main(sys.argv[1:])
