"""Databases that a test may ruin: made for it, kept as they are under a name, brought back."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg2

from catalog.tests.fingerprints import Fingerprint, fingerprint

ROOT = Path(__file__).resolve().parents[2]


class OwnDatabase(Protocol):
    """A database at ``url``; ``keep`` and ``bring_back`` want nobody connected to it."""

    vendor: str
    url: str

    def connect(self) -> Any: ...
    def keep(self, name: str) -> None: ...
    def bring_back(self, name: str) -> None: ...
    def wait_until_left(self) -> None: ...


class SqliteFile:
    """A file of its own."""

    vendor = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "own.sqlite3"
        self.url = f"sqlite:///{self._path}"

    def connect(self) -> Any:
        return sqlite3.connect(self._path)

    def keep(self, name: str) -> None:
        with closing(self.connect()) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self._path, self._path.with_name(name))

    def bring_back(self, name: str) -> None:
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        shutil.copy(self._path.with_name(name), self._path)

    def wait_until_left(self) -> None:
        """Do nothing: who is dead holds no lock."""


class PostgresqlDatabase:
    """A database of its own at a server; what is kept is a template."""

    vendor = "postgresql"

    def __init__(self, server: str, name: str) -> None:
        self._server, self._name = server, name
        self.url = urlsplit(server)._replace(path=f"/{name}").geturl()

    def connect(self) -> Any:
        return psycopg2.connect(self.url)

    def keep(self, name: str) -> None:
        self.do(f"CREATE DATABASE {self._name}_{name} TEMPLATE {self._name}")

    def bring_back(self, name: str) -> None:
        self.drop(self._name)
        self.do(f"CREATE DATABASE {self._name} TEMPLATE {self._name}_{name}")

    def drop(self, name: str) -> None:
        self.do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def drop_all(self) -> None:
        for (name,) in self.do(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", self._name
        ):
            self.drop(name)

    def wait_until_left(self) -> None:
        """Wait until the server has noticed that nobody is there any more."""
        deadline = time.monotonic() + 60
        while self.backends():
            if time.monotonic() > deadline:
                raise TimeoutError("a dead client's backend is still there")
            time.sleep(0.01)

    def backends(self) -> list[int]:
        """Return the process ids of the clients of this database."""
        found = self.do(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'",
            self._name,
        )
        return [pid for (pid,) in found]

    def do(self, sql: str, *parameters: object) -> list[Any]:
        with closing(psycopg2.connect(self._server)) as admin:
            admin.autocommit = True
            with admin.cursor() as cursor:
                cursor.execute(sql, parameters or None)
                return cursor.fetchall() if cursor.description else []


@contextmanager
def own_database(vendor: str, folder: Path, server: str, suffix: str) -> Iterator[OwnDatabase]:
    """Give an empty migrated database, which is kept as "empty"."""
    if vendor == "sqlite":
        database: Any = SqliteFile(folder)
        migrate(database, folder)
        yield database
        return
    database = PostgresqlDatabase(server, f"test_movierec{suffix}_{secrets.token_hex(4)}")
    database.do(f"CREATE DATABASE {database.url.rpartition('/')[2]}")
    try:
        migrate(database, folder)
        yield database
    finally:
        database.drop_all()


def environment(database: OwnDatabase, folder: Path) -> dict[str, str]:
    """Return the environment of a process that works on this database."""
    return os.environ | {
        # A test that imports movierec.wsgi leaves "web" behind, and with it time-outs of a second.
        "MOVIEREC_ROLE": "command",
        "DATABASE_URL": database.url,
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "movierec.settings",
    }


def migrate(database: OwnDatabase, folder: Path) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment(database, folder), check=True)  # noqa: S603
    database.wait_until_left()
    database.keep("empty")


def state(database: OwnDatabase) -> Fingerprint:
    """Return what is in the database, when those who were killed have left it."""
    database.wait_until_left()
    with closing(database.connect()) as connection:
        found = fingerprint(connection.cursor(), database.vendor)
    database.wait_until_left()
    return found
