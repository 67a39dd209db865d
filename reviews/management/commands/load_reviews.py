"""``manage.py load_reviews [PATH…] [--report FILE.json] [--no-score]``."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from catalog.management.commands.load_catalog import (
    check_writable,
    progress_bar,
    summary,
    told_in_one_sentence,
)
from reviews.loading import load_reviews


class Command(BaseCommand):
    help = "Load review files: all of them, or nothing if one is broken. Then score what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="CSV files with imdb_id, rating, text, gzipped or not; none: the sample's reviews",
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE.json",
            help="write what became of every row, with line numbers and reasons",
        )
        parser.add_argument("--no-score", action="store_true", help="leave scoring for later")

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["paths"] or [settings.SAMPLE_DIR / "reviews.csv"]
        if options["report"]:
            check_writable(options["report"])
        with told_in_one_sentence(), progress_bar() as bar:
            report = load_reviews(paths, on_progress=bar)
        if options["report"]:
            text = json.dumps(report.to_dict(), ensure_ascii=False, indent=1)
            options["report"].write_text(text + "\n", encoding="utf-8")
        if options["verbosity"]:
            self.stdout.write("\n".join(summary(report)))
        if not options["no_score"]:
            call_command("score_reviews", verbosity=options["verbosity"], stdout=self.stdout)
