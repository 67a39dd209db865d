"""One build at a time: what other processes and threads are told, and who frees the lock."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from catalog.index_store import BuildRunning, build_lock, open_current, publish

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys
from pathlib import Path
from catalog.index_store import build_lock
with build_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def holder(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process hold the lock until it is told something, or killed."""
    command = [sys.executable, "-c", HOLDER, str(root)]
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def write_nothing(folder: Path) -> None:
    """Write an index without files."""


def test_another_process_is_told_who_builds_since_when(tmp_path):
    with (
        holder(tmp_path / "similar") as process,
        pytest.raises(BuildRunning) as told,
        build_lock(tmp_path / "similar"),
    ):
        pytest.fail("two processes hold one lock")
    words = str(told.value)
    assert words.startswith("A build of the index “similar” is running since 20")
    assert words.endswith(f" UTC (process {process.pid}).")


def test_nothing_is_published_while_another_process_builds(tmp_path):
    publish(tmp_path, write_nothing, schema=1, facts={})
    with holder(tmp_path), pytest.raises(BuildRunning):
        publish(tmp_path, write_nothing, schema=1, facts={})
    assert open_current(tmp_path, schema=1).folder.name == "000001"


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGTERM])
def test_a_dead_process_holds_nothing_and_what_it_left_is_removed(tmp_path, signal_number):
    with holder(tmp_path) as process:
        (tmp_path / "000001").mkdir()
        process.send_signal(signal_number)
        process.wait(20)
        with build_lock(tmp_path):
            assert not (tmp_path / "000001").exists()


def test_other_roots_are_free(tmp_path):
    with holder(tmp_path / "similar"), build_lock(tmp_path / "search"):
        pass


def test_who_waits_is_told_for_whom_and_goes_on_when_that_has_ended(tmp_path):
    said: list[str] = []
    with holder(tmp_path) as process:

        def on_wait(running: str) -> None:
            said.append(running)
            process.stdin.write("go on\n")
            process.stdin.flush()

        with build_lock(tmp_path, on_wait):
            assert f"(process {process.pid})" in said[0]


def test_a_thread_may_take_its_own_lock_again_and_another_thread_may_not(tmp_path):
    refused: list[BuildRunning] = []

    def try_to_build() -> None:
        try:
            publish(tmp_path, write_nothing, schema=1, facts={})
        except BuildRunning as error:
            refused.append(error)

    with build_lock(tmp_path):
        publish(tmp_path, write_nothing, schema=1, facts={})
        thread = threading.Thread(target=try_to_build)
        thread.start()
        thread.join()
        with build_lock(tmp_path):
            assert len(refused) == 1
    try_to_build()
    assert len(refused) == 1
    assert open_current(tmp_path, schema=1).folder.name == "000002"


def test_a_program_that_is_started_meanwhile_does_not_hold_the_lock(tmp_path):
    with build_lock(tmp_path):
        sleeper = subprocess.Popen(["/bin/sleep", "60"])
    try:
        with holder(tmp_path):
            pass
    finally:
        sleeper.kill()
        sleeper.wait()


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be another user than root, who may do everything; whoever is none may not anyway."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.parametrize("place", ["folder", "lock", "builds"])
def test_what_may_not_be_written_is_an_os_error_and_the_old_index_stays(place):
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)  # others may look
        root = Path(name) / "similar"
        publish(root, write_nothing, schema=1, facts={})
        (root / "lock").chmod(0o444 if place == "lock" else 0o666)
        root.chmod(0o777 if place == "lock" else 0o555)
        if place == "folder":
            (root / "lock").unlink()
        with somebody_else():
            with pytest.raises(PermissionError):
                publish(root, write_nothing, schema=1, facts={})
            assert open_current(root, schema=1).folder.name == "000001"
        root.chmod(0o755)
