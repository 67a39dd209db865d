"""SIGTERM ends a command as Ctrl-C does: what it began is taken back, and it says so."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class Terminated(KeyboardInterrupt):
    """Somebody sent SIGTERM."""


RAISED = {signal.SIGINT: KeyboardInterrupt, signal.SIGTERM: Terminated}

#: What the signals raised that came inside ``terminable``, in their order.
_came: list[type[KeyboardInterrupt]] = []


@contextmanager
def terminable() -> Iterator[None]:
    """Raise Terminated inside when SIGTERM comes, KeyboardInterrupt when SIGINT does.

    Only a main thread can be told: in another one nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _end) for number in RAISED}
    try:
        with signals_kept():
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _came.clear()


@contextmanager
def signals_kept() -> Iterator[None]:
    """Raise what a signal raised also where it got lost and something else came of it.

    A compiled library may drop the exception that a signal raised while it called Python, and
    fail of what it has not got then: polars says of its own types that they are none.
    """
    try:
        yield
    except Exception as error:
        if _came:
            raise _came[0] from error
        raise


def ending(error: KeyboardInterrupt) -> tuple[str, int]:
    """Return the word for what ended a command, and the exit code that shells give it."""
    if isinstance(error, Terminated):
        return "Terminated", 128 + signal.SIGTERM
    return "Interrupted", 128 + signal.SIGINT


def _end(signal_number: int, frame: FrameType | None) -> NoReturn:
    raised = RAISED[signal.Signals(signal_number)]
    _came.append(raised)
    raise raised
