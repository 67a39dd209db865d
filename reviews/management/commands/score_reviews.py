"""``manage.py score_reviews [--all] [--engine NAME]``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reviews.engines import default_engine, engine_named
from reviews.models import Review
from reviews.scoring import score_reviews


class Command(BaseCommand):
    help = "Score the reviews that the present engine has not scored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", help="a name in SENTIMENT_ENGINES; the first by default")
        parser.add_argument("--all", action="store_true", help="score every review anew")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            engine = engine_named(options["engine"]) if options["engine"] else default_engine()
        except KeyError as error:
            raise CommandError(f"SENTIMENT_ENGINES names no engine {error}.") from error
        if options["all"]:
            Review.objects.scored().update(scored_by="")
        outdated = Review.objects.outdated(engine.version)
        with tqdm(total=outdated.count(), unit=" reviews", disable=None, leave=False) as bar:
            scored = score_reviews(outdated, engine, on_progress=bar.update)
        if options["verbosity"]:
            self.stdout.write(f"{scored:,} reviews scored by {engine.version}.")
