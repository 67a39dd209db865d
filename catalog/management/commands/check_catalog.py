"""``manage.py check_catalog [--json] [--only NAME…]``."""

import json
from argparse import ArgumentParser
from difflib import get_close_matches
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from catalog.quality import EXPECTATIONS, Report, check_catalog
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
        except KeyError as error:
            raise CommandError(unknown(str(error.args[0]))) from error
        except DatabaseError as error:
            problem = str(error).strip().split("\n")[0]
            raise CommandError(f"The database refused: {problem}.") from error
        self._tell(report, as_json=options["json"])
        if report.is_empty:
            raise CommandError("The catalogue is empty: there is nothing to check. Load it first.")
        if report.failed:
            raise CommandError(f"Required, and not so: {', '.join(report.failed)}.")

    def _tell(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.to_dict(), ensure_ascii=True))
        elif not report.is_empty:
            encoding = getattr(self.stdout, "encoding", None) or "utf-8"
            text = "\n".join(table(report))
            self.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        self.stdout.flush()


def unknown(name: str) -> str:
    """Return what to say of a name that no expectation has."""
    themes = dict.fromkeys(expectation.theme for expectation in EXPECTATIONS)
    names = [*themes, *(expectation.name for expectation in EXPECTATIONS)]
    close = get_close_matches(name, names, n=3) or names
    return f"There is no expectation {name}. There are: {', '.join(close)}."
