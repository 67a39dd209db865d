"""``manage.py load_catalog [PATH…] [--report FILE.json] [--dry-run]``."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from catalog.loading import load_files
from catalog.loading.command import LoadCommand


class Command(LoadCommand):
    help = "Load files of titles into the catalogue: all of them, or nothing if one is broken."
    paths_help = "CSV or TSV files, gzipped or not, in any order; none: the sample catalogue"
    sample_files = ("titles.csv", "credits.csv")

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--dry-run", action="store_true", help="do everything but keep the database as it is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.load_and_tell(partial(load_files, dry_run=options["dry_run"]), options)
