"""Everybody learns from the same ratings and is judged by the same hidden ones. [pure]"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import process_time
from typing import Any

import numpy as np

from recommendations.evaluation.personal.history import Bools, Floats, History
from recommendations.evaluation.personal.judging import Judged, compare, describe, judge
from recommendations.evaluation.personal.rankers import CannotRun, Entrant, Ranker
from recommendations.evaluation.personal.splits import Split, temporal

#: Who is called popularity, and the peers whose best is to be beaten.
POPULARITY = "popularity"
RIVALS = (
    "item-kNN cosine",
    "item-kNN BM25",
    "user-kNN",
    "PureSVD",
    "implicit ALS",
    "implicit BPR",
)

OnProgress = Callable[[str], object]


@dataclass
class Contest:
    """Figures as they come in: rows of results, and why somebody has none."""

    source: str
    genres: Bools | None
    on_progress: OnProgress = lambda name: None
    rows: list[dict[str, Any]] = field(default_factory=list)
    not_run: dict[str, str] = field(default_factory=dict)
    #: The settings that were best within the training part, by name.
    chosen: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def hold(
        self,
        split: Split,
        entrants: Mapping[str, Entrant],
        rivals: Sequence[str] = RIVALS,
        baseline: str = POPULARITY,
    ) -> None:
        """Judge all entrants by one split, each with its best settings."""
        judged, seconds = {}, {}
        for name, entrant in entrants.items():
            started = process_time()
            try:
                ranker = self.learn(name, entrant, split.train)
            except CannotRun as error:
                self.not_run[name] = str(error)
                continue
            seconds[name] = process_time() - started
            judged[name] = judge(ranker, split)
            self.on_progress(name)
        self._add(split, entrants, judged, rivals, baseline, {"learning_seconds": seconds})

    def hold_folds(self, folds: Sequence[Sequence[Split]], entrants: Mapping[str, Entrant]) -> None:
        """Judge all entrants by people who are new to them, every one once."""
        by_split: dict[str, dict[str, list[Judged]]] = {}
        for splits in folds:
            for name, entrant in entrants.items():
                if not entrant.takes_new:
                    continue
                try:
                    ranker = self.learn(name, entrant, splits[0].train)
                except CannotRun as error:
                    self.not_run[name] = str(error)
                    continue
                for split in splits:
                    by_split.setdefault(split.name, {}).setdefault(name, []).append(
                        judge(ranker, split)
                    )
                self.on_progress(name)
        first = {split.name: split for split in folds[0]}
        for split_name, parts in by_split.items():
            judged = {name: Judged.joined(each) for name, each in parts.items()}
            self._add(first[split_name], entrants, judged, RIVALS, POPULARITY)

    def learn(self, name: str, entrant: Entrant, train: History) -> Ranker:
        """Return what learnt from ``train``, with the settings that are best within it."""
        if name not in self.chosen:
            self.chosen[name] = best_settings(entrant, train)
        return entrant.learn(train, **self.chosen[name])

    def _add(
        self,
        split: Split,
        entrants: Mapping[str, Entrant],
        judged: Mapping[str, Judged],
        rivals: Sequence[str],
        baseline: str,
        more: Mapping[str, Mapping[str, float]] | None = None,
    ) -> None:
        if not judged:
            return
        gains: dict[str, Floats] = {name: each.ndcg for name, each in judged.items()}
        compared = compare(gains, [name for name in rivals if name in gains], baseline)
        for name, each in judged.items():
            about = {"recommender": name, "is_peer": entrants[name].is_peer}
            about |= {"source": self.source, "split": split.name, "people": len(each.ndcg)}
            about |= {"settings": dict(self.chosen.get(name, {}))}
            about |= {key: figures[name] for key, figures in (more or {}).items()}
            self.rows.append(about | describe(each, split, self.genres) | compared[name])


def best_settings(entrant: Entrant, train: History) -> Mapping[str, Any]:
    """Return the settings with the highest nDCG on the last fifth of the training ratings."""
    if len(entrant.grid) == 1:
        return entrant.grid[0]
    inner = temporal(train)
    gains = [
        float(np.mean(judge(entrant.learn(inner.train, **settings), inner).ndcg))
        for settings in entrant.grid
    ]
    return entrant.grid[int(np.argmax(gains))]
