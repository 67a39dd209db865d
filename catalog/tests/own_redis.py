"""A Redis that a test may kill, freeze and start again: a process of its own on a free port."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis, RedisError

from conftest import skip_unless

REDIS_SERVER = shutil.which("redis-server")


class OwnRedis:
    """Keeps an append-only file, as a broker should, and comes back on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it runs; return when it answers."""
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603
                [
                    *(REDIS_SERVER, "--port", str(self.port), "--bind", "127.0.0.1"),
                    *("--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"),
                ],
                cwd=self._folder,
                stdout=subprocess.DEVNULL,
            )
        self.thaw()
        deadline = time.monotonic() + 10
        while not self.answers():
            if time.monotonic() > deadline:
                raise TimeoutError("redis-server does not answer")
            time.sleep(0.01)

    def answers(self) -> bool:
        try:
            with Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except RedisError:
            return False

    def client(self) -> Redis:
        return Redis.from_url(self.url, socket_timeout=5)

    def kill(self) -> None:
        """Kill it, as a crash or a power failure does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Stop it without an end: connections open, and nothing answers."""
        self._process.send_signal(signal.SIGSTOP)

    def fill(self) -> None:
        """Let it refuse whatever needs memory, until it is started again."""
        with self.client() as client:
            client.config_set("maxmemory", 1)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    """Give a Redis that runs; skip the test if there is no redis-server."""
    skip_unless(REDIS_SERVER is not None, "redis", "redis-server is not installed")
    server = OwnRedis(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
