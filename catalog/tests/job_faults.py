"""Background work under fire: ``python -m catalog.tests.job_faults --jobs 1000 --faults 100``.

Real Celery workers with prefork children and beat, a real Redis of its own, a database of its own
on a real PostgreSQL. While jobs are worked on, of which 30 % of all tries get a bad answer, workers
and children are killed (kill -9), Redis is killed and started again or frozen for a while, and
PostgreSQL ends all connections of the database. With ``--restart COMMAND`` the server is restarted,
too: only for one that is nobody else's. What dies is started again, as a supervisor does. In the
end every job must be done, none lost, none stored twice. Those that have died of five bad answers
are tried again, as an analyst does.
"""

import argparse
import os
import random
import shlex
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from catalog.tests.job_processes import BEAT, TABLE, WORKER, Process, job_environment, kill_if_there
from catalog.tests.own_databases import PostgresqlDatabase, own_database
from catalog.tests.own_redis import OwnRedis, own_redis

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
#: Nothing has happened for so long: something is stuck.
STUCK_SECONDS = 90


@dataclass
class Fight:
    """The processes of background work, and who attacks them."""

    database: PostgresqlDatabase
    redis: OwnRedis
    workers: list[Process]
    beat: Process
    rng: random.Random
    #: What restarts the server of the database; empty if it is others', too.
    restart: Sequence[str] = ()
    faults: Counter[str] = field(default_factory=Counter)

    def revive(self) -> None:
        """Start again what is dead: a supervisor's work."""
        for process in (*self.workers, self.beat):
            if not process.is_alive():
                process.start()

    def attack(self) -> None:
        """Do one of the faults, any."""
        faults = [
            ("worker killed", self.kill_worker),
            ("child killed", self.kill_child),
            ("Redis killed", self.kill_redis),
            ("Redis frozen", self.freeze_redis),
            ("PostgreSQL connections ended", self.end_connections),
        ]
        if self.restart:
            faults.append(("PostgreSQL restarted", self.restart_postgresql))
        name, fault = self.rng.choice(faults)
        fault()
        self.faults[name] += 1

    def kill_worker(self) -> None:
        self.rng.choice(self.workers).kill()

    def kill_child(self) -> None:
        children = [pid for worker in self.workers for pid in worker.children()]
        if children:
            kill_if_there(self.rng.choice(children))

    def kill_redis(self) -> None:
        self.redis.kill()
        time.sleep(self.rng.uniform(0, 1))
        self.redis.start()

    def freeze_redis(self) -> None:
        self.redis.freeze()
        time.sleep(self.rng.uniform(0.5, 3))
        self.redis.thaw()

    def end_connections(self) -> None:
        for pid in self.database.backends():
            self.database.do("SELECT pg_terminate_backend(%s)", pid)

    def restart_postgresql(self) -> None:
        subprocess.run(self.restart, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


@contextmanager
def fighting(
    folder: Path, server: str, suffix: str, seed: int, restart: Sequence[str]
) -> Iterator[Fight]:
    """Give two workers with two children each, and beat, at work."""
    with ExitStack() as stack:
        database = stack.enter_context(own_database("postgresql", folder, server, suffix))
        redis = stack.enter_context(own_redis(folder))
        env = job_environment(database, folder, redis.url)
        processes = []
        for name, command in (("one", WORKER), ("two", WORKER), ("beat", BEAT)):
            named = [*command, "--hostname", f"{name}@here"] if command is WORKER else command
            processes.append(Process(named, env, folder / f"{name}.log"))
            stack.callback(processes[-1].end, 5)
        *workers, beat = processes
        fight = Fight(database, redis, workers, beat, random.Random(seed), restart)
        with closing(database.connect()) as connection:
            connection.cursor().execute(TABLE)
            connection.commit()
        fight.revive()
        yield fight


def run(fight: Fight, n_jobs: int, n_faults: int) -> dict[str, int]:
    """Ask for the jobs, attack while they are done, and count what came of them."""
    from catalog import jobs
    from catalog.models import Job

    jobs.ask_many("faulty", range(n_jobs))
    tried_again = 0
    progress = Progress()
    while True:
        states = Counter(retried(lambda: list(Job.objects.values_list("state", flat=True))))
        ended = states["done"] + states["dead"]
        attacks = sum(fight.faults.values())
        if ended == n_jobs:
            if not states["dead"]:
                break
            tried_again += retried(lambda: jobs.try_again(Job.objects.filter(state="dead")))
        # Evenly over the jobs, the last fault well before the last job.
        if attacks < min(n_faults, (ended + 1) * n_faults / (0.9 * n_jobs)):
            fight.attack()
        fight.revive()
        print(f"\r{dict(states)}, {attacks} faults ", end="", file=sys.stderr)  # noqa: T201
        if progress.is_stuck((ended, attacks)):
            break
        time.sleep(0.2)
    return {**outcome(fight, n_jobs), "tried again by hand": tried_again}


class Progress:
    """Tells when nothing has changed for long."""

    def __init__(self) -> None:
        self.seen: object = None
        self.since = time.monotonic()

    def is_stuck(self, now: object) -> bool:
        if now != self.seen:
            self.seen, self.since = now, time.monotonic()
        return time.monotonic() - self.since > STUCK_SECONDS


def outcome(fight: Fight, n_jobs: int) -> dict[str, int]:
    """Count what is done, lost and written twice; both by state and by what was written."""
    from catalog.models import Job

    done = set(Job.objects.filter(state="done").values_list("key", flat=True))
    with closing(fight.database.connect()) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT job, count(*) FROM job_completions GROUP BY job")
        written = dict(cursor.fetchall())
    return {
        "done": len(done & set(written)),
        "lost": n_jobs - len(done & set(written)),
        "written twice": sum(count > 1 for count in written.values()),
        "claims": sum(Job.objects.values_list("token", flat=True)),
    }


def retried(do: Callable[[], Any]) -> Any:
    """Do it again where our own connection was one of those that were ended."""
    from django.db import Error, connection

    while True:
        try:
            return do()
        except Error:
            connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--server", default=SERVER)
    parser.add_argument("--restart", type=shlex.split, default=(), help="restarts that server")
    parser.add_argument("--suffix", default="_faults")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--logs", type=Path, help="keep what workers say in this folder")
    options = parser.parse_args()
    with TemporaryDirectory() as place:
        folder = options.logs or Path(place)
        with fighting(
            folder, options.server, options.suffix, options.seed, options.restart
        ) as fight:
            os.environ.update(job_environment(fight.database, folder, fight.redis.url))
            import django

            django.setup()
            started = time.monotonic()
            counted = run(fight, options.jobs, options.faults)
    counted["seconds"] = round(time.monotonic() - started)
    print(f"\n{dict(fight.faults)}", file=sys.stderr)  # noqa: T201
    print(", ".join(f"{name}: {count}" for name, count in counted.items()))  # noqa: T201
    sys.exit(counted["lost"] > 0 or counted["written twice"] > 0)


if __name__ == "__main__":
    main()
