"""Print the titles most like a title, and why."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.index_store import IndexMissing
from catalog.models import Title
from catalog.search import search_titles
from recommendations.recommend import SimilarTitle, similar_titles
from recommendations.recommenders.base import TooFewFacts


class Command(BaseCommand):
    help = "Print the titles most like the title that the given words find."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="as typed into the search box: matrix 1999, tt0133093")
        parser.add_argument("-n", type=int, default=10, help="how many (default 10)")
        parser.add_argument("--why", action="store_true", help="show all reasons")

    def handle(self, *, name: str, n: int, why: bool, **options: Any) -> None:
        if n < 1:
            raise CommandError("-n must be at least 1.")
        title = Title.objects.filter(pk__in=search_titles(name, 1)).first()
        if title is None:
            raise CommandError(f"No title is called like “{name}”.")
        try:
            found = similar_titles(title, n)
        except IndexMissing as error:
            raise CommandError(f"There is no similarity index: {error}") from error
        except TooFewFacts as error:
            raise CommandError(f"Too little is known of {title} to compare it.") from error
        self.stdout.write(f"Like {title}:")
        for rank, similar in enumerate(found, start=1):
            self._print(rank, similar, why=why)

    def _print(self, rank: int, similar: SimilarTitle, *, why: bool) -> None:
        explanation = similar.explanation
        self.stdout.write(f"{rank:3}. {explanation.total_points:5.1f}  {similar.title}")
        if not why:
            self.stdout.write(f"            {explanation.headline}")
            return
        for line in explanation.lines:
            self.stdout.write(f"     {line.points:+5.1f}  {line.reason.text}")
