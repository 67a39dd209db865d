"""What hostile services cost: run by hand, ``python -m catalog.tests.hostile [--seconds 8]``.

Each fault is met in a process of its own by a fetch with the limits of production, the stand-in is
in another, so that what is measured is the client's alone. Prints one line for each, and the worst.
"""

# ruff: noqa: T201 - it prints what it measures

import argparse
import json
import resource
import subprocess
import sys
import time

from catalog.clients.errors import ClientError
from catalog.clients.fetch import Fetcher, Limits, Request
from catalog.tests.stand_in.control import Control

SLOW = ("timeout", "drip_status", "drip_head", "drip_body", "drip_chunks", "endless_continue")
LARGE = ("large_50", "large_300", "announced", "negative_chunk", "gzip_bomb", "endless_headers")
INWARD = ("redirect_inner", "redirect_plain", "redirect_elsewhere", "redirect_loop")


def meet(port: int, ca_file: str, seconds: float) -> dict:
    """Fetch once; return how long it took and by how many MB this process has grown."""
    host = f"127.0.0.1:{port}"
    fetch = Fetcher(
        user_agent="movierec",
        trusted=frozenset({host}),
        ca_file=ca_file,
        limits=Limits(total_seconds=seconds),
    )
    hosts = frozenset({host})
    fetch(Request(f"https://{host}/robots.txt", hosts))  # what is imported and opened only once
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    try:
        outcome = str(fetch(Request(f"https://{host}/3/movie/5", hosts)).status)
    except ClientError as error:
        outcome = f"{type(error).__name__}: {error}"
    wall = time.monotonic() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"wall": wall, "grown": grown, "outcome": outcome}


def meet_in_child(port: int, ca_file: str, seconds: float) -> dict:
    command = [sys.executable, "-m", "catalog.tests.hostile", "--meet", str(port), ca_file]
    done = subprocess.run(  # noqa: S603 - ourselves
        [*command, "--seconds", str(seconds)], capture_output=True, check=True, text=True
    )
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--meet", nargs=2)
    options = parser.parse_args()
    if options.meet:
        print(json.dumps(meet(int(options.meet[0]), options.meet[1], options.seconds)))
        return
    stand_in = subprocess.Popen(
        [sys.executable, "-m", "catalog.tests.stand_in"], stdout=subprocess.PIPE, text=True
    )
    try:
        told = json.loads(stand_in.stdout.readline())
        _measure(Control(told["port"], told["ca_file"]), told, options.seconds)
    finally:
        stand_in.terminate()
        stand_in.wait()


def _measure(control: Control, told: dict, seconds: float) -> None:
    late, grown = 0.0, 0.0
    for fault in ("hang", *SLOW, *LARGE, *INWARD):
        control("well")
        if fault == "hang":
            child = _hanging(control, told, seconds)
        else:
            control("fault", name=fault, path="/3/")
            child = meet_in_child(told["port"], told["ca_file"], seconds)
        late, grown = max(late, child["wall"] - seconds), max(grown, child["grown"])
        print(f"{fault:20} {child['wall']:7.2f} s {child['grown']:6.1f} MB  {child['outcome']}")
    inner = control("counters")["inner_connections"]
    print(f"worst wall over the budget of {seconds} s: {late:.3f} s")
    print(f"worst growth: {grown:.1f} MB")
    print(f"connections to addresses not allowed: {inner}")


def _hanging(control: Control, told: dict, seconds: float) -> dict:
    """Meet a server that accepts and never says a word: 3 s for the connection, not 8."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        fetch = Fetcher(
            user_agent="movierec",
            trusted=frozenset({host}),
            limits=Limits(total_seconds=seconds),
        )
        started = time.monotonic()
        try:
            fetch(Request(f"https://{host}/", frozenset({host})))
            outcome = "answered"
        except ClientError as error:
            outcome = f"{type(error).__name__}: {error}"
        return {"wall": time.monotonic() - started, "grown": 0.0, "outcome": outcome}


if __name__ == "__main__":
    main()
