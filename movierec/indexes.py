"""The indexes of a process that answers requests: opened at its start, exchanged in background."""

import threading
from contextlib import suppress

from django.db import Error, connections

from catalog.database_id import database_id
from catalog.index_store import OpenedOnce
from catalog.search import search_index_stands
from recommendations.build import built_fingerprint


def open_at_start() -> threading.Thread:
    """Open all indexes in a thread, so that the first visitor need not wait for their digests."""
    OpenedOnce.in_background = True
    thread = threading.Thread(target=_open_all, name="open indexes", daemon=True)
    thread.start()
    return thread


def _open_all() -> None:
    try:
        with suppress(Error):  # asked for here, where the connection is closed again
            database_id()
        for stands in (search_index_stands, built_fingerprint):
            stands()  # what is wrong with an index, the store logs
    finally:
        connections.close_all()  # those of this thread
