"""What a database holds, in short: to tell whether it is as it was."""

import hashlib
from collections.abc import Mapping
from typing import Any

#: For each table the number of rows and a checksum over them, in any order.
Fingerprint = Mapping[str, tuple[int, str]]
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
}
#: Indexes and constraints, with what they say.
RULES = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master",
    "postgresql": """
        SELECT 'index', indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT 'constraint', conname, conrelid::regclass::text, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
}


def fingerprint(cursor: Any, vendor: str) -> Fingerprint:
    """Return what is in all tables, and, as "rules", their indexes and constraints."""
    cursor.execute(TABLES[vendor])
    queries = {name: f'SELECT * FROM "{name}"' for (name,) in cursor.fetchall()}  # noqa: S608
    queries["rules"] = RULES[vendor]
    return {name: _of_query(cursor, query) for name, query in queries.items()}


def _of_query(cursor: Any, query: str) -> tuple[int, str]:
    cursor.execute(query)
    rows = sorted(map(repr, cursor.fetchall()))
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
