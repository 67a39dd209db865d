"""Processes of background work for tests: Celery's workers and beat, ``work``, an asker."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalog.tests.own_databases import ROOT, OwnDatabase, environment

#: Where ``slow_kinds`` notes what it has done.
TABLE = "CREATE TABLE job_completions (job varchar(120) NOT NULL, pid integer NOT NULL)"
SETTINGS = "catalog.tests.job_settings"
CELERY = [sys.executable, "-m", "celery", "-A", "movierec"]
ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
WORKER = [*CELERY, "worker", "--concurrency", "2", *ALONE, "--loglevel", "WARNING"]
BEAT = [*CELERY, "beat", "--loglevel", "WARNING"]
WORK = [sys.executable, "manage.py", "work"]
ASKER = [sys.executable, "-m", "catalog.tests.job_asker"]


def job_environment(database: OwnDatabase, folder: Path, redis_url: str = "") -> dict[str, str]:
    """Return the environment of a process that asks for jobs or works on them."""
    own = {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "REDIS_URL": redis_url,
        "WORK_IN_WEB": "off",
        # Pages ask for what a source has, and nobody asks the source.
        "TMDB_API_TOKEN": "a-key-that-opens-nothing",
        "TMDB_BASE_URL": "https://127.0.0.1:1",
    }
    return environment(database, folder) | own


class Process:
    """A process that is started, killed and started again; what it says goes into a file."""

    def __init__(self, command: list[str], env: dict[str, str], said: Path) -> None:
        self.command, self.env, self.said = command, env, said
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.said.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603
                self.command, cwd=ROOT, env=self.env, stdout=out, stderr=out
            )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def children(self) -> list[int]:
        """Return the ids of its child processes."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()] if path.exists() else []

    def kill(self) -> None:
        """Kill it, not its children: they notice, or do not."""
        if self.is_alive():
            self.process.kill()
            self.process.wait()

    def end(self, seconds: float = 60) -> int:
        """Ask it to end; kill it and its children if it does not. Return its exit code."""
        if not self.is_alive():
            return self.process.returncode if self.process else 0
        children = self.children()
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            for child in children:
                kill_if_there(child)
            return -signal.SIGKILL


def kill_if_there(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


class Asker:
    """A process that asks for jobs, as a web process does, and tells how long that took."""

    def __init__(self, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            ASKER, cwd=ROOT, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, kind: str, *subjects: int) -> dict[str, Any]:
        """Return {"states": of each, "ringing": [seconds, …]} of jobs that are asked for."""
        return self._tell(do="ask", kind=kind, subjects=subjects)

    def get(self, *paths: str) -> dict[str, Any]:
        """Return {"statuses": of each, "ringing": [seconds, …]} of pages fetched in the process."""
        return self._tell(do="get", paths=paths)

    def make(self, *names: str) -> list[str]:
        """Make titles; return the addresses of their pages."""
        return self._tell(do="make", names=names)["paths"]

    def _tell(self, **order: Any) -> dict[str, Any]:
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)


def wait_until(is_so: Callable[[], object], seconds: float = 60) -> None:
    """Return when it is so; fail when it takes longer."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("it did not come about")
        time.sleep(0.05)
