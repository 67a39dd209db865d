"""A trained model, which answers for one person at a time from memory-mapped arrays. [pure]

Read-only and the same for everybody, so threads may share it. A *column* is a position in
``title_ids``; outside of this module there are ids of titles only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.inverted_index import InvertedIndex
from recommendations.collaborative.formula import (
    content_share,
    lift_share,
    opinions,
    popularity_share,
    recency,
    together_share,
)
from recommendations.collaborative.residuals import RatingModel
from recommendations.collaborative.weights import Weights, between, summed

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]

#: What a liked title adds to a new one that it is like, beside what it says of such, and what a
#: disliked one takes away.
OWN_NEIGHBOUR, DISLIKED_NEIGHBOUR = 0.3, 0.15
#: Own titles that the model does not know, the liked and the newest first, of which the like are
#: looked for.
MOST_FOUND = 20
NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Parts:
    """What the scores of some candidates are made of; ``scores`` sums it.

    ``together`` and ``alike`` have shape (candidates, own): what each liked title, then each
    disliked one, adds for being liked by the same people (lifts are part of it; nothing of disliked
    ones), and for what is told about both.
    ``popularity`` has one entry for each candidate.
    """

    together: Floats
    alike: Floats
    popularity: Floats

    @property
    def own(self) -> Floats:
        """Return what each title of the person adds to each candidate."""
        return self.together + self.alike

    @property
    def scores(self) -> Floats:
        return np.asarray(self.own.sum(axis=1) + self.popularity)


@dataclass(frozen=True, eq=False)
class Predicted:
    """Ratings (1-10) that are expected, and by how much they are likely to be off (mean)."""

    values: Floats
    errors: Floats


class Alike(NamedTuple):
    """Columns, rising, and how like each of them a title is."""

    columns: Ints
    cosines: Floats


@dataclass(frozen=True, eq=False)
class TasteModel:
    """What people like together, what is alike, and how many like it.

    ``title_ids`` rise: all titles that anybody rated. ``weighed`` are the columns of those with
    ratings enough for ``weights``; row j of it is what liking j says of each other. ``popular`` are
    places in ``weighed`` of the most liked titles, and row j of ``lifts`` what liking j does to
    each of these. ``content``
    leads from a column to its nearest columns. ``new_ids`` are titles without such ratings, and
    ``bridges`` leads from each of them to the columns in ``weighed`` that are most like it.
    ``find_alike`` returns the nearest columns of a title that has none itself, rising, and their
    cosines.
    """

    title_ids: Ints
    likes: Ints
    weighed: Ints
    weights: Weights
    popular: Ints
    lifts: NDArray[np.float16]
    content: InvertedIndex
    new_ids: Ints
    bridges: InvertedIndex
    ratings: RatingModel
    find_alike: Callable[[int], Alike] | None = None

    def scores(self, liked: Ints, disliked: Ints = NONE) -> Floats:
        """Return the score of each of ``title_ids`` for who likes ``liked`` (title ids).

        Both are in the order of rating, the newest first, here and below, and have no title in
        common. Scores are also of them and whatever else is not to be recommended. Of own titles
        that the model does not know counts what is told about them, if ``find_alike`` finds any.
        """
        n = len(liked)
        known, worth = self._known(liked)
        scores = self._popularity(n, np.arange(len(self.title_ids)))
        scores[self.weighed] += together_share(n) * self._together(known, worth)
        scores[self.weighed[self.popular]] += lift_share(n) * self._lifted(known, worth)
        return np.asarray(scores + content_share(n) * self._alike(liked, disliked))

    def parts(self, liked: Ints, candidates: Ints, disliked: Ints = NONE) -> Parts:
        """Return what makes the scores of ``candidates``, by own title: the liked, the disliked.

        Raises KeyError if a candidate is none of ``title_ids``.
        """
        wanted, own, n = self._wanted(candidates), _joined(liked, disliked), len(liked)
        together = np.zeros((len(wanted), len(own)))
        alike = np.zeros((len(wanted), len(own)))
        places, columns = self._known_places(liked)
        together[:, places] = together_share(n) * self._weights(columns, wanted)
        together[:, places] += lift_share(n) * self._lifts(columns, wanted)
        together[:, :n] *= recency(n)
        for place, column in zip(*self._known_places(own), strict=True):
            alike[:, place] = _among(*self.content.posting(column), wanted)
        for place, found in self._found(own):
            alike[:, place] = _among(found.columns, found.cosines, wanted)
        alike *= opinions(n, len(disliked))
        return Parts(together, content_share(n) * alike, self._popularity(n, wanted))

    def new_scores(self, liked: Ints, disliked: Ints = NONE) -> Floats:
        """Return the score of each of ``new_ids``; not comparable with ``scores``.

        A new title is scored as its nearest rated titles are, by what liked titles say of these.
        """
        rated = self._together(*self._known(liked))
        for titles, weight in ((liked, OWN_NEIGHBOUR), (disliked, -DISLIKED_NEIGHBOUR)):
            known, worth = self._known(titles)
            rows = _places(self.weighed, known)
            rated[rows[rows >= 0]] += weight * worth[rows >= 0]
        said = self.bridges.values * rated[self.bridges.rows]
        return np.bincount(self._bridged, said, len(self.new_ids)).astype(np.float64)

    def new_parts(self, liked: Ints, candidates: Ints, disliked: Ints = NONE) -> Floats:
        """Return what each own title adds to ``new_scores`` of candidates: (candidates, own).

        Own titles are the liked ones, then the disliked ones. Raises KeyError if a candidate is
        none of ``new_ids``.
        """
        rows = _places(self.new_ids, candidates)
        if (rows < 0).any():
            raise KeyError(int(np.asarray(candidates)[rows < 0][0]))
        owners, places, shares = self.bridges.postings_of(rows)
        own, n = _joined(liked, disliked), len(liked)
        parts = np.zeros((len(rows), len(own)))
        known, columns = self._known_places(own)
        weights = self._weights(columns, self.weighed[places])
        for place, column, said in zip(known, columns, weights.T, strict=True):
            is_itself = self.weighed[places] == column
            if place < n:
                said = said + OWN_NEIGHBOUR * is_itself
            else:
                said = -DISLIKED_NEIGHBOUR * is_itself
            parts[:, place] = np.bincount(owners, shares * said, len(rows))
        return np.asarray(parts * np.concatenate([recency(n), recency(len(disliked))]))

    def predicted(self, rated: Mapping[int, float], candidates: Ints) -> Predicted:
        """Return the rating (1-10) that a person who rated ``rated`` may give each candidate.

        Of a title that nobody rated: what the person gives on average. Never to be ranked by.
        """
        titles = np.array(sorted(rated), np.int64)
        values = np.array([rated[title] for title in titles.tolist()], np.float64)
        known = _places(self.title_ids, titles)
        wanted = _places(self.title_ids, np.asarray(candidates, np.int64))
        return Predicted(*self.ratings.predict(known, values, wanted))

    @cached_property
    def _bridged(self) -> Ints:
        """Return for each bridge the position in ``new_ids`` of the title that it is of."""
        return np.repeat(np.arange(len(self.new_ids)), np.diff(self.bridges.offsets))

    def _known(self, liked: Ints) -> tuple[Ints, Floats]:
        """Return the columns of those liked titles that have one, and how much each counts."""
        columns = _places(self.title_ids, liked)
        return columns[columns >= 0], recency(len(liked))[columns >= 0]

    def _known_places(self, own: Ints) -> tuple[list[int], list[int]]:
        """Return the positions in ``own`` of titles that have a column, and their columns."""
        columns = _places(self.title_ids, own)
        here = np.flatnonzero(columns >= 0)
        return here.tolist(), columns[here].tolist()

    def _found(self, own: Ints) -> list[tuple[int, Alike]]:
        """Return (position in ``own``, what is like it) of titles without a column."""
        if self.find_alike is None:
            return []
        unknown = np.flatnonzero(_places(self.title_ids, own) < 0)[:MOST_FOUND].tolist()
        return [(place, self.find_alike(int(own[place]))) for place in unknown]

    def _wanted(self, candidates: Ints) -> Ints:
        columns = _places(self.title_ids, candidates)
        if (columns < 0).any():
            raise KeyError(int(np.asarray(candidates)[columns < 0][0]))
        return columns

    def _popularity(self, n_liked: int, columns: Ints) -> Floats:
        return popularity_share(n_liked) * np.log1p(self.likes[columns].astype(np.float64))

    def _together(self, columns: Ints, worth: Floats) -> Floats:
        """Return the sum of the rows of weights of some columns; shape of ``weighed``."""
        rows = _places(self.weighed, columns)
        rows, worth = rows[rows >= 0], worth[rows >= 0]
        return summed(self.weights, rows, worth)

    def _lifted(self, columns: Ints, worth: Floats) -> Floats:
        """Return the sum of the rows of lifts of some columns; shape of ``popular``."""
        rows = _places(self.weighed, columns)
        return summed(self.lifts, rows[rows >= 0], worth[rows >= 0])

    def _alike(self, liked: Ints, disliked: Ints) -> Floats:
        """Return how much like what is liked each title is, less how like what is disliked."""
        own, worth = _joined(liked, disliked), opinions(len(liked), len(disliked))
        columns = _places(self.title_ids, own)
        is_known = columns >= 0
        owners, others, cosines = self.content.postings_of(columns[is_known])
        similar = np.zeros(len(self.title_ids))
        similar += np.bincount(others, worth[is_known][owners] * cosines, len(similar))
        for place, found in self._found(own):
            similar[found.columns] += worth[place] * found.cosines
        return similar

    def _weights(self, columns: Sequence[int], wanted: Ints) -> Floats:
        """Return what liking some columns says of others: (wanted, columns); 0 if not known."""
        return _block(self.weights, self.weighed, self.weighed, columns, wanted)

    def _lifts(self, columns: Sequence[int], wanted: Ints) -> Floats:
        """Return what liking some columns does to others: (wanted, columns); 0 if not known."""
        return _block(self.lifts, self.weighed, self.weighed[self.popular], columns, wanted)


def _joined(liked: Ints, disliked: Ints) -> Ints:
    return np.concatenate([np.asarray(each, np.int64) for each in (liked, disliked)])


def _block(
    weights: Weights, rows: Ints, columns: Ints, liked: Sequence[int], wanted: Ints
) -> Floats:
    """Return the weights from ``liked`` to ``wanted``: (wanted, liked); 0 if not there.

    ``rows`` and ``columns`` say which titles the weights are of; they rise.
    """
    mine, theirs = _places(rows, liked), _places(columns, wanted)
    said = np.zeros((len(wanted), len(mine)))
    known, here = np.flatnonzero(mine >= 0), np.flatnonzero(theirs >= 0)
    said[np.ix_(here, known)] = between(weights, mine[known], theirs[here]).T
    return said


def _among(columns: Ints, cosines: NDArray[np.floating[Any]], wanted: Ints) -> Floats:
    """Return the cosine of each wanted column, 0 where it is not among ``columns``, which rise."""
    places = _places(columns, wanted)
    found = np.zeros(len(wanted))
    found[places >= 0] = cosines[places[places >= 0]]
    return found


def _places(rising: Ints, wanted: Ints | Sequence[int]) -> Ints:
    """Return the position of each wanted number in ``rising``, -1 where it is not there."""
    wanted = np.asarray(wanted, np.int64)
    if not len(rising):
        return np.full(len(wanted), -1)
    places = np.minimum(np.searchsorted(rising, wanted), len(rising) - 1)
    return np.where(rising[places] == wanted, places, -1)
