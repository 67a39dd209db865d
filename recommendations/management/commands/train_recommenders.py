"""``manage.py train_recommenders [--dry-run] [--force] [--rollback] [--ridge λ] …``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from catalog.index_store import BuildRunning, IndexMissing
from catalog.termination import ending, terminable
from recommendations.collaborative.learning import METHODS, Parameters
from recommendations.collaborative.weights import MethodMissing
from recommendations.management.commands.build_index import problem_of
from recommendations.models import ModelRun
from recommendations.training.train import NothingToLearn, default_parameters, take_back, train

#: What is wrong with what was asked for, told by itself.
TOLD = (NothingToLearn, MethodMissing, ImproperlyConfigured, IndexMissing, BuildRunning)
STAYS = "The model in use stays."
#: What a run that was refused exits with: a model was trained, and there is a decision to take.
REFUSED = 3


class Command(BaseCommand):
    help = (
        "Learn from ratings what people like together. The model comes into use if it is no worse "
        "than the one in use, popularity and item-kNN on ratings that it has not seen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--dry-run", action="store_true", help="measure, and leave in use what is in use"
        )
        what.add_argument(
            "--force",
            action="store_true",
            help="train, and let into use, whatever speaks against it",
        )
        what.add_argument(
            "--rollback", action="store_true", help="let the model before the current one into use"
        )
        parser.add_argument("--method", choices=METHODS, help="how likes are learned from (ease)")
        parser.add_argument("--ridge", type=float, help="the penalty λ of EASE (200)")
        parser.add_argument("--fewest", type=int, help="ratings that a title needs (5)")
        parser.add_argument("--memory", type=int, metavar="MB", help="memory for titles (256)")

    def handle(self, **options: Any) -> None:
        with told_in_one_sentence(), terminable():
            if options["rollback"]:
                self.stdout.write(f"Model {take_back()} is in use again.")
                return
            parameters = parameters_of(options)
            with tqdm(unit=" ratings", disable=options["verbosity"] == 0 or None) as bar:
                run = train(
                    parameters,
                    dry_run=options["dry_run"],
                    force=options["force"],
                    on_progress=bar.update,
                )
        if options["verbosity"]:
            self.stdout.write("\n".join(lines_of(run)))
        if run and run.state == ModelRun.State.REFUSED:
            raise CommandError(f"Refused: {run.reasons} {STAYS}", returncode=REFUSED)


def parameters_of(options: dict[str, Any]) -> Parameters:
    """Return the parameters asked for. Raises CommandError for what makes no model."""
    named = {"ridge": "ridge", "fewest": "fewest_ratings", "memory": "memory_mb"}
    given = {name: options[option] for option, name in named.items() if options[option] is not None}
    for option, name in named.items():
        if not 0 < given.get(name, 1) < 1e9:
            raise CommandError(f"--{option} must be above 0 and below a thousand million.")
    if options["method"]:
        given["method"] = options["method"]
    return replace(default_parameters(), **given)


@contextmanager
def told_in_one_sentence() -> Iterator[None]:
    """Turn what can go wrong with training into one sentence and an exit code."""
    try:
        yield
    except TOLD as error:
        raise CommandError(str(error)) from error
    except KeyboardInterrupt as error:
        word, code = ending(error)
        raise CommandError(f"{word}. {STAYS}", returncode=code) from error
    except (OSError, DatabaseError, MemoryError) as error:
        problem = problem_of(error)
        raise CommandError(f"No model could be trained: {problem}. {STAYS}") from error


def lines_of(run: ModelRun | None) -> Iterator[str]:
    """Yield what came out, for people."""
    if run is None:
        yield "up to date: this was trained already (--force trains anyway)"
        return
    yield (
        f"{run.ratings:,} ratings of {run.titles:,} titles by {run.people:,} people, in "
        f"{run.cpu_seconds} s of the processor, {run.peak_rss_mb or 0:,} MB"
    )
    figures = run.metrics.get("ndcg_10", {})
    told = ", ".join(f"{name.replace('_', '-')} {value:.4f}" for name, value in figures.items())
    yield f"nDCG@10 of {run.metrics.get('people', 0):,} people: {told}"
    if rmse := run.metrics.get("rmse"):
        yield (
            f"predicted ratings are off by {rmse['model'] / 2:.3f} stars (RMSE), "
            f"means alone by {rmse['biases'] / 2:.3f}"
        )
    if run.state != ModelRun.State.REFUSED:
        yield from run.reasons.splitlines()
    yield f"{run.get_state_display()}{f' as {run.folder}' if run.folder else ''}."
