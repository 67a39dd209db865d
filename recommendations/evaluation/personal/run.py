"""Judge this project's recommendations and everybody else's by ratings that are kept back."""

from __future__ import annotations

import platform
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import metadata
from typing import Any

import numpy as np

from recommendations.evaluation.personal import implicit_peers, own, peers, predictors, splits
from recommendations.evaluation.personal.contest import Contest
from recommendations.evaluation.personal.history import History
from recommendations.evaluation.personal.learning import learner
from recommendations.evaluation.personal.profiles import profiles
from recommendations.evaluation.personal.rankers import Demographic, Entrant
from recommendations.evaluation.personal.reading import Ground
from recommendations.evaluation.reading import MOST_IDS, read_candidates

#: What can be judged: the last fifth, newcomers, new titles, and predicted ratings.
RATINGS = "ratings"
SPLITS = (splits.TEMPORAL, splits.COLD, splits.NEW, RATINGS)
DEMOGRAPHIC = "demographic"

OnProgress = Callable[[str], object]


def evaluate(
    grounds: Sequence[Ground],
    wanted: Collection[str] = SPLITS,
    on_progress: OnProgress = lambda what: None,
) -> dict[str, Any]:
    """Return all figures of everybody, by each source and each of the ``wanted`` splits."""
    results: dict[str, Any] = {"sources": [], "rows": [], "ratings": [], "not_run": []}
    for ground in grounds:
        contest = Contest(ground.name, ground.genres, on_progress=on_progress)
        learn = learner(ground)
        about = _about(ground)
        if splits.TEMPORAL in wanted:
            split = splits.temporal(ground.history)
            contest.hold(split, _entrants(ground, learn, split.train))
            about["parts_difference"] = own.parts_difference(
                learn(split.train), split.known, ground.title_ids
            )
        if splits.COLD in wanted:
            _hold_cold(contest, ground, learn)
        if splits.NEW in wanted:
            _hold_new(contest, ground, learn)
        if RATINGS in wanted:
            results["ratings"] += _predicted(ground, learn, on_progress)
        results["sources"].append(about)
        results["rows"] += contest.rows
        results["not_run"] += [
            {"source": ground.name, "recommender": name, "reason": reason}
            for name, reason in contest.not_run.items()
        ]
    return results | {"wanted": [*wanted], "versions": versions()}


def _entrants(ground: Ground, learn: own.Learn, train: History) -> dict[str, Entrant]:
    """Return everybody who ranks titles that others have rated."""

    def demographic(train: History) -> Demographic:
        return Demographic(train, ground.traits)

    return {
        **own.entrants(learn, ground.title_ids),
        **peers.PEERS,
        **implicit_peers.PEERS,
        DEMOGRAPHIC: Entrant(demographic),
    }


def _hold_cold(contest: Contest, ground: Ground, learn: own.Learn) -> None:
    entrants = _entrants(ground, learn, ground.history)
    del entrants[own.BLEND]
    contest.hold_folds(list(splits.cold(ground.history)), entrants)


def _hold_new(contest: Contest, ground: Ground, learn: own.Learn) -> None:
    """Rank titles that nobody has rated; beside profiles of features, and chance."""
    split = splits.new_titles(ground.history, ground.is_known)
    if not len(split.judged):
        contest.not_run[own.HYBRID] = "nobody likes a title that is new and in the catalogue"
        return
    known = read_candidates(ground.title_ids[ground.is_known][:MOST_IDS])
    new = {
        name: Entrant(entrant.learn, entrant.grid)
        for name, entrant in profiles(known, ground.title_ids, split.candidates).items()
    }

    def hybrid(train: History) -> own.NewTitles:
        return own.NewTitles(learn(train), ground.title_ids)

    entrants = {own.HYBRID: Entrant(hybrid, is_peer=False), **new, "random": peers.PEERS["random"]}
    contest.hold(split, entrants, rivals=list(new), baseline="random")


def _predicted(ground: Ground, learn: own.Learn, on_progress: OnProgress) -> list[dict[str, Any]]:
    """Return the errors of everybody who predicts ratings, by two ways to keep them back."""
    last = splits.temporal(ground.history)
    ways = {
        splits.TEMPORAL: (last.train, last.hidden),
        "random": splits.random_fifth(ground.history),
    }
    makers: Mapping[str, Callable[[History], predictors.Predictor]] = {
        own.NEIGHBOURS: lambda train: own.Residuals(learn(train), ground.title_ids, train),
        **predictors.PEERS,
    }
    rows = []
    for way, (train, hidden) in ways.items():
        for name, make in makers.items():
            figures = predictors.errors(make(train), hidden)
            about = {"predictor": name, "is_peer": name != own.NEIGHBOURS}
            rows.append(
                about | {"source": ground.name, "split": way, "ratings": len(hidden)} | figures
            )
            on_progress(name)
    return rows


def _about(ground: Ground) -> dict[str, Any]:
    """Return what the figures of a source rest on."""
    return {
        "source": ground.name,
        "people": ground.history.n_people,
        "ratings": len(ground.history),
        "titles": ground.history.n_items,
        "known_titles": int(np.sum(ground.is_known)),
    }


def versions() -> dict[str, str]:
    """Return what was used, so that figures can be repeated."""
    used = {"python": platform.python_version()}
    for package in ("django", "numpy", "scipy", "polars", "implicit"):
        try:
            used[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            used[package] = "not installed"
    return used
