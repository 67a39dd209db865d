"""Builds that are killed at random: ``python -m recommendations.tests.build_kills --times 100``.

Half of the kills come at any moment of a build, half while its files are written and made current.
After each, an index that is opened anew is whole; a process that has had it open all the while
answers as before; and the next build, which is let go through, is used by that process, leaves
nothing of the dead one behind, and says of it in the history that it was killed.
"""

import argparse
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from catalog.tests.kills import SERVER
from recommendations.tests.build_processes import (
    KINDS,
    Asker,
    Builder,
    Site,
    asker,
    site_with_titles,
)

KILLED = "killed"


@dataclass(frozen=True)
class Durations:
    """Seconds of a whole build, and of the writing of one index's files."""

    build: float
    writing: float

    @classmethod
    def measure(cls, site: Site) -> "Durations":
        builder = site.start("--force", "--verbosity=0")
        builder.wait_until_ready()
        started = time.monotonic()
        before = (site.root("similar") / "current").read_bytes()
        builder.wait_for_folder("similar")
        found = time.monotonic()
        while (site.root("similar") / "current").read_bytes() == before:
            time.sleep(0.001)
        written = time.monotonic()
        assert builder.end() == (0, "")
        return cls(build=time.monotonic() - started, writing=written - found)


def kill_at(builder: Builder, rng: random.Random, durations: Durations) -> str:
    """Kill a build at a random moment; return how the moment was chosen."""
    builder.wait_until_ready()
    moment = rng.choice(["any", "any", *KINDS])
    if moment == "any":
        time.sleep(rng.uniform(0, durations.build))
    else:
        builder.wait_for_folder(moment)
        time.sleep(rng.uniform(0, durations.writing * 1.2))
    builder.process.send_signal(signal.SIGKILL)
    code, _ = builder.end()
    return f"{moment}, {KILLED if code == -signal.SIGKILL else 'came too late'}"


def check(site: Site, asking: Asker, expected: dict[str, Any], before: dict[str, str]) -> str:
    """Check what a killed build has left; return it in a word."""
    left = site.currents()
    assert all(left[kind] >= before[kind] for kind in KINDS), (before, left)
    answer = asking.ask()
    assert {**answer, "builds": None} == {**expected, "builds": None}
    half_written = [kind for kind in KINDS if max(site.folders(kind)) > left[kind]]
    running = sum(state == "running" for _, state, _ in site.history())
    site.build()
    after = site.currents()
    assert all(after[kind] > left[kind] for kind in KINDS), (left, after)
    assert all(site.folders(kind) == {left[kind], after[kind]} for kind in KINDS)
    in_use = asking.ask_until_in_use(after)
    assert {**in_use, "builds": None} == {**expected, "builds": None}
    history = site.history()
    assert [state for _, state, _ in history[:2]] == ["done", "done"]
    assert sum("killed?" in error for *_, error in history[2:4]) == running
    assert "running" not in [state for _, state, _ in history]
    new = [kind for kind in KINDS if left[kind] != before[kind]]
    return f"new {' and '.join(new) or 'none'}, half-written {' and '.join(half_written) or 'none'}"


def kill_often(site: Site, times: int, seed: int) -> Counter[str]:
    """Kill so many builds of this site; return how often what was found.

    Those that had ended before the kill came are counted besides. Raises AssertionError if what
    is found is wrong.
    """
    rng = random.Random(seed)
    durations = Durations.measure(site)
    outcomes: Counter[str] = Counter()
    with asker(site) as asking:
        expected = asking.ask()
        assert all(expected["similar"].values())
        assert all(expected["found"].values())
        n_killed = 0
        while n_killed < times:
            before = site.currents()
            how = kill_at(site.start("--force", "--verbosity=0"), rng, durations)
            outcomes[f"{how}: {check(site, asking, expected, before)}"] += 1
            n_killed += how.endswith(KILLED)
            print(f"{n_killed} of {times}", file=sys.stderr, end="\r")  # noqa: T201
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--titles", type=int, default=5_000)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--server", default=SERVER)
    parser.add_argument("--suffix", default="_build_kills")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with (
        TemporaryDirectory() as folder,
        site_with_titles(
            options.db, Path(folder), options.server, options.suffix, options.titles
        ) as site,
    ):
        outcomes = kill_often(site, options.times, options.seed)
    for outcome, times in sorted(outcomes.items()):
        print(f"{times:4} {outcome}")  # noqa: T201


if __name__ == "__main__":
    main()
