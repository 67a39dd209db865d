"""Build the index of texts in a process of its own, so that its peak of memory is nobody else's.

``python -m bench.text_build`` builds of DATABASE_URL into DATA_DIR and prints one line of JSON.
"""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import django

from bench.child import peak_rss_mb


def build_in_child() -> dict[str, Any]:
    """Build the index; return how long that took. Raises SystemExit if it fails."""
    command = [sys.executable, "-m", "bench.text_build"]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        raise SystemExit("the index could not be built")
    built: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return built


def main() -> None:
    """Build the index and print what that took."""
    django.setup()
    from catalog.text_search import build_text_index

    started, cpu_started = perf_counter(), process_time()
    titles = build_text_index()
    facts = {
        "indexed_titles": titles,
        "build_seconds": perf_counter() - started,
        "build_cpu_seconds": process_time() - cpu_started,
        "build_peak_rss_mb": peak_rss_mb(),
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
