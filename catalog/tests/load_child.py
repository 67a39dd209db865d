"""``python -m catalog.tests.load_child ARGUMENT …``: load_catalog in a process that may be killed.

Prints "ready" when Django is, "rows" at every sign of progress. PREPARE, an environment variable,
is SQL for the loader's own connection.
"""

import os
import sys
from typing import Any

import django


def main(arguments: list[str]) -> None:
    django.setup()
    from django.core.management import execute_from_command_line
    from django.db import connection

    from catalog.loading import command

    class TellingWatch(command.Watch):
        """Says aloud that there is progress."""

        def __call__(self, progress: Any) -> None:
            super().__call__(progress)
            say("rows")

    command.Watch = TellingWatch
    connection.ensure_connection()
    if prepare := os.environ.get("PREPARE"):
        with connection.cursor() as cursor:
            cursor.execute(prepare)
    say("ready")
    execute_from_command_line(["manage.py", "load_catalog", "--verbosity=0", *arguments])


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
