"""Signals end a block, wherever they come."""

import os
import signal
import threading

import pytest

from catalog.termination import Terminated, ending, signals_kept, terminable

RAISED = [(signal.SIGTERM, Terminated), (signal.SIGINT, KeyboardInterrupt)]


def handlers():
    return [signal.getsignal(number) for number, _ in RAISED]


@pytest.mark.parametrize(("number", "raised"), RAISED)
def test_a_signal_is_raised_inside_and_what_was_before_comes_back(number, raised):
    before = handlers()
    with pytest.raises(KeyboardInterrupt) as caught, terminable():
        os.kill(os.getpid(), number)
    assert caught.type is raised
    assert handlers() == before


@pytest.mark.parametrize(("number", "raised"), RAISED)
def test_what_a_library_makes_of_a_signal_that_it_lost_counts_as_the_signal(number, raised):
    with pytest.raises(KeyboardInterrupt) as caught, terminable(), signals_kept():
        try:
            os.kill(os.getpid(), number)
        except KeyboardInterrupt:
            raise TypeError("no data type") from None
    assert caught.type is raised
    assert str(caught.value.__cause__) == "no data type"


def test_an_error_without_a_signal_stays_what_it_is():
    with pytest.raises(KeyboardInterrupt), terminable():
        os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(TypeError, match="mine"), terminable(), signals_kept():
        raise TypeError("mine")


def test_another_thread_leaves_the_signals_alone():
    before, seen = handlers(), []

    def look():
        with terminable():
            seen.append(handlers())

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [before]


def test_an_ending_has_its_word_and_the_code_of_shells():
    assert ending(Terminated()) == ("Terminated", 143)
    assert ending(KeyboardInterrupt()) == ("Interrupted", 130)
