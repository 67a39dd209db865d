"""Whole frames into tables and back: COPY on PostgreSQL, ``executemany`` on SQLite.

Knows tables, not what is in them. Everything happens in the caller's transaction.
"""

from catalog.bulk.background import writing_in_background
from catalog.bulk.filling import filling, room_for_keys
from catalog.bulk.frames import insert_frame, read_frame
from catalog.bulk.ids import IdPool
from catalog.bulk.indexes import SetAside
from catalog.bulk.rows import delete_rows, select_rows
from catalog.bulk.staging import update_frame

__all__ = [
    "IdPool",
    "SetAside",
    "delete_rows",
    "filling",
    "insert_frame",
    "read_frame",
    "room_for_keys",
    "select_rows",
    "update_frame",
    "writing_in_background",
]
