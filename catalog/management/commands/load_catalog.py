"""``manage.py load_catalog [PATH…] [--report FILE.json] [--dry-run]``."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from catalog.datasets import DatasetError
from catalog.loading import FileReport, LoadReport, Progress, Tally, load_files

SAMPLE_FILES = ("titles.csv", "credits.csv")
COUNTS = ("rows_read", "created", "changed", "unchanged", "skipped")
INTERRUPTED = 130


class Command(BaseCommand):
    help = "Load files of titles into the catalogue: all of them, or nothing if one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="CSV or TSV files, gzipped or not, in any order; none: the sample catalogue",
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE.json",
            help="write what became of every row, with line numbers and reasons",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="do everything but keep the database as it is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["paths"] or [
            settings.SAMPLE_DIR / name for name in SAMPLE_FILES
        ]
        if options["report"]:
            check_writable(options["report"])
        with told_in_one_sentence(), progress_bar() as bar:
            report = load_files(paths, dry_run=options["dry_run"], on_progress=bar)
        if options["report"]:
            text = json.dumps(report.to_dict(), ensure_ascii=False)
            options["report"].write_text(text + "\n", encoding="utf-8")
        if options["verbosity"]:
            self.stdout.write("\n".join(summary(report)))


def check_writable(path: Path) -> None:
    """Raise CommandError unless a report can be written to ``path``; leave it as it was."""
    is_new = not path.exists()
    try:
        with path.open("a", encoding="utf-8"):
            pass
    except OSError as error:
        raise CommandError(f"The report cannot be written: {error.strerror} ({path}).") from error
    if is_new:
        path.unlink()


@contextmanager
def told_in_one_sentence() -> Iterator[None]:
    """Turn what can go wrong with files and databases into one sentence and an exit code."""
    try:
        yield
    except DatasetError as error:
        raise CommandError(f"{error} Nothing was loaded.") from error
    except OSError as error:
        problem = f"{error.strerror or error} ({error.filename})"
        raise CommandError(f"A file cannot be read: {problem}. Nothing was loaded.") from error
    except DatabaseError as error:
        problem = str(error).strip().split("\n")[0]
        raise CommandError(f"The database refused: {problem}. Nothing was loaded.") from error
    except KeyboardInterrupt as error:
        raise CommandError("Interrupted. Nothing was loaded.", returncode=INTERRUPTED) from error


@contextmanager
def progress_bar() -> Iterator[Any]:
    """Give a callback for ``load_files`` that shows a bar on stderr, if that is a terminal."""
    with tqdm(unit=" rows", disable=None, leave=False, file=sys.stderr) as bar:
        loaded: dict[Path, int] = {}

        def show(progress: Progress) -> None:
            bar.set_description(progress.path.name, refresh=False)
            bar.update(progress.rows - loaded.get(progress.path, 0))
            loaded[progress.path] = progress.rows

        yield show


def summary(report: LoadReport) -> Iterator[str]:
    """Yield the lines of the table on the terminal: a row per file, then a line per reason."""
    width = max(len("all files"), *(len(file.path.name) for file in report.files))
    yield f"{'':{width}}" + "".join(f"{name:>11}" for name in COUNTS) + f"{'seconds':>9}"
    for file in report.files:
        counts = [getattr(file, name) for name in COUNTS]
        yield f"{file.path.name:{width}}{_cells(counts)}{file.seconds:9.1f}"
    if len(report.files) > 1:
        seconds = (report.finished_at - report.started_at).total_seconds()
        yield f"{'all files':{width}}{_cells(list(report.totals.values()))}{seconds:9.1f}"
    for file in report.files:
        yield from _remarks(file)
    if report.is_dry_run:
        yield "Dry run: the database is as it was."


def _cells(counts: Sequence[int]) -> str:
    return "".join(f"{count:11,}" for count in counts)


def _remarks(file: FileReport) -> Iterator[str]:
    for reason, tally in file.reasons.items():
        yield f"{file.path.name}: {len(tally.lines):,} skipped, {reason} ({_where(tally)})"
    for note, tally in file.notes.items():
        yield f"{file.path.name}: {len(tally.lines):,} noted, {note} ({_where(tally)})"
    for reason, count in file.nulled.items():
        yield f"{file.path.name}: {count:,} values taken as unknown, {reason}"


def _where(tally: Tally) -> str:
    first = ", ".join(str(line) for line in tally.lines[:3])
    return f"lines {first} …" if len(tally.lines) > 3 else f"line {first}"
