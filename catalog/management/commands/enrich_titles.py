"""``manage.py enrich_titles [--limit N] [--stale] [--title SLUG]``."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from catalog.enriching.command import EnrichReport, chosen_titles, enrich_now
from catalog.models import Title


def at_least_one(text: str) -> int:
    """Read a number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is no number from 1 up")
    return int(text)


class Command(BaseCommand):
    help = "Ask TMDB about titles, the most popular first: facts, people, trailers, offers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=at_least_one, default=100, help="titles, at most (100)")
        parser.add_argument(
            "--stale", action="store_true", help="also titles that are due again, not new ones only"
        )
        parser.add_argument(
            "--title", default="", metavar="SLUG", help="this title, whenever asked"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TMDB_API_TOKEN:
            raise CommandError("TMDB_API_TOKEN is not set: see .env.example.")
        try:
            titles = chosen_titles(options["limit"], slug=options["title"], stale=options["stale"])
            with tqdm(total=len(titles), unit=" titles", disable=None, leave=False) as bar:
                report = enrich_now(titles, on_progress=bar.update)
        except Title.DoesNotExist as error:
            raise CommandError(f"There is no title {options['title']!r}.") from error
        except DatabaseError as error:
            problem = str(error).strip().split("\n")[0]
            raise CommandError(f"The database refused: {problem}.") from error
        if options["verbosity"]:
            self.stdout.write(told(report))
        if report.stopped:
            raise CommandError(f"TMDB is not asked any more: {report.stopped}.")
        if report.states["dead"]:
            raise CommandError("Some are given up: the admin's list of jobs says why.")


def told(report: EnrichReport) -> str:
    """Return the report in one sentence."""
    if not report.asked:
        return "TMDB need not be asked about any title."
    later = report.asked - report.fetched - report.unknown - report.states["dead"]
    parts = [
        f"{report.fetched:,} fetched ({report.changed:,} changed)",
        f"{report.unknown:,} unknown to TMDB" if report.unknown else "",
        f"{later:,} to be tried again" if later else "",
        f"{report.states['dead']:,} given up" if report.states["dead"] else "",
    ]
    titles = "title" if report.asked == 1 else "titles"
    return f"{report.asked:,} {titles}: {', '.join(filter(None, parts))}."
