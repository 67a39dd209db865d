"""What is kept back to judge by: a person's last ratings, all but a few, new titles. [pure]"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recommendations.evaluation.personal.history import RELEVANT, Bools, History, Ints

TEMPORAL, COLD, NEW = "temporal", "cold", "new"
#: The share of a person's ratings, of titles and of ratings that is kept back.
SHARE = 0.2
#: Ratings known of a person who has just arrived.
KNOWN = (1, 3, 5, 10)
#: Groups of people, each of which is new once, while models learn from the others.
FOLDS = 5
SEED = 0


@dataclass(frozen=True, eq=False)
class Split:
    """Ratings from which to learn, what is ``known`` of those who ask, and what is ``hidden``.

    ``judged`` are the people who are asked for, all with something relevant among the hidden;
    ``candidates`` are the items that may be recommended to them.
    """

    name: str
    train: History
    known: History
    hidden: History
    judged: Ints
    candidates: Bools


def temporal(history: History, name: str = TEMPORAL) -> Split:
    """Keep back each person's last fifth of ratings, rounded down."""
    n_hidden = np.floor(history.counts * SHARE).astype(np.int64)
    is_hidden = history.places >= (history.counts - n_hidden)[history.people]
    train, hidden = history.only(~is_hidden), history.only(is_hidden)
    everything = np.ones(history.n_items, bool)
    return Split(name, train, train, hidden, _with_relevant(hidden), everything)


def cold(history: History) -> Iterator[list[Split]]:
    """Yield for each fold of people the splits in which their first KNOWN ratings are known.

    Models learn from all ratings of the other people, so once for all splits of a fold.
    """
    folds = np.random.default_rng(SEED).permutation(history.n_people) % FOLDS
    everything = np.ones(history.n_items, bool)
    for fold in range(FOLDS):
        is_new = (folds == fold)[history.people]
        train = history.only(~is_new)
        splits = []
        for n in KNOWN:
            is_known = history.places < n
            hidden = history.only(is_new & ~is_known)
            known = history.only(is_new & is_known)
            judged = _with_relevant(hidden)
            splits.append(Split(f"{COLD} {n}", train, known, hidden, judged, everything))
        yield splits


def new_titles(history: History, may_be_new: Bools) -> Split:
    """Keep back all ratings of a fifth of the items that ``may_be_new``, and rank only those."""
    drawn = np.random.default_rng(SEED).random(history.n_items) < SHARE
    is_new = drawn & may_be_new
    is_hidden = is_new[history.items]
    train, hidden = history.only(~is_hidden), history.only(is_hidden)
    return Split(NEW, train, train, hidden, _with_relevant(hidden), is_new)


def random_fifth(history: History) -> tuple[History, History]:
    """Return the ratings to learn from, and a fifth of all that is to be predicted."""
    is_hidden = np.random.default_rng(SEED).random(len(history)) < SHARE
    return history.only(~is_hidden), history.only(is_hidden)


def _with_relevant(hidden: History) -> Ints:
    return np.unique(hidden.people[hidden.values >= RELEVANT])
