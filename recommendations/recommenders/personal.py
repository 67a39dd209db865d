"""What recommends to a person: a taste in, scores of titles and their grounds out.

To add one: a module beside this one, and a line in ``settings.PERSONAL_RECOMMENDERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Protocol, cast

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string

from recommendations.explanations import Reason
from recommendations.features import Floats, Ints
from recommendations.taste import Taste


@dataclass(frozen=True)
class PersonalQuery:
    """Who asks, and for what: ``filters`` are those of the browse page.

    ``role`` ("actor", "director" or "") is what the person in ``filters`` did, ``target`` the
    rating (0-10) that titles of a genre should have.
    """

    taste: Taste
    filters: Mapping[str, Any] = field(default_factory=dict)
    role: str = ""
    target: float | None = None


@dataclass(frozen=True)
class Grounds:
    """What one score is made of: all of it sums to the score.

    ``own`` is what each title of the person adds (title id -> weight), ``beside`` what is not due
    to one. ``kinds`` is the whole score once more, by what speaks for the title.
    """

    own: Mapping[int, float] = field(default_factory=dict)
    beside: tuple[Reason, ...] = ()
    kinds: tuple[Reason, ...] = ()


@dataclass(frozen=True, eq=False)
class Scored:
    """Titles that may be answers, and their scores.

    ``grounds_of`` tells what the scores of some of them are made of, in their order, by the same
    state of indexes and models. ``is_whole`` tells whether the titles are all there are, not only
    the first of them.
    """

    title_ids: Ints
    scores: Floats
    grounds_of: Callable[[Ints, Floats], list[Grounds]]
    is_whole: bool = True

    def __len__(self) -> int:
        return len(self.title_ids)

    def best(self, n: int) -> Scored:
        """Return the ``n`` best, best first; ties by id."""
        if n < len(self):
            least = np.partition(self.scores, len(self) - n)[len(self) - n]
            places = np.flatnonzero(self.scores >= least)
        else:
            places = np.arange(len(self))
        order = np.lexsort((self.title_ids[places], -self.scores[places]))[:n]
        return self.only(places[order])

    def only(self, places: Ints) -> Scored:
        """Return some of the titles, in this order."""
        return replace(self, title_ids=self.title_ids[places], scores=self.scores[places])

    def place_of(self, title_id: int) -> tuple[int, float] | None:
        """Return the place of a title, from 1, and its score; None if it is not here."""
        found = np.flatnonzero(self.title_ids == title_id)
        if not len(found):
            return None
        score = self.scores[found[0]]
        before = (self.scores > score) | ((self.scores == score) & (self.title_ids < title_id))
        return int(before.sum()) + 1, float(score)

    @property
    def grounds(self) -> list[Grounds]:
        return self.grounds_of(self.title_ids, self.scores)


class PersonalRecommender(Protocol):
    """Anything that recommends to a person."""

    #: Whether it says something about the person who asks, and not only about titles.
    is_personal: bool

    def rank(self, query: PersonalQuery) -> Scored:
        """Return all titles that pass, none of them known to the person.

        Whether they may be shown (released, not adult) is asked later, of the best of them. Raises
        IndexMissing if it is not ready, TooFewFacts if too little is known of the person.
        """
        ...


@cache
def personal_recommender(name: str) -> PersonalRecommender:
    """Return the recommender that settings call ``name``."""
    return cast(PersonalRecommender, import_string(settings.PERSONAL_RECOMMENDERS[name])())
