"""Build the indexes that similar titles and search come from."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from catalog.models import Title
from catalog.search import build_search_index, search_index_stands
from recommendations.build import build_index
from recommendations.models import IndexBuild


class Command(BaseCommand):
    help = "Build the indexes of similar titles and of search, if the catalogue has changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="build even if nothing changed")

    def handle(self, *, force: bool, verbosity: int, **options: Any) -> None:
        started = time.monotonic()
        total = Title.objects.recommendable().count()
        try:
            with tqdm(total=total, unit=" titles", disable=verbosity == 0 or None) as bar:
                build = build_index(force=force, on_progress=bar.update)
            names = build_search_index() if build or not search_index_stands() else 0
        except OSError as error:
            raise CommandError(f"The index could not be written: {error}") from error
        if verbosity:
            self.stdout.write(summary(build, names, time.monotonic() - started))


def summary(build: IndexBuild | None, names: int, seconds: float) -> str:
    """Return what was built, in one line."""
    parts = [f"{build.titles:,} titles with {build.terms:,} terms"] if build else []
    parts += [f"{names:,} names to search"] if names else []
    if not parts:
        return "up to date: the catalogue has not changed (--force builds anyway)"
    return f"{', '.join(parts)}, in {seconds:.1f} s"
