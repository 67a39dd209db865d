"""A thread of the web process that works on jobs, where there is no worker: WORK_IN_WEB."""

import atexit
import socket
import threading
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created

from catalog.jobs.polling import Poller

#: What a web process that ends waits for the job at hand, before it gives it back.
PATIENCE_SECONDS = 3
THREAD_NAME = "work 0"


def work_at_start() -> Poller | None:
    """Start the thread if settings say so; it ends with the process."""
    if not settings.WORK_IN_WEB:
        return None
    connection_created.connect(take_time, dispatch_uid="work in web")
    poller = Poller(f"web@{socket.gethostname()}")
    poller.start()
    atexit.register(end, poller)
    return poller


def end(poller: Poller) -> None:
    """Let the thread finish, or give its job back."""
    poller.stop()
    poller.join(PATIENCE_SECONDS)


def take_time(connection: Any, **_: Any) -> None:
    """Lift the short time-outs of the web process from the connections of the working thread."""
    is_ours = threading.current_thread().name == THREAD_NAME
    if is_ours and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SET statement_timeout = 0; SET lock_timeout = 0;"
                " SET idle_in_transaction_session_timeout = 0"
            )
