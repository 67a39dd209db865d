"""``python -m recommendations.tests.build_child OPTION …``: build_index in a process of its own.

Prints "ready" when Django is. FILE_LIMIT, an environment variable, is the most bytes that a file
may have.
"""

import os
import resource
import sys

import django


def main(arguments: list[str]) -> None:
    django.setup()
    from django.core.management import execute_from_command_line
    from django.db import connection

    connection.ensure_connection()
    if limit := os.environ.get("FILE_LIMIT"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    execute_from_command_line(["manage.py", "build_index", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
