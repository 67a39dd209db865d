"""Build the indexes that similar titles and search come from."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from tqdm import tqdm

from catalog.models import Title
from catalog.search import build_search_index, is_search_built_of
from catalog.staleness import INDEXES, clear_marks
from catalog.text_search import build_text_index
from recommendations.build import build_index, built_fingerprint
from recommendations.models import IndexBuild


class Command(BaseCommand):
    help = "Build the indexes of similar titles and of search, if the catalogue has changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="build even if nothing changed")

    def handle(self, *, force: bool, verbosity: int, **options: Any) -> None:
        started, started_at = time.monotonic(), timezone.now()
        total = Title.objects.recommendable().count()
        try:
            with tqdm(total=total, unit=" titles", disable=verbosity == 0 or None) as bar:
                build = build_index(force=force, on_progress=bar.update)
            # A build of search that failed is stale until it is made of the same state.
            state = built_fingerprint() or ""
            is_stale = force or not is_search_built_of(state)
            names = build_search_index(state) if is_stale else 0
            build_text_index(state, force=force)
        except (OSError, DatabaseError) as error:
            raise CommandError(f"The index could not be built: {error}") from error
        clear_marks(INDEXES, started_at)
        if verbosity:
            self.stdout.write(summary(build, names, time.monotonic() - started))


def summary(build: IndexBuild | None, names: int, seconds: float) -> str:
    """Return what was built, in one line."""
    parts = [f"{build.titles:,} titles with {build.terms:,} terms"] if build else []
    parts += [f"{names:,} names to search"] if names else []
    if not parts:
        return "up to date: the catalogue has not changed (--force builds anyway)"
    return f"{', '.join(parts)}, in {seconds:.1f} s"
