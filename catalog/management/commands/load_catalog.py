"""``manage.py load_catalog [PATH…] [--report FILE.json] [--dry-run] [--force] [--then-build]``."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management import call_command

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
        parser.add_argument(
            "--force",
            action="store_true",
            help="load files that have shrunk to less than half since they were loaded last",
        )
        parser.add_argument(
            "--then-build", action="store_true", help="build the indexes at once when all is in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        load = partial(
            load_files, dry_run=options["dry_run"], force=options["force"], on_wait=self._say_wait
        )
        self.load_and_tell(load, options)
        if options["then_build"] and not options["dry_run"]:
            # A build that runs already does not know this load.
            call_command(
                "build_index", wait=True, verbosity=options["verbosity"], stdout=self.stdout
            )

    def _say_wait(self) -> None:
        self.stderr.write("Another load is running; this one waits until it is done.")
