"""``manage.py check_catalog [--json] [--only NAME…]``."""

import json
from argparse import ArgumentParser
from difflib import get_close_matches
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from catalog.quality import EXPECTATIONS, Report, UnknownExpectation, check_catalog
from catalog.quality.table import table


class Command(BaseCommand):
    help = "Check what is in the catalogue against what is expected of it; fail if it is required."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document instead")
        parser.add_argument(
            "--only", nargs="+", default=[], metavar="NAME", help="expectations or whole themes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with tqdm(unit=" passes", disable=None, leave=False) as bar:
                report = check_catalog(options["only"], on_progress=bar.update)
            report.save()
        except UnknownExpectation as error:
            raise CommandError(unknown(str(error))) from error
        except DatabaseError as error:
            problem = str(error).strip().split("\n")[0]
            raise CommandError(f"The database refused: {problem}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(report.to_dict()))
        elif options["verbosity"] and not report.is_empty:
            self._print(report)
        if report.is_empty:
            raise CommandError("The catalogue is empty: there is nothing to check. Load it first.")
        if report.failed:
            raise CommandError(f"Required, and not so: {', '.join(report.failed)}.")

    def _print(self, report: Report) -> None:
        """Print the table; what the terminal's encoding lacks is escaped."""
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        text = "\n".join(table(report))
        self.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def unknown(name: str) -> str:
    """Return what to say of a name that no expectation has."""
    themes = dict.fromkeys(expectation.theme for expectation in EXPECTATIONS)
    names = [*themes, *(expectation.name for expectation in EXPECTATIONS)]
    close = get_close_matches(name, names, n=3) or names
    return f"There is no expectation {name}. There are: {', '.join(close)}."
