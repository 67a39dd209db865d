"""The stand-in as a process of its own; ends when its standard input does, or by SIGTERM."""

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from catalog.tests.stand_in import StandIn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--pages", type=Path, action="append", default=[], help="a folder of pages")
    parser.add_argument("--ca-file", type=Path, help="where to write whom to believe")
    parser.add_argument("--seed", type=int, default=1, help="of faults that hit a share")
    options = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with StandIn(port=options.port, ca_file=options.ca_file, seed=options.seed) as stand_in:
        for folder in options.pages:
            stand_in.folder(folder)
        told = {"port": stand_in.port, "ca_file": str(stand_in.ca_file)}
        sys.stdout.write(json.dumps(told | {"environment": stand_in.environment}) + "\n")
        sys.stdout.flush()
        ended.wait()


if __name__ == "__main__":
    main()
