#!/usr/bin/env python
"""Compare the facts of the sample catalogue with real files: ``data/check_sample.py FOLDER``.

Reads every file below FOLDER that ``load_catalog`` would recognise. A fact agrees if at least one
file says the same (runtimes within three minutes: files know different cuts); what no file
confirms is listed. Exits 1 if less than 99 % of any fact agrees, or none can be compared.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "movierec.settings")

from django.conf import settings  # noqa: E402

from catalog.canonical import Chunk  # noqa: E402
from catalog.datasets import DatasetError, load_datasets, recognise  # noqa: E402
from catalog.names import fold  # noqa: E402

FACTS = ("name", "start_year", "runtime_minutes", "director")
RUNTIME_TOLERANCE_MINUTES = 3

#: imdb_id -> fact -> values that were said
Said = dict[str, dict[str, set[str | int]]]


def collect(paths: list[Path]) -> Said:
    """Return what the files say about each title that has an IMDb id."""
    said: Said = defaultdict(lambda: defaultdict(set))
    imdb_ids: dict[str, str] = {}
    datasets = load_datasets(settings.DATASETS)
    for path in paths:
        try:
            dataset = recognise(path, datasets)
        except DatasetError:
            continue
        for chunk in dataset.read(path):
            for imdb_id, fact, value in facts_of(chunk, imdb_ids):
                said[imdb_id][fact].add(value)
    return said


def facts_of(chunk: Chunk, imdb_ids: dict[str, str]) -> Iterator[tuple[str, str, str | int]]:
    """Yield (imdb_id, fact, value); ``imdb_ids`` remembers which source id is which title."""
    columns = [chunk.column(name) for name in ("imdb_id", "source_ids", "credits", "original_name")]
    plain = {name: chunk.column(name) for name in ("name", "start_year", "runtime_minutes")}
    for row, (imdb_id, source_ids, credited, original) in enumerate(zip(*columns, strict=True)):
        keys = [f"{source}:{value}" for source, value in (source_ids or {}).items()]
        if imdb_id:
            imdb_ids.update(dict.fromkeys(keys, imdb_id))
        title = imdb_id or next((imdb_ids[key] for key in keys if key in imdb_ids), None)
        if title is None:
            continue
        for fact, values in plain.items():
            if values[row] is not None:
                yield title, fact, values[row]
        if original:
            yield title, "name", original
        for credit in credited or []:
            if credit.category == "director":
                yield title, "director", credit.name


def agrees(fact: str, ours: set[str | int], theirs: set[str | int]) -> bool:
    """Tell whether one of our values is one of theirs."""
    if fact == "runtime_minutes":
        return any(abs(a - b) <= RUNTIME_TOLERANCE_MINUTES for a in ours for b in theirs)  # type: ignore[operator]
    return bool({fold(str(value)) for value in ours} & {fold(str(value)) for value in theirs})


def main(folder: str) -> int:
    sample = collect([ROOT / "data/sample/titles.csv", ROOT / "data/sample/credits.csv"])
    files = sorted(Path(folder).rglob("*.csv*"), key=lambda path: "credits" in path.name)
    real = collect(files)
    worst = 1.0
    for fact in FACTS:
        found = [i for i in sample if sample[i][fact] and real.get(i, {}).get(fact)]
        wrong = [i for i in found if not agrees(fact, sample[i][fact], real[i][fact])]
        share = 1 - len(wrong) / len(found) if found else 0.0
        worst = min(worst, share)
        print(f"{fact:16} {share:7.1%} of {len(found)} titles")
        for imdb_id in wrong:
            print(f"  {imdb_id} {sample[imdb_id][fact]} but files say {real[imdb_id][fact]}")
    return 0 if worst >= 0.99 else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: data/check_sample.py FOLDER")
    sys.exit(main(sys.argv[1]))
