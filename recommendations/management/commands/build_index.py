"""Build the indexes that similar titles and search come from."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from catalog.datasets.paths import printable
from catalog.index_store import BuildRunning
from catalog.models import Title
from catalog.termination import ending, terminable
from recommendations.build_all import Built, build_all
from recommendations.embedding_index import build_embeddings
from recommendations.encoders import EncoderMissing

STAYS = "What was built before stays in use."


class Command(BaseCommand):
    help = "Build the indexes of similar titles and of search, if the catalogue has changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="build even if nothing changed")
        parser.add_argument(
            "--wait", action="store_true", help="if a build is running, wait until it has ended"
        )

    def handle(self, *, force: bool, wait: bool, verbosity: int, **options: Any) -> None:
        with told_in_one_sentence(), terminable():
            started = time.monotonic()
            total = Title.objects.recommendable().count()
            with tqdm(total=total, unit=" titles", disable=verbosity == 0 or None) as bar:
                on_wait = self._say_wait if wait else None
                built = build_all(force=force, on_wait=on_wait, on_progress=bar.update)
            vectors = self._build_embeddings(force=force, verbosity=verbosity)
        if verbosity:
            self.stdout.write(summary(built, vectors, time.monotonic() - started))

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
    except KeyboardInterrupt as error:
        word, code = ending(error)
        raise CommandError(f"{word}. {STAYS}", returncode=code) from error
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


def summary(built: Built, vectors: int, seconds: float) -> str:
    """Return what was built, in one line."""
    similar = built.similar
    parts = [f"{similar.titles:,} titles with {similar.terms:,} terms"] if similar else []
    parts += [f"{built.names:,} names to search"] if built.names else []
    parts += [f"{vectors:,} titles compared by meaning"] if vectors else []
    if not parts:
        return "up to date: the catalogue has not changed (--force builds anyway)"
    return f"{', '.join(parts)}, in {seconds:.1f} s"
