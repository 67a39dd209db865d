"""The indexes of a process that answers requests: opened at its start, exchanged in background."""

import logging
import threading

from django.db import connections

from catalog.database_id import database_id
from catalog.index_store import OpenedOnce
from catalog.search import search_index_stands
from catalog.text_search import text_index_stands
from recommendations.build import built_fingerprint
from recommendations.training.current import is_model_there

logger = logging.getLogger(__name__)


def open_at_start() -> threading.Thread:
    """Open all indexes in a thread, so that the first visitor need not wait for their digests."""
    OpenedOnce.in_background = True
    thread = threading.Thread(target=_open_all, name="open indexes", daemon=True)
    thread.start()
    return thread


def _open_all() -> None:
    try:
        database_id()  # asked for here, where the connection is closed again
        for stands in (search_index_stands, text_index_stands, built_fingerprint, is_model_there):
            stands()  # what is wrong with an index, the store logs
    except Exception as error:  # such as a database that is away
        logger.warning("The indexes are opened at the first request: %s", error)
    finally:
        connections.close_all()  # those of this thread
