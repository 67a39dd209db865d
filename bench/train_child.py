"""Train a model in a process of its own, so that its peak of memory is nobody else's.

``python -m bench.train_child`` trains from DATABASE_URL into DATA_DIR and prints one line of JSON.
"""

import json
from dataclasses import dataclass
from time import perf_counter, process_time

import django

from bench.child import facts_of, peak_rss_mb


@dataclass(frozen=True)
class Trained:
    """What one training learnt from, and what it took: reading, measuring and storing included.

    ``cpu_seconds`` is processor time of the process, with what its threads took.
    """

    ratings: int
    people: int
    titles: int
    seconds: float
    cpu_seconds: float
    peak_rss_mb: float


def train_in_child() -> Trained:
    """Train from the scratch database. Raises SystemExit if that fails."""
    return Trained(**facts_of("bench.train_child", or_="the model could not be trained"))


def main() -> None:
    """Train, and print what that took."""
    django.setup()
    from recommendations.training.train import train

    started, cpu = perf_counter(), process_time()
    run = train(force=True)
    facts = (perf_counter() - started, process_time() - cpu, peak_rss_mb())
    if run is None:
        raise SystemExit("nothing was trained")
    print(json.dumps(vars(Trained(run.ratings, run.people, run.titles, *facts))))


if __name__ == "__main__":
    main()
