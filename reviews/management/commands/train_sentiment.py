"""``manage.py train_sentiment FILE [--output FILE.npz] [--seed N] [--by-film]``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.datasets.errors import DatasetError
from reviews.sentiment.linear import WEIGHTS
from reviews.sentiment_training import TrainingReport, train_engine


class Command(BaseCommand):
    help = "Train the linear sentiment engine on reviews with stars; a few minutes and 4 GB."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="CSV with imdb_id, rating, text; gzipped or not"
        )
        parser.add_argument(
            "--output",
            type=Path,
            default=WEIGHTS,
            help="where the weights go, and a .json of figures beside them; the engine's own place "
            "by default: restart what runs, then score_reviews reads every review anew",
        )
        parser.add_argument("--seed", type=int, default=0, help="the same seed: the same weights")
        parser.add_argument(
            "--by-film", action="store_true", help="measure also with no film in two folds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if output.suffix != ".npz":
            raise CommandError("The output's name must end in .npz.")
        say = self._say if options["verbosity"] > 1 else lambda _: None
        try:
            report = train_engine(
                options["file"],
                output,
                on=timezone.now().date(),
                seed=options["seed"],
                by_film=options["by_film"],
                say=say,
            )
        except (DatasetError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self._tell(report)

    def _say(self, step: str) -> None:
        self.stdout.write(step)
        self.stdout.flush()

    def _tell(self, report: TrainingReport) -> None:
        megabytes = report.size_bytes / 1e6
        self.stdout.write(f"{report.n:,} reviews, {megabytes:.1f} MB in {report.weights}.")
        for engine, figures in report.facts.figures.items():
            for figure in figures:
                self.stdout.write(f"{engine}: {figure.name} {figure.value} ({figure.measured})")
