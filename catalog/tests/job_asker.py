"""A process that does what it is told on stdin, a line of JSON at a time: see ``Asker``."""

import json
import sys
import time
import zlib
from typing import Any

import django


def main() -> None:
    django.setup()
    for line in sys.stdin:
        order = json.loads(line)
        answer = globals()[order.pop("do")](**order)
        print(json.dumps(answer), flush=True)  # noqa: T201


def make(names: list[str]) -> dict[str, Any]:
    from catalog.tests.factories import make_title

    titles = [make_title(name, tmdb_id=zlib.crc32(name.encode()) % 10**6) for name in names]
    return {"paths": [title.get_absolute_url() for title in titles]}


def ask(kind: str, subjects: list[int]) -> dict[str, Any]:
    from catalog import jobs

    seconds, states = [], []
    for subject in subjects:
        started = time.perf_counter()
        states.append(jobs.ask(kind, subject).state)
        seconds.append(time.perf_counter() - started)
    return {"seconds": seconds, "states": states}


def get(paths: list[str]) -> dict[str, Any]:
    from django.test import Client

    client = Client(raise_request_exception=False)
    seconds, statuses = [], []
    for path in paths:
        started = time.perf_counter()
        statuses.append(client.get(path, headers={"host": "localhost"}).status_code)
        seconds.append(time.perf_counter() - started)
    return {"seconds": seconds, "statuses": statuses}


if __name__ == "__main__":
    main()
