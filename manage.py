#!/usr/bin/env python
"""Run a management command of movierec."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "movierec.settings")
    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:  # of a command that has nothing of its own to say about it
        if "--traceback" in sys.argv:
            raise
        problem = str(error).strip().split("\n")[0]
        sys.exit(f"The database refused: {problem}. (--traceback shows where.)")
