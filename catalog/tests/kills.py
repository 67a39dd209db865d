"""Loads that are killed at random moments: ``python -m catalog.tests.kills --times 100``.

After each kill the database must be as it was: every row, index and constraint. Or else as after
a whole load, if the kill came after the commit. Half of the kills hit a first load into an empty
catalogue, which sets indexes aside; half a second edition with changes. At the end of each half
the load is let go through, and loads everything.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from catalog.tests.fingerprints import Fingerprint
from catalog.tests.own_databases import ROOT, OwnDatabase, environment, own_database, state

HEADER = (
    "tmdb_id,imdb_id,movielens_id,title,original_title,original_language,release_date,budget,"
    "revenue,popularity,vote_average,vote_count,genres,production_companies,production_countries,"
    "collection,directors,keywords,poster_path,overview\n"
)
WORDS = ["river", "tram", "ferry", "lantern", "harbour", "winter", "orchard", "mirror", "violin"]
SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def write_titles(path: Path, n_titles: int, edition: int = 1) -> Path:
    """Write a file of 45k's shape, half a kilobyte a title.

    A second edition changes a third of them, and has a tenth more.
    """
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADER)
        for number in range(1, n_titles + (edition - 1) * n_titles // 10 + 1):
            changes = edition if number % 3 == 0 else 1
            out.write(_title(number, random.Random(number * 1000 + changes)))
    return path


def _title(number: int, rng: random.Random) -> str:
    name = " ".join(rng.choices(WORDS, k=3)).title()
    several = ["|".join(rng.sample(WORDS, k=rng.randint(0, 3))) for _ in range(2)]
    people = "|".join(f"{word.title()} {rng.randint(1, 900)}" for word in rng.sample(WORDS, k=2))
    overview = " ".join(rng.choices(WORDS, k=55))
    return (
        f"{number},tt{number:07},{number},{name},{name},de,19{rng.randint(20, 99)}-03-04,"
        f"{rng.randint(0, 10**7)}.0,0.0,{rng.random():.3f},{rng.uniform(1, 9):.1f},"
        f"{rng.randint(1, 999)}.0,Drama|Comedy,{several[0]},DE|FR,{rng.choice(WORDS)},{people},"
        f"{several[1]},/{name[:4].lower().strip()}.jpg,{overview}\n"
    )


@dataclass
class Loader:
    """A process that loads ``path`` into the database."""

    database: OwnDatabase
    path: Path
    prepare: str = ""
    report: Path = field(init=False)

    def __post_init__(self) -> None:
        self.report = self.path.with_name(f"report-{random.getrandbits(64):x}.json")
        command = [sys.executable, "-m", "catalog.tests.load_child", str(self.path)]
        self.process = subprocess.Popen(  # noqa: S603
            [*command, f"--report={self.report}"],
            cwd=ROOT,
            env=environment(self.database, self.path.parent) | {"PREPARE": self.prepare},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for(self, word: str) -> None:
        """Wait until it says ``word``: "ready", or "rows"."""
        while (line := self.process.stdout.readline()) and line.strip() != word:
            pass

    def end(self) -> tuple[int, str]:
        """Return the exit code and what it said on stderr."""
        _, errors = self.process.communicate(timeout=120)
        return self.process.returncode, errors.strip()

    def told(self) -> dict[str, Any]:
        return json.loads(self.report.read_text("utf-8"))


def whole_load(database: OwnDatabase, path: Path) -> tuple[dict[str, Any], float]:
    """Load the file; return the report of it and how many seconds the load took."""
    loader = Loader(database, path)
    loader.wait_for("ready")
    started = time.monotonic()
    code, errors = loader.end()
    assert code == 0, errors
    database.wait_until_left()
    return loader.told()["files"][0], time.monotonic() - started


#: How many kills left the database "untouched", came after it was "committed", or left it "torn".
Outcomes = Counter[str]


def kill_once(
    database: OwnDatabase, path: Path, kept: str, before: Fingerprint, after: float
) -> str:
    """Kill a load ``after`` some seconds; return what it left; bring back what is kept."""
    loader = Loader(database, path)
    loader.wait_for("ready")
    time.sleep(after)
    loader.process.send_signal(signal.SIGKILL)
    loader.end()
    if state(database) == before:
        return "untouched"
    rest = whole_load(database, path)[0]
    database.bring_back(kept)
    return "torn" if rest["created"] or rest["changed"] else "committed"


def kill_often(database: OwnDatabase, path: Path, kept: str, moments: Iterable[float]) -> Outcomes:
    """Kill loads of ``path`` into what is kept as ``kept`` at these moments."""
    outcomes = Outcomes()
    database.bring_back(kept)
    before = state(database)
    for after in moments:
        outcomes[kill_once(database, path, kept, before, after)] += 1
        print(f"{database.vendor}, {kept}: {dict(outcomes)}", file=sys.stderr)  # noqa: T201
    return outcomes


def two_halves(
    database: OwnDatabase, folder: Path, n_titles: int, times: int, seed: int
) -> dict[str, Outcomes]:
    """Kill first loads and refreshes; let one of each go through at the end."""
    outcomes = {}
    rng = random.Random(seed)
    for half, edition, kept in (("first load", 1, "empty"), ("refresh", 2, "filled")):
        path = write_titles(folder / "titles.csv", n_titles, edition)
        database.bring_back(kept)
        told, seconds = whole_load(database, path)
        moments = [rng.uniform(0, seconds) for _ in range(times // 2)]
        outcomes[half] = kill_often(database, path, kept, moments)
        again, _ = whole_load(database, path)
        counts = ("rows_read", "created", "changed", "unchanged", "skipped")
        assert [again[name] for name in counts] == [told[name] for name in counts]
        if half == "first load":
            database.keep("filled")
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--titles", type=int, default=30_000)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--server", default=SERVER)
    parser.add_argument("--suffix", default="_kills")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with TemporaryDirectory() as place:
        folder = Path(place)
        with own_database(options.db, folder, options.server, options.suffix) as database:
            outcomes = two_halves(database, folder, options.titles, options.times, options.seed)
    for half, outcome in outcomes.items():
        print(f"{options.db}, {half}: {dict(outcome)}")  # noqa: T201
    sys.exit(any(outcome["torn"] for outcome in outcomes.values()))


if __name__ == "__main__":
    main()
