"""A database of the bench's own: made, migrated, emptied between measurements, dropped.

Settings read its address from the environment, so nothing may touch them before it is open: a
bench asks Django for models by their names.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import django
import psycopg2
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections
from django.db.models import Model

DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def default_server() -> str:
    """Return the PostgreSQL server that DATABASE_URL names, or the one of this machine."""
    # Not by way of settings: they would open that database, not the scratch one.
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else DEFAULT_SERVER


@contextmanager
def scratch_database(db: str, server: str) -> Iterator[Path]:
    """Set Django up with an empty migrated database; yield a folder for files beside it.

    ``db`` is "sqlite", a file in that folder, or "postgresql", a new database at ``server``.
    Raises SystemExit if there is no such server.
    """
    with TemporaryDirectory(prefix="movierec-bench-") as place:
        folder = Path(place)
        with postgresql_database(server) if db == "postgresql" else _sqlite(folder) as url:
            os.environ |= {
                "MOVIEREC_ROLE": "command",
                "DATABASE_URL": url,
                "DATA_DIR": place,
                "DEBUG": "false",  # else Django keeps every statement in memory
                "DJANGO_SETTINGS_MODULE": "movierec.settings",
            }
            django.setup()
            call_command("migrate", verbosity=0)
            if connection.vendor == "sqlite":
                connections.close_all()
                shutil.copy(_sqlite_file(), folder / "empty.sqlite3")
            try:
                yield folder
            finally:
                connections.close_all()


def catalog_models() -> list[type[Model]]:
    """Return the models of all tables of the catalogue, tables of links as well."""
    return list(apps.get_app_config("catalog").get_models(include_auto_created=True))


def count_rows() -> dict[str, int]:
    """Return {table: rows} of the catalogue's tables that have any."""
    counts = {m._meta.db_table: m._default_manager.count() for m in catalog_models()}
    return {table: n for table, n in counts.items() if n}


def empty_database() -> None:
    """Let the tables of the catalogue be as they were after migrating."""
    if connection.vendor == "sqlite":
        # Not DELETE: its free pages would be filled again, which is not what a new file does.
        connections.close_all()
        database = _sqlite_file()
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
        shutil.copy(database.with_name("empty.sqlite3"), database)
        return
    tables = ", ".join(connection.ops.quote_name(m._meta.db_table) for m in catalog_models())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    _settle()


def server_version() -> str:
    """Return the name and version of the database."""
    connection.ensure_connection()
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}"


def _settle() -> None:
    """Write out what earlier measurements left in PostgreSQL's memory, where that is allowed."""
    with suppress(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")


def _sqlite_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'scratch.sqlite3'}"


@contextmanager
def postgresql_database(server: str) -> Iterator[str]:
    """Make an empty database at ``server``, yield its address, and drop it.

    Raises SystemExit if there is no such server.
    """
    name = f"movierec_bench_{secrets.token_hex(6)}"
    try:
        connected = psycopg2.connect(server)
    except psycopg2.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise SystemExit(f"PostgreSQL does not answer: {reason}") from error
    with closing(connected) as admin:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            try:
                yield urlsplit(server)._replace(path=f"/{name}").geturl()
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
