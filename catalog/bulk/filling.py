"""Fill one empty table with millions of rows while those that it refers to stay readable.

``SetAside`` would drop the table's foreign keys, and PostgreSQL locks what a dropped key refers to
against readers until the transaction ends. So there a double of the table is filled, which never
had any; in the end it gets them, and takes the table's place at once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Model

from catalog.bulk.frames import insert_frame, insert_into
from catalog.bulk.indexes import SetAside

SQLITE_CACHE_KIB = 131_072


@contextmanager
def filling(model: type[Model]) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Give what inserts a frame into the table; if it is empty, its indexes are made at the end.

    An empty table shows none of the rows before the end, and others wait to write to it. Raises
    IntegrityError if rows break a rule, at the latest then. On PostgreSQL no other table may refer
    to an empty one.
    """
    with room_for_keys():
        if not _stays_empty(model):
            yield partial(insert_frame, model)
        elif connection.vendor == "postgresql":
            with _double(model._meta.db_table) as double:
                yield partial(insert_into, double)
        else:
            aside = SetAside.of_empty([model])
            yield partial(insert_frame, model)
            aside.restore()


@contextmanager
def room_for_keys() -> Iterator[None]:
    """Let SQLite keep the pages on which it looks up foreign keys.

    In its own 2 MB it would read a page for nearly every row.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")


def _stays_empty(model: type[Model]) -> bool:
    """Return whether the table is empty; if so, nobody else can write to it from now on."""
    rows = model._default_manager.all()
    if rows.exists() or connection.vendor != "postgresql":
        return not rows.exists()
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {_quoted(model._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE")
    return not rows.exists()  # somebody may have been faster


@contextmanager
def _double(table: str) -> Iterator[str]:
    """Give the name of an empty double, which replaces the table at the end.

    It has the columns, their defaults and checks at once; keys and indexes when it is filled.
    """
    name = f"{table}_filling"
    old, double = _quoted(table), _quoted(name)
    with connection.cursor() as cursor:
        # What is to be checked at the end of a transaction would stand in the way of DROP TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        copied = "DEFAULTS INCLUDING IDENTITY INCLUDING CONSTRAINTS INCLUDING STORAGE"
        cursor.execute(f"CREATE TABLE {double} (LIKE {old} INCLUDING {copied})")
        yield name
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        renamed = _add_indexes(cursor, table, name)
        cursor.execute(_FOREIGN_KEYS, [old])
        for key, definition in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {double} ADD CONSTRAINT {key} {definition}")
        cursor.execute(_SEQUENCES, [old, double])
        renamed += [("SEQUENCE", *names) for names in cursor.fetchall()]
        # From here on readers wait, for as long as it takes to rename.
        cursor.execute(f"DROP TABLE {old}")
        for kind, now, then in (("TABLE", double, old), *renamed):
            cursor.execute(f"ALTER {kind} {now} RENAME TO {then}")


def _add_indexes(cursor: Any, table: str, double: str) -> list[tuple[str, str, str]]:
    """Make the table's indexes for its double; return ("INDEX", name now, name in the end)."""
    cursor.execute(_INDEXES, [_quoted(table)])
    renamed = []
    for number, (name, constraint, definition) in enumerate(cursor.fetchall()):
        index, owner = _quoted(f"{double}_{number}"), _quoted(double)
        head, _, columns = definition.partition(" USING ")
        unique = "UNIQUE " if head.startswith("CREATE UNIQUE") else ""
        cursor.execute(f"CREATE {unique}INDEX {index} ON {owner} USING {columns}")
        if constraint:
            cursor.execute(
                f"ALTER TABLE {owner} ADD CONSTRAINT {index} {constraint} USING INDEX {index}"
            )
        renamed.append(("INDEX", index, name))
    return renamed


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


#: The indexes of a table, and of which kind of constraint they are.
_INDEXES = """
    SELECT quote_ident(relname),
        CASE contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' END,
        pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    LEFT JOIN pg_constraint ON conindid = indexrelid AND conrelid = indrelid
    WHERE indrelid = %s::regclass ORDER BY indexrelid
"""
_FOREIGN_KEYS = """
    SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype = 'f' ORDER BY conname
"""
#: The double's sequences of keys, and what the table's own are called.
_SEQUENCES = """
    SELECT quote_ident(new.relname), quote_ident(old.relname)
    FROM pg_depend AS of_old JOIN pg_class AS old ON old.oid = of_old.objid AND old.relkind = 'S',
        pg_depend AS of_new JOIN pg_class AS new ON new.oid = of_new.objid AND new.relkind = 'S'
    WHERE of_old.refobjid = %s::regclass AND of_new.refobjid = %s::regclass
        AND of_old.refobjsubid = of_new.refobjsubid
"""
