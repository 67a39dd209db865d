"""Indexes built anew under load: ``python -m movierec.tests.rebuilds --times 20``.

A gunicorn of its own serves the sample catalogue. While threads ask for pages that need the
indexes, both are built again and again. Every answer must be a 200 with results, every worker must
come to use every build without a restart, and must not keep descriptors or memory of those before.
Needs Linux, which tells what a process has mapped.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from catalog.tests.kills import SERVER
from catalog.tests.own_databases import ROOT, environment, own_database

KINDS = ("similar", "search", "texts")
N_WORKERS = 2
MATRIX = "/titles/the-matrix-1999/"
#: What is asked for, and how often what must be in the answer. Search forgives typos by its index
#: alone.
PAGES = {
    MATRIX: ('class="similar__item"', 12),
    f"{MATRIX}similar/": ('class="similar__item"', 24),
    "/titles/fargo-1996/": ('class="similar__item"', 12),
    "/blend/?plus=heat-1995&plus=inception-2010": ('class="similar__item"', 24),
    f"/api/v1{MATRIX}similar": ('"reasons"', 10),
    "/search/?q=the+matirx": (f'href="{MATRIX}"', 1),
    "/search/suggest/?q=godfther": ('href="/titles/the-godfather-1972/"', 1),
    "/search/?q=keanu+reves": ('href="/people/keanu-reeves/"', 1),
}


class Held(NamedTuple):
    """What a worker holds: builds it has mapped, descriptors of theirs, memory of its own."""

    builds: frozenset[str]
    n_files: int
    own_mb: int


@dataclass
class Server:
    """A running gunicorn, and the environment that it and its commands have."""

    process: "subprocess.Popen[str]"
    port: int
    variables: dict[str, str]

    @property
    def index(self) -> Path:
        return Path(self.variables["DATA_DIR"]) / "index"

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return sorted(map(int, children.read_text().split()))

    def held_by(self, pid: int) -> Held:
        maps = Path(f"/proc/{pid}/maps").read_text()
        builds = frozenset(re.findall(rf"{re.escape(str(self.index))}/(\w+/\d+)/", maps))
        n_files = sum(self.index in path.parents for path in open_files(pid))
        own = re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return Held(builds, n_files, int(own[1]) // 1024)

    def current(self) -> frozenset[str]:
        pointers = {kind: self.index / kind / "current" for kind in KINDS}
        return frozenset(f"{kind}/{path.read_text().split()[0]}" for kind, path in pointers.items())


def open_files(pid: int) -> Iterator[Path]:
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            yield link.readlink()


@dataclass
class Load:
    """Threads that ask for all pages, over and over; ``wrong`` is what was not as it must be.

    ``n_empty`` counts answers without results, which are right only while no index can be used
    (``may_be_empty``); then the API says 503.
    """

    port: int
    may_be_empty: bool = False
    n_empty: int = 0
    n_answers: int = 0
    slowest_seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def ask_all_the_time(self, offset: int) -> None:
        paths = [*PAGES][offset % len(PAGES) :] + [*PAGES][: offset % len(PAGES)]
        while not self.is_over.is_set():
            # A connection stays with one worker: each round may meet the other.
            connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
            for path in paths:
                self._ask(connection, path)
            connection.close()

    def _ask(self, connection: HTTPConnection, path: str) -> None:
        wanted, times = PAGES[path]
        started = time.monotonic()
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            found = response.read().decode().count(wanted)
            is_empty = found < times
            self.n_empty += is_empty
            is_unavailable = response.status == 503 and path.startswith("/api/")
            may_be_so = self.may_be_empty and (response.status == 200 or is_unavailable)
            if not may_be_so and (response.status != 200 or is_empty):
                self.wrong.append(f"{path}: {response.status}, {found} × {wanted}")
        except OSError as error:
            self.wrong.append(f"{path}: {error!r}")
            connection.close()
        self.n_answers += 1
        self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - started)


@contextmanager
def load(server: Server, n_threads: int) -> Iterator[Load]:
    asking = Load(server.port)
    threads = [
        threading.Thread(target=asking.ask_all_the_time, args=(number,))
        for number in range(n_threads)
    ]
    for thread in threads:
        thread.start()
    try:
        yield asking
    finally:
        asking.is_over.set()
        for thread in threads:
            thread.join()


@contextmanager
def serving(variables: dict[str, str]) -> Iterator[Server]:
    """Serve with two workers of four threads, as docs/operations.md says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "movierec.wsgi", "--bind", f"127.0.0.1:{port}"]
    options = f"--workers {N_WORKERS} --threads 4 --limit-request-line 8190 --no-control-socket"
    process = subprocess.Popen(  # noqa: S603
        [*command, *options.split(), "--log-level", "warning"],
        cwd=ROOT,
        env={name: value for name, value in variables.items() if name != "MOVIEREC_ROLE"},
        text=True,
    )
    try:
        wait_for(port, process)
        yield Server(process, port, variables)
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert process.poll() is None, "gunicorn has ended"
            assert time.monotonic() < deadline, "gunicorn does not answer"
            time.sleep(0.05)
        else:
            return


def manage(variables: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments, "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=variables, check=True)  # noqa: S603


@contextmanager
def sample_server(vendor: str, folder: Path, server: str, suffix: str) -> Iterator[Server]:
    """Serve the sample catalogue, loaded and indexed, from a database of its own."""
    with own_database(vendor, folder, server, suffix) as database:
        variables = environment(database, folder)
        for command in ("load_catalog", "load_reviews", "build_index"):
            manage(variables, command)
        with serving(variables) as running:
            yield running


def until_all_use(server: Server, builds: frozenset[str]) -> float:
    """Wait until every worker has mapped these builds and no others; return the seconds."""
    started = time.monotonic()
    while [server.held_by(pid).builds for pid in server.workers()] != [builds] * N_WORKERS:
        held = {pid: sorted(server.held_by(pid).builds) for pid in server.workers()}
        assert time.monotonic() - started < 60, f"{held} instead of {sorted(builds)}"
        time.sleep(0.02)
    return time.monotonic() - started


def damage_and_heal(server: Server, threads: int) -> Load:
    """Overwrite both indexes in place while they are in use; build anew; return what was asked."""
    with load(server, threads) as asking:
        until_all_use(server, server.current())
        asking.may_be_empty = True
        for build in server.current():
            path = max((server.index / build).rglob("*.npy"), key=lambda path: path.stat().st_size)
            with path.open("r+b") as file:
                file.seek(-1, os.SEEK_END)
                file.write(b"\x2a")
        until_all_use(server, frozenset())
        manage(server.variables, "build_index")
        until_all_use(server, server.current())
        asking.may_be_empty = False
        enough = asking.n_answers + 10 * len(PAGES)
        while asking.n_answers < enough:
            time.sleep(0.1)
    return asking


@dataclass
class Outcome:
    """What the answers were, how long workers took to change, what they held before and after."""

    load: Load
    seconds_to_change: list[float]
    before: dict[int, Held]
    after: dict[int, Held]


def rebuild_often(server: Server, times: int, threads: int) -> Outcome:
    until_all_use(server, server.current())  # before anybody has asked for anything
    with load(server, threads) as asking:
        while asking.n_answers < 20 * len(PAGES):
            time.sleep(0.1)
        asking.slowest_seconds = 0.0
        before = {pid: server.held_by(pid) for pid in server.workers()}
        seconds = []
        for _ in range(times):
            manage(server.variables, "build_index", "--force")
            seconds.append(until_all_use(server, server.current()))
        after = {pid: server.held_by(pid) for pid in server.workers()}
    return Outcome(asking, seconds, before, after)


def check(outcome: Outcome) -> None:
    """Raise AssertionError if an answer was wrong, or a worker died or holds more than before."""
    assert not outcome.load.wrong, outcome.load.wrong[:5]
    assert set(outcome.before) == set(outcome.after), "a worker has died"
    for pid, before in outcome.before.items():
        after = outcome.after[pid]
        assert after.n_files <= before.n_files, (before, after)
        assert len(after.builds) == len(before.builds) == len(KINDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--threads", type=int, default=6)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--server", default=SERVER)
    parser.add_argument("--suffix", default="_rebuilds")
    options = parser.parse_args()
    with (
        TemporaryDirectory() as folder,
        sample_server(options.db, Path(folder), options.server, options.suffix) as server,
    ):
        outcome = rebuild_often(server, options.times, options.threads)
    print("\n".join(told(outcome)))  # noqa: T201
    check(outcome)


def told(outcome: Outcome) -> Iterator[str]:
    asking, seconds = outcome.load, sorted(outcome.seconds_to_change)
    yield f"{asking.n_answers} answers, {len(asking.wrong)} wrong {asking.wrong[:3]}"
    yield f"slowest answer {asking.slowest_seconds:.2f} s"
    yield f"all workers use a new build after {seconds[len(seconds) // 2]:.2f} s (median)"
    for pid, before in outcome.before.items():
        after = outcome.after.get(pid)
        yield f"worker {pid} before: {before.n_files} files, {before.own_mb} MB of its own"
        if after:
            yield f"worker {pid} after:  {after.n_files} files, {after.own_mb} MB of its own"


if __name__ == "__main__":
    main()
