"""Build the similarity index in a process of its own, so that its peak of memory is nobody else's.

``python -m bench.build_child`` builds from DATABASE_URL into DATA_DIR and prints one line of JSON.
"""

import json
from dataclasses import dataclass
from time import perf_counter

import django

from bench.child import facts_of, peak_rss_mb


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
    return Built(**facts_of("bench.build_child", or_="the index could not be built"))


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
