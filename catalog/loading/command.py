"""What the commands that load files have in common: paths, a report, one sentence for errors."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from catalog.datasets import DatasetError
from catalog.datasets.paths import printable
from catalog.loading.load import Progress
from catalog.loading.report import LoadReport
from catalog.loading.summary import summary
from catalog.termination import ending, terminable


class LoadCommand(BaseCommand):
    """A command that loads files, all or none of them, and tells what became of every row."""

    #: What is loaded if no path is given, in ``settings.SAMPLE_DIR``.
    sample_files: tuple[str, ...]
    paths_help: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=self.paths_help)
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE.json",
            help="write what became of every row, with line numbers and reasons",
        )

    def load_and_tell(self, load: Callable[..., LoadReport], options: Mapping[str, Any]) -> None:
        """Call ``load(paths, on_progress=…)``, write its report and print the summary.

        Raises CommandError: before anything is loaded, or about the report of what is loaded.
        """
        paths = options["paths"] or [settings.SAMPLE_DIR / name for name in self.sample_files]
        if options["report"]:
            check_report_path(options["report"], paths)
        with progress_bar(paths) as watch:
            try:
                with told_in_one_sentence(watch), terminable():
                    report = load(paths, on_progress=watch)
            except CommandError as error:
                self._tell_failure(error, watch, options)
                raise
        try:
            self._tell(report, options)
        except (OSError, ValueError, AttributeError) as error:
            # What Python still holds for a broken stdout would fail once more when it ends.
            with suppress(OSError, ValueError, AttributeError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())
            # No OSError: stdout has been closed, or was never open and is None.
            problem = getattr(error, "strerror", None) or "the output is closed"
            done = "The dry run is done" if report.is_dry_run else "Loaded"
            raise CommandError(
                f"{done}, but the report could not be written: {problem}."
            ) from error

    def _tell_failure(
        self, error: CommandError, watch: "Watch", options: Mapping[str, Any]
    ) -> None:
        """Write into the report that nothing was loaded, why, and where it stopped."""
        if options["report"]:
            told = {"loaded": False, "error": str(error), "stopped_at": watch.to_dict()}
            with suppress(OSError):
                text = json.dumps(told, ensure_ascii=False) + "\n"
                options["report"].write_text(text, "utf-8", "backslashreplace")

    def _tell(self, report: LoadReport, options: Mapping[str, Any]) -> None:
        if options["report"]:
            text = json.dumps(report.to_dict(), ensure_ascii=False) + "\n"
            options["report"].write_text(text, encoding="utf-8", errors="backslashreplace")
        if options["verbosity"]:
            encoding = getattr(self.stdout, "encoding", None) or "utf-8"
            text = "\n".join(summary(report))
            self.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self.stdout.flush()


def check_report_path(path: Path, inputs: Sequence[Path]) -> None:
    """Raise CommandError unless a report can be written to ``path``; leave all as it is."""
    target = Path(os.path.realpath(path))  # a link that leads nowhere yet is one to write through
    try:
        problem = _why_no_report(target, inputs)
    except OSError as error:
        problem = error.strerror or str(error)
    if problem:
        raise CommandError(f"The report cannot be written: {problem} ({printable(path)}).")


def _why_no_report(target: Path, inputs: Sequence[Path]) -> str | None:
    """Return what is wrong with the place; raises OSError if that is what the system says."""
    is_new = not target.exists()
    if not is_new and not target.is_file():
        return "it is no regular file"
    if not is_new and any(_is_same(path, target) for path in inputs):
        return "it would replace a file that is to be loaded"
    with target.open("a", encoding="utf-8"):
        pass
    if is_new:
        target.unlink()
    return None


def _is_same(path: Path, target: Path) -> bool:
    """Tell whether both are one file; what cannot be looked at is none, and told of later."""
    try:
        return path.samefile(target)
    except OSError:
        return False


class Watch:
    """Follows a load: shows a bar with rows a second and the time left, if there is a terminal."""

    def __init__(self, bar: Any, sizes: Mapping[Path, int]) -> None:
        """``sizes`` are the bytes of the files; what is done of them moves the bar."""
        self._bar, self._sizes = bar, sizes
        self._done: dict[Path, Progress] = {}
        self._last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        self._last = self._done[progress.path] = progress
        done = sum(self._sizes.get(path, 0) * seen.share for path, seen in self._done.items())
        rows = sum(seen.rows for seen in self._done.values())
        seconds = max(self._bar.format_dict["elapsed"], 0.001)
        self._bar.set_description(printable(progress.path.name), refresh=False)
        self._bar.set_postfix_str(f"{rows:,} rows, {rows / seconds:,.0f} a second", refresh=False)
        self._bar.update(done - self._bar.n)

    @property
    def place(self) -> str:
        """Return how far it has come, as the end of a sentence; "" before the first rows."""
        last = self._last
        return f" after {last.rows:,} rows of {printable(last.path.name)}" if last else ""

    def to_dict(self) -> dict[str, Any] | None:
        last = self._last
        return {"file": printable(last.path), "rows": last.rows} if last else None


@contextmanager
def progress_bar(paths: Sequence[Path]) -> Iterator[Watch]:
    """Give a callback for loaders that shows a bar on stderr, if that is a terminal."""
    sizes = {path: _size(path) for path in paths}
    shape = "{desc}: {percentage:3.0f}%|{bar}| {postfix}, {remaining} left"
    with tqdm(
        total=sum(sizes.values()),
        disable=None if sys.stderr else True,
        leave=False,
        file=sys.stderr,
        bar_format=shape,
    ) as bar:
        yield Watch(bar, sizes)


def _size(path: Path) -> int:
    """Return the bytes of a file; 0 for what is none, or cannot be looked at."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


@contextmanager
def told_in_one_sentence(watch: Watch | None = None) -> Iterator[None]:
    """Turn what can go wrong with files and databases into one sentence and an exit code."""
    try:
        yield
    except DatasetError as error:
        raise CommandError(f"{error} Nothing was loaded.") from error
    except OSError as error:
        name = printable(error.filename) if error.filename else "unknown"
        problem = f"{error.strerror or error} ({name})"
        raise CommandError(f"A file cannot be read: {problem}. Nothing was loaded.") from error
    except DatabaseError as error:
        problem = str(error).strip().split("\n")[0]
        if "database is locked" in problem:
            problem += " by another load or edit; try again when that is done"
        raise CommandError(
            f"The database refused{_place(watch)}: {problem}. Nothing was loaded."
        ) from error
    except KeyboardInterrupt as error:
        word, code = ending(error)
        advice = f"{word}{_place(watch)}. Nothing was loaded."
        raise CommandError(advice, returncode=code) from error


def _place(watch: Watch | None) -> str:
    return watch.place if watch else ""
