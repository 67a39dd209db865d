"""``manage.py load_reviews [PATH…] [--report FILE.json] [--no-score]``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command

from catalog.loading.command import LoadCommand
from reviews.loading import load_reviews


class Command(LoadCommand):
    help = "Load review files: all of them, or nothing if one is broken. Then score what is new."
    paths_help = "CSV files with imdb_id, rating, text, gzipped or not; none: the sample's reviews"
    sample_files = ("reviews.csv",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--no-score", action="store_true", help="leave scoring for later")

    def handle(self, *args: Any, **options: Any) -> None:
        self.load_and_tell(load_reviews, options)
        if not options["no_score"]:
            call_command("score_reviews", verbosity=options["verbosity"], stdout=self.stdout)
