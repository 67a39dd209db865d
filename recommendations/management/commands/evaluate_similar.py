"""``manage.py evaluate_similar [--json] [--half HALF] [--source NAME…] [-n QUERIES]``."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from catalog.index_store import IndexMissing
from recommendations.evaluation import table
from recommendations.evaluation.run import NothingToEvaluate, evaluate, read_sources
from recommendations.evaluation.truth import ALL, FITTING, HELD_OUT
from recommendations.models import Evaluation


class Command(BaseCommand):
    help = "Compare similar titles, and what other projects do, with what the same people like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="print a line of JSON for each recommender instead"
        )
        parser.add_argument(
            "--half",
            choices=[HELD_OUT, FITTING, ALL],
            default=HELD_OUT,
            help="titles that are asked about; weights were chosen by those for fitting",
        )
        parser.add_argument(
            "--source", nargs="+", default=[], metavar="NAME", help="ratings, as ml-latest-small"
        )
        parser.add_argument(
            "-n", "--queries", type=int, metavar="N", help="ask about so many titles of each source"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["queries"] is not None and options["queries"] < 1:
            raise CommandError("-n must be at least 1.")
        started_at = timezone.now()
        try:
            results = self._evaluate(**options)
        except NothingToEvaluate as error:
            raise CommandError(str(error)) from error
        except IndexMissing as error:
            raise CommandError(f"There is no similarity index: {error}") from error
        Evaluation.keep(
            kind=Evaluation.Kind.SIMILAR,
            started_at=started_at,
            finished_at=timezone.now(),
            results=results,
        )
        self._print(results, **options)

    def _evaluate(self, **options: Any) -> dict[str, Any]:
        sources = read_sources(options["source"])
        with tqdm(unit=" lists", disable=None, leave=False) as bar:

            def on_progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done)

            return evaluate(sources, options["half"], options["queries"], on_progress)

    def _print(self, results: dict[str, Any], **options: Any) -> None:
        if options["json"]:
            about = {name: figures for name, figures in results.items() if name != "recommenders"}
            for row in results["recommenders"]:
                self.stdout.write(json.dumps(row | about))
            return
        if not options["verbosity"]:
            return
        for shown in (table.figures(results), table.by_truth(results)):
            self.stdout.write("\n".join([*table.lines(shown), ""]))
        self.stdout.write("\n".join([*table.basis(results), table.verdict(results)]))
