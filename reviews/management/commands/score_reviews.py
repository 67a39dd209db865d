"""``manage.py score_reviews [--all] [--engine NAME]``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reviews.engines import default_engine, engine_named
from reviews.models import Review, TitlePulse
from reviews.scoring import begin_anew, score_reviews
from reviews.scoring_job import sum_up


class Command(BaseCommand):
    help = "Read the reviews that the present engine has not read, and sum up their titles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", help="a name in SENTIMENT_ENGINES; the first by default")
        parser.add_argument(
            "--all",
            action="store_true",
            help="read every review anew; if that was broken off before, go on with it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            engine = engine_named(options["engine"]) if options["engine"] else default_engine()
        except KeyError as error:
            raise CommandError(f"SENTIMENT_ENGINES names no engine {error}.") from error
        if options["all"] and not begin_anew():
            self.stdout.write("Going on where the last run was broken off.")
        outdated = Review.objects.outdated(engine.version)
        with _bar(outdated.count(), "reviews") as bar:
            scored = score_reviews(outdated, engine, on_progress=bar.update)
        with _bar(TitlePulse.objects.filter(is_stale=True).count(), "titles") as bar:
            titles = sum_up(bar.update)
        if options["verbosity"]:
            self.stdout.write(f"{scored:,} reviews scored by {engine.version}.")
            self.stdout.write(f"{titles:,} titles summed up.")


def _bar(total: int, unit: str) -> Any:
    return tqdm(total=total, unit=f" {unit}", disable=None, leave=False)
