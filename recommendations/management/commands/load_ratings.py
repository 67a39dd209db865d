"""``manage.py load_ratings PATH… [--source NAME] [--report FILE.json] [--dry-run]``."""

from argparse import ArgumentParser
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.management.base import CommandError

from catalog.loading import LoadReport
from catalog.loading.command import LoadCommand, told_in_one_sentence
from recommendations.rating_files import find_rating_file
from recommendations.rating_loading import RatingReport, load_ratings


class Command(LoadCommand):
    help = "Load ratings by people: all of the files, or nothing if one is broken."
    paths_help = "files of ratings, gzipped or not, or the folders that they lie in"
    sample_files = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--source",
            default="",
            metavar="NAME",
            help="whose numbering of people it is; else the name of the folder, as ml-25m",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="do everything but keep the database as it is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["paths"]:
            raise CommandError("Name files of ratings, or the folders that they lie in.")
        with told_in_one_sentence():
            files = [find_rating_file(path) for path in options["paths"]]
        # A report must not replace what lies beside the ratings either.
        beside = [path for file in files for path in (file.people, file.movies) if path]
        paths = [file.path for file in files]
        load = partial(load_ratings, source=options["source"], dry_run=options["dry_run"])
        self.load_and_tell(
            lambda _, on_progress: load(paths, on_progress=on_progress),
            {**options, "paths": [*paths, *beside]},
        )

    def _tell(self, report: LoadReport, options: Mapping[str, Any]) -> None:
        super()._tell(report, options)
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        for file in report.files:
            if options["verbosity"] and isinstance(file, RatingReport):
                text = "\n".join(file.closing_lines())
                self.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
