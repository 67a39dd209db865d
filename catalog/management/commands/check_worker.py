"""Tell a supervisor whether anybody works on jobs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from catalog.jobs import ALIVE_SECONDS, seconds_since_beat

#: The exit code if the database does not say: a restart of the worker would be of no use.
UNKNOWN = 2


class Command(BaseCommand):
    help = "Exit 1 if no worker has shown for a minute that it works, 2 if nobody can tell."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        try:
            age = seconds_since_beat()
        except Error as error:
            raise CommandError(
                f"The database does not say: {str(error).strip()}", returncode=UNKNOWN
            ) from error
        if age is None:
            raise CommandError("No worker has ever shown that it works.")
        told = f"A worker has last shown {age:,.0f} s ago that it works"
        if age > ALIVE_SECONDS:
            raise CommandError(f"{told}: more than {ALIVE_SECONDS}.")
        if verbosity:
            self.stdout.write(f"{told}.")
