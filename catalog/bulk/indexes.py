"""Indexes out of the way while an empty table is filled: building them at the end is faster."""

from collections.abc import Iterable
from typing import Self

from django.db import connection
from django.db.models import Model


class SetAside:
    """The indexes and foreign keys of empty tables, dropped now and made again by ``restore``.

    Everything is part of the transaction, so whatever breaks, the tables keep what they had.
    PostgreSQL locks the tables against readers meanwhile: they would have found nothing.
    Primary keys of tables that others refer to stay; so do, on SQLite, unique constraints.
    """

    def __init__(self) -> None:
        self._restoring: list[str] = []
        self._tables: list[str] = []

    @classmethod
    def of_empty(cls, models: Iterable[type[Model]]) -> Self:
        """Set aside the indexes of those ``models`` that have no rows."""
        aside = cls()
        aside._tables = [m._meta.db_table for m in models if not m._default_manager.exists()]
        for table in aside._tables:
            if connection.vendor == "postgresql":
                aside._drop_on_postgresql(table)
            else:
                aside._drop_on_sqlite(table)
        return aside

    def restore(self) -> None:
        """Make them again, and let PostgreSQL look at what is in the tables now.

        Raises IntegrityError if the rows do not satisfy them.
        """
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql" and self._restoring:
                cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            # Indexes first: foreign keys are checked by joins that may use them.
            for statement in sorted(self._restoring, key=lambda sql: "FOREIGN KEY" in sql):
                cursor.execute(statement)
            for table in self._tables if connection.vendor == "postgresql" else ():
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
        self._restoring.clear()

    def _drop_on_postgresql(self, table: str) -> None:
        quoted = connection.ops.quote_name(table)
        with connection.cursor() as cursor:
            # A table with checks that are put off till the end may not be altered before it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(_CONSTRAINTS, [quoted, quoted])
            for name, definition in cursor.fetchall():
                self._restoring.append(f"ALTER TABLE {quoted} ADD CONSTRAINT {name} {definition}")
                cursor.execute(f"ALTER TABLE {quoted} DROP CONSTRAINT {name}")
            cursor.execute(_INDEXES, [quoted])
            for name, definition in cursor.fetchall():
                self._restoring.append(definition)
                cursor.execute(f"DROP INDEX {name}")

    def _drop_on_sqlite(self, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master"
                " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
                [table],
            )
            for name, definition in cursor.fetchall():
                self._restoring.append(definition)
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


#: Unique constraints and foreign keys of a table; its primary key too, unless others refer to it.
_CONSTRAINTS = """
    SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND (contype IN ('u', 'f') OR contype = 'p' AND NOT EXISTS (
        SELECT FROM pg_constraint AS other WHERE other.confrelid = %s::regclass))
    ORDER BY contype
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = %s::regclass AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)
"""
