"""Build a name index in a process of its own, so that its peak of memory is nobody else's.

``python -m bench.search_build TITLES.ipc FOLDER`` prints one line of JSON.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import django
import polars as pl

from bench.child import peak_rss_mb


@dataclass(frozen=True)
class Built:
    """What was built: spellings, different ones, seconds, most memory held, size on disk."""

    names: int
    keys: int
    build_seconds: float
    build_peak_rss_mb: float
    index_mb: float


def build_in_child(titles: pl.DataFrame, folder: Path) -> Built:
    """Build the index of ``titles`` in ``folder``. Raises SystemExit if that fails."""
    file = folder / "titles.ipc"
    titles.write_ipc(file)
    command = [sys.executable, "-m", "bench.search_build", str(file), str(folder / "index")]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        raise SystemExit("the index could not be built")
    return Built(**json.loads(done.stdout.splitlines()[-1]))


def main(arguments: Sequence[str]) -> None:
    """Spell the names out, build their index, save it, and print what that took."""
    django.setup()
    from catalog.search_index import NameIndex
    from catalog.search_names import STRETCH, spelt_titles

    file, folder = map(Path, arguments)
    started = perf_counter()
    titles = pl.read_ipc(file)
    stretches = [spelt_titles(stretch) for stretch in titles.iter_slices(STRETCH)]
    index = NameIndex.build(pl.concat(stretches))
    index.save(folder)
    seconds = perf_counter() - started
    size = sum(path.stat().st_size for path in folder.rglob("*.npy"))
    built = Built(len(index), len(index.ends) - 1, seconds, peak_rss_mb(), size / 1e6)
    print(json.dumps(asdict(built)))


if __name__ == "__main__":
    main(sys.argv[1:])
