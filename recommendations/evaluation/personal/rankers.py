"""What all that rank items for people have in common. [pure]"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy import sparse

from recommendations.evaluation.personal.history import Floats, History, Ints, Traits

#: The score of what is not recommended.
NEVER = -np.inf


class Ranker(Protocol):
    """Something that has learnt from ratings, and ranks items for people it may not know."""

    def scores(self, known: History, people: Ints) -> Floats:
        """Return scores of shape (n_people asked, n_items), of which NEVER is not recommended.

        ``known`` has the ratings of those ``people`` that count, which may be others than those
        that were learnt from.
        """
        ...


class CannotRun(Exception):  # noqa: N818 - a state of what is installed or known, not a mistake
    """Says in one sentence why somebody has no figures."""


@dataclass(frozen=True)
class Entrant:
    """One who is judged: how it learns, and the settings among which its best are looked for.

    Settings are chosen by a part of the training ratings, never by what is hidden. ``takes_new``
    is false of those that cannot rank for people they have not learnt from.
    """

    learn: Callable[..., Ranker]
    grid: Sequence[Mapping[str, Any]] = ({},)
    is_peer: bool = True
    takes_new: bool = True


def positive(scores: sparse.csr_array | Floats) -> Floats:
    """Return dense scores, with NEVER instead of 0 and less: nothing speaks for those."""
    dense = scores if isinstance(scores, np.ndarray) else scores.toarray()
    ranked: Floats = np.where(dense > 0, dense, NEVER)
    return ranked


def only_strongest(rows: sparse.csr_array, n: int) -> sparse.csr_array:
    """Return the rows with their ``n`` highest entries; of equal ones the first."""
    kept = [
        first + np.sort(np.argsort(-rows.data[first:last], kind="stable")[:n])
        for first, last in zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
    ]
    places = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    ends = np.concatenate([[0], np.cumsum([len(each) for each in kept])])
    return sparse.csr_array((rows.data[places], rows.indices[places], ends), shape=rows.shape)


@dataclass(frozen=True, eq=False)
class Constant(Ranker):
    """The same scores for everybody."""

    worth: Floats

    def scores(self, known: History, people: Ints) -> Floats:
        return np.tile(self.worth, (len(people), 1))


class Demographic(Ranker):
    """Mean ratings among people alike: age and gender and occupation, age and gender, gender.

    As it is usually written, repaired: what is seen is left out, and a mean counts only of
    LEAST and more ratings. What the nearest group does not know comes after what it knows.
    """

    AGES, LEAST = 5, 10

    def __init__(self, train: History, traits: Traits) -> None:
        if not traits.are_known:
            raise CannotRun("nothing is known of people but their ratings")
        self._train, self._traits = train, traits

    def scores(self, known: History, people: Ints) -> Floats:
        return np.stack([self._of(person) for person in people.tolist()])

    def _of(self, person: int) -> Floats:
        scores = np.full(self._train.n_items, NEVER)
        for place, alike in enumerate(self._tiers(person)):
            alike[person] = False
            among = alike[self._train.people]
            items = self._train.items[among]
            counts = np.bincount(items, minlength=len(scores))
            sums = np.bincount(items, self._train.values[among], len(scores))
            fits = (counts >= self.LEAST) & (scores == NEVER)
            # A nearer group stands before the next one, whatever the means: those are up to 10.
            scores[fits] = sums[fits] / counts[fits] - 10 * place
        return scores

    def _tiers(self, person: int) -> list[Any]:
        traits = self._traits
        age = np.abs(traits.ages - traits.ages[person]) <= self.AGES
        gender = traits.genders == traits.genders[person]
        work = traits.occupations == traits.occupations[person]
        return [age & gender & work, age & gender, gender.copy()]
