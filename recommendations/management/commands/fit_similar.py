"""``manage.py fit_similar [--source NAME…] [--share SHARE]``."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from catalog.index_store import IndexMissing
from recommendations.evaluation.blocks import current_setting, read_blocks
from recommendations.evaluation.candidates import Bools
from recommendations.evaluation.fitting import (
    Blocks,
    Objective,
    Reached,
    Setting,
    Task,
    search,
    shares,
)
from recommendations.evaluation.measuring import SHORT
from recommendations.evaluation.run import NothingToEvaluate, all_candidates, read_sources
from recommendations.evaluation.truth import FITTING, Source
from recommendations.index import current_index


class Command(BaseCommand):
    help = (
        "Look for weights that bring what the same people like to the top, and print them. "
        "Only the fitting half of the titles is looked at; nothing is changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--source", nargs="+", default=[], metavar="NAME", help="ratings, as ml-latest-small"
        )
        parser.add_argument("--share", type=float, help="the prior's share, if not the present one")

    def handle(self, *args: Any, **options: Any) -> None:
        start = current_setting()
        if (share := options["share"]) is not None:
            if not 0 <= share < 1:
                raise CommandError("--share must be at least 0 and below 1.")
            start = replace(start, share=share)
        try:
            index, sources = current_index(), read_sources(options["source"])
        except NothingToEvaluate as error:
            raise CommandError(str(error)) from error
        except IndexMissing as error:
            raise CommandError(f"There is no similarity index: {error}") from error
        ids = all_candidates(sources).title_ids
        ids = ids[np.isin(ids, index.titles.title_ids)]
        self._fit(Fit(read_blocks(index, ids), ids, sources), start)

    def _fit(self, fit: Fit, start: Setting) -> None:
        """Print what is gained, how it carries over between the folds, and what to paste."""
        whole, folds = fit.objective(), [fit.objective(fold) for fold in (0, 1)]
        self.stdout.write(f"As it is: {_told(whole(start))}")
        found = search(folds, start, lambda each: self.stdout.write(f"  {_told(whole(each))}"))
        self.stdout.write("Fitted to one fold, and what that brings in the other:")
        for mine, other in (folds, folds[::-1]):
            fitted = search([mine], start)
            for name, fold in (("own", mine), ("other", other)):
                before, after = fold(start).ndcg, fold(fitted).ndcg
                self.stdout.write(f"  {name:5} {before:.4f} -> {after:.4f}")
        self.stdout.write("The prior's share, a matter of judgement:")
        for share, reached in shares(whole, found):
            self.stdout.write(f"  {share:<5g} {_told(reached)}")
        self.stdout.write("\n".join(["", *table(found)]))


class Fit:
    """The fitting half of some sources, as tasks."""

    def __init__(self, blocks: Blocks, title_ids: Any, sources: list[Source]) -> None:
        self._blocks, self._title_ids, self._sources = blocks, title_ids, sources

    def objective(self, fold: int | None = None) -> Objective:
        """Return the objective of one fold of the fitting half, or of all of it."""
        tasks = []
        for source in self._sources:
            asked = source.in_half(FITTING) if fold is None else source.in_fold(fold)
            tasks.append(self._task(source, asked))
        if not all(len(task.queries) for task in tasks):
            raise CommandError("Too few titles are rated to fit anything.")
        return Objective(self._blocks, tasks)

    def _task(self, source: Source, asked: Bools) -> Task:
        """Return the task of a source, without the titles that are not in the index."""
        there = np.isin(source.title_ids, self._title_ids)
        rows = np.searchsorted(self._title_ids, source.title_ids[there])
        return Task(
            rows=rows,
            queries=np.flatnonzero(asked[there]),
            relevant={
                truth: relevant[np.ix_(asked & there, there)]
                for truth, relevant in source.relevant.items()
            },
        )


def _told(reached: Reached) -> str:
    return f"nDCG@{SHORT} {reached.ndcg:.4f}, coverage {reached.coverage:.3f}"


def table(setting: Setting) -> list[str]:
    """Return a setting as it stands in ``features.py`` and ``similarity.py``."""
    weights = [f'    "{family}": {weight:g},' for family, weight in setting.weights.items()]
    parts = ", ".join(f'"{name}": {part:g}' for name, part in setting.parts.items())
    return [
        "WEIGHTS = {",
        *weights,
        "}",
        f"UNKNOWN = {setting.unknown:g}",
        f"PRIOR_SHARE = {setting.share:g}",
        f"PRIORS = {{{parts}}}",
    ]
