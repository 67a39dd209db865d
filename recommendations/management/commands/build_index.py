"""Build the indexes that similar titles and search come from."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from catalog.datasets.paths import printable
from catalog.index_store import BuildRunning
from catalog.models import StaleMark, Title
from catalog.search import build_search_index, is_search_built_of
from catalog.staleness import clear_mark, stale_things
from catalog.termination import INTERRUPTED, TERMINATED, Terminated, terminable
from catalog.text_search import build_text_index, is_text_index_built_of
from recommendations.build import build_index, built_fingerprint
from recommendations.build_history import only_build, recorded_build
from recommendations.embedding_index import build_embeddings
from recommendations.encoders import EncoderMissing
from recommendations.models import IndexBuild

STAYS = "What was built before stays in use."


class Command(BaseCommand):
    help = "Build the indexes of similar titles and of search, if the catalogue has changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="build even if nothing changed")
        parser.add_argument(
            "--wait", action="store_true", help="if a build is running, wait until it has ended"
        )

    def handle(self, *, force: bool, wait: bool, verbosity: int, **options: Any) -> None:
        with told_in_one_sentence(), terminable(), ExitStack() as locks:
            for kind in IndexBuild.Kind.values:
                locks.enter_context(only_build(kind, self._say_wait if wait else None))
            started, seen = time.monotonic(), stale_things()
            total = Title.objects.recommendable().count()
            with tqdm(total=total, unit=" titles", disable=verbosity == 0 or None) as bar:
                build = build_index(force=force, on_progress=bar.update)
            clear_mark(StaleMark.Thing.SIMILAR, seen)
            # A build of search that failed is stale until it is made of the same state.
            state, names = built_fingerprint() or "", 0
            if force or not is_search_built_of(state):
                with recorded_build(IndexBuild.Kind.SEARCH):
                    names = build_search_index(state)
            if force or not is_text_index_built_of(state):
                with recorded_build(IndexBuild.Kind.TEXTS):
                    build_text_index(state)
            clear_mark(StaleMark.Thing.SEARCH, seen)
            vectors = self._build_embeddings(force=force, verbosity=verbosity)
        if verbosity:
            self.stdout.write(summary(build, names, vectors, time.monotonic() - started))

    def _build_embeddings(self, *, force: bool, verbosity: int) -> int:
        """Encode what has changed, if that is asked for; return how many titles have vectors.

        What is missing for it is said, and costs nothing else.
        """
        if not settings.EMBED_MODEL:
            return 0
        total = Title.objects.visible().count()
        try:
            with tqdm(total=total, unit=" texts", disable=verbosity == 0 or None) as bar:
                return build_embeddings(force=force, on_progress=bar.update) or 0
        except EncoderMissing as error:
            self.stderr.write(f"Titles are not compared by meaning: {error}.")
            return 0

    def _say_wait(self, running: str) -> None:
        self.stderr.write(f"{running} This one waits until it has ended.")


@contextmanager
def told_in_one_sentence() -> Iterator[None]:
    """Turn what can go wrong with a build into one sentence and an exit code."""
    try:
        yield
    except BuildRunning as error:
        raise CommandError(f"{error} Nothing was built; --wait waits for it.") from error
    except Terminated as error:
        raise CommandError(f"Terminated. {STAYS}", returncode=TERMINATED) from error
    except KeyboardInterrupt as error:
        raise CommandError(f"Interrupted. {STAYS}", returncode=INTERRUPTED) from error
    except (OSError, DatabaseError, MemoryError) as error:
        problem = problem_of(error)
        raise CommandError(f"The index could not be built: {problem}. {STAYS}") from error


def problem_of(error: Exception) -> str:
    """Return what is wrong, in a phrase."""
    if isinstance(error, MemoryError):
        return "there is too little memory"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({printable(error.filename or 'unknown')})"
    problem = str(error).strip().split("\n")[0]
    # What numpy says when a file could be written in part only.
    if isinstance(error, OSError) and problem.endswith("written"):
        return "the disk is full, or files may not grow so large"
    return problem


def summary(build: IndexBuild | None, names: int, vectors: int, seconds: float) -> str:
    """Return what was built, in one line."""
    parts = [f"{build.titles:,} titles with {build.terms:,} terms"] if build else []
    parts += [f"{names:,} names to search"] if names else []
    parts += [f"{vectors:,} titles compared by meaning"] if vectors else []
    if not parts:
        return "up to date: the catalogue has not changed (--force builds anyway)"
    return f"{', '.join(parts)}, in {seconds:.1f} s"
