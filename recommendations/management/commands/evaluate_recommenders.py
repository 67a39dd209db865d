"""``manage.py evaluate_recommenders [--json] [--movielens PATH…] [--source NAME…] [--split …]``."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from catalog.datasets.errors import DatasetError
from recommendations.evaluation.personal import table
from recommendations.evaluation.personal.reading import Ground, read_file, read_source
from recommendations.evaluation.personal.run import SPLITS, evaluate
from recommendations.evaluation.reading import source_names
from recommendations.evaluation.table import lines
from recommendations.models import Evaluation


class Command(BaseCommand):
    help = "Judge personal recommendations, and those of others, by ratings that are kept back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one line of JSON instead")
        parser.add_argument(
            "--movielens",
            nargs="+",
            type=Path,
            metavar="PATH",
            help="ratings straight from files or folders, in a layout that load_ratings knows",
        )
        parser.add_argument(
            "--source", nargs="+", metavar="NAME", help="ratings of the database, as ml-100k"
        )
        parser.add_argument(
            "--split",
            nargs="+",
            choices=SPLITS,
            default=SPLITS,
            help="what to judge by: the last fifth of each person, newcomers, new titles, ratings",
        )
        parser.add_argument(
            "-n", "--people", type=int, metavar="N", help="take about so many people of each source"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"] is not None and options["people"] < 1:
            raise CommandError("-n must be at least 1.")
        started_at = timezone.now()
        try:
            grounds = self._grounds(**options)
        except DatasetError as error:
            raise CommandError(str(error)) from error
        with tqdm(unit=" rankings", disable=None, leave=False) as bar:

            def on_progress(name: str) -> None:
                bar.set_description(name)
                bar.update()

            results = evaluate(grounds, options["split"], on_progress)
        Evaluation.keep(
            kind=Evaluation.Kind.PERSONAL,
            started_at=started_at,
            finished_at=timezone.now(),
            results=results,
        )
        self._print(results, **options)

    def _grounds(self, **options: Any) -> list[Ground]:
        """Return the ratings that were asked for; all of the database if none were."""
        most = options["people"]
        if options["movielens"]:
            if options["source"]:
                raise CommandError("--source names ratings of the database, --movielens files.")
            read = {str(path): read_file(path, most) for path in options["movielens"]}
        else:
            known = source_names()
            if unknown := sorted(set(options["source"] or ()) - set(known)):
                there = f"There are: {', '.join(known)}." if known else "There are none."
                raise CommandError(f"There are no ratings of {', '.join(unknown)}. {there}")
            read = {name: read_source(name, most) for name in options["source"] or known}
        grounds = [ground for ground in read.values() if ground]
        if not grounds:
            raise CommandError(
                "There are too few ratings to keep some of them back: load_ratings first, or "
                "name files with --movielens."
            )
        for name in (name for name, ground in read.items() if not ground):
            self.stderr.write(f"Left out: {name} has too few people with ratings.")
        return grounds

    def _print(self, results: dict[str, Any], **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(results))
            return
        if not options["verbosity"]:
            return
        for heading, shown in table.tables(results).items():
            self.stdout.write("\n".join([heading, *lines(shown), ""]))
        self.stdout.write("\n".join([*table.basis(results), table.verdict(results)]))
