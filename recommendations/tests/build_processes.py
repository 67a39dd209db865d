"""Processes that build indexes, and one that uses them, on a database and a folder of their own."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from catalog.index_store import Build, current_manifest, open_current
from catalog.tests.kills import whole_load, write_titles
from catalog.tests.own_databases import ROOT, OwnDatabase, environment, own_database

KINDS = ("similar", "search")


class Site:
    """A catalogue with its indexes, and what is on disk and in the history of builds."""

    def __init__(self, database: OwnDatabase, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.environment = environment(database, folder)

    def root(self, kind: str) -> Path:
        return self.folder / "index" / kind

    def start(self, *options: str, **variables: str) -> "Builder":
        return Builder(self, options, variables)

    def build(self) -> None:
        """Build both indexes, whether anything has changed or not."""
        code, errors = self.start("--force", "--verbosity=0").end()
        assert (code, errors) == (0, "")

    def current(self, kind: str) -> Build:
        """Open an index as a new process would: all its digests are compared."""
        manifest = current_manifest(self.root(kind))
        return open_current(
            self.root(kind),
            schema=manifest["schema"],
            parameters=lambda: manifest["parameters"],
        )

    def currents(self) -> dict[str, str]:
        return {kind: self.current(kind).folder.name for kind in KINDS}

    def folders(self, kind: str) -> set[str]:
        return {path.name for path in self.root(kind).iterdir()} - {"lock", "current"}

    def history(self) -> list[tuple[str, str, str]]:
        """Return (kind, state, error) of the builds, the last first."""
        with closing(self.database.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT kind, state, error FROM recommendations_indexbuild ORDER BY -id")
            return cursor.fetchall()


class Builder:
    """A process that builds the indexes of a site."""

    def __init__(self, site: Site, options: tuple[str, ...], variables: dict[str, str]) -> None:
        command = [sys.executable, "-m", "recommendations.tests.build_child", *options]
        self.process = subprocess.Popen(  # noqa: S603
            command,
            cwd=ROOT,
            env=site.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.site = site

    def wait_until_ready(self) -> None:
        assert self.process.stdout.readline() == "ready\n", self.process.stderr.read()

    def wait_for_folder(self, kind: str) -> None:
        """Wait until it writes a new build, or has ended."""
        before = self.site.folders(kind)
        while self.process.poll() is None and self.site.folders(kind) <= before:
            time.sleep(0.001)

    def end(self) -> tuple[int, str]:
        """Return the exit code and what it said on stderr."""
        _, errors = self.process.communicate(timeout=300)
        return self.process.returncode, errors.strip()


class Asker:
    """A process that uses the indexes all the while."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self) -> dict[str, Any]:
        self._process.stdin.write("?\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def ask_until_in_use(self, builds: dict[str, str]) -> dict[str, Any]:
        """Return the first answer that came from these builds."""
        deadline = time.monotonic() + 60
        while (answer := self.ask())["builds"] != builds:
            assert time.monotonic() < deadline, f"{answer['builds']} instead of {builds}"
        return answer


@contextmanager
def asker(site: Site) -> Iterator[Asker]:
    command = [sys.executable, "-m", "recommendations.tests.ask_child"]
    with subprocess.Popen(  # noqa: S603
        command,
        cwd=ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Asker(process)
        process.stdin.close()


@contextmanager
def site_with_titles(
    vendor: str, folder: Path, server: str, suffix: str, n_titles: int
) -> Iterator[Site]:
    """Give a site with so many titles, whose indexes are built."""
    with own_database(vendor, folder, server, suffix) as database:
        path = write_titles(folder / "titles.csv", n_titles)
        whole_load(database, path)
        site = Site(database, folder)
        site.build()
        yield site
