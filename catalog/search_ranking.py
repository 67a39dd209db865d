"""Which of some names is meant by what was typed. [pure]

Names are ordered by what it costs to read what was typed as the name: one for each letter that
was added, left out or mistaken and for each two that were swapped, less where the typed text is
unfinished or lacks spaces. What a name gains by being well known is set off against that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from catalog.search_index import Name, NameIndex
from catalog.search_query import Reading, SearchQuery

#: What it costs to read a text as a name's beginning, as words of it in any order, as the name
#: without its spaces.
UNFINISHED, SCATTERED, JOINED = 0.5, 2.0, 0.2
#: What each factor e in the letters costs by which a name is longer or shorter (plus one).
LENGTH = 0.2
#: What a name gains for each factor e in its popularity, up to so many votes.
FAME, MOST_VOTES = 0.04, 3_000_000
#: What it costs not to be of the year that was asked for: one beside it, another, unknown.
NEAR_YEAR, OTHER_YEAR, NO_YEAR = 0.5, 2.0, 1.0
#: More typos than this share of the typed letters, or so many shares more than the best name has
#: (one typo in any case), and a name was not what was meant.
MOST_TYPOS, FARTHEST_BEHIND = 0.4, 0.3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Costs:
    """What it costs to read a text as each of some keys, and how many typos that takes."""

    cost: Floats
    typos: Floats


class Closeness(IntEnum):
    """How near a name is to what was typed: like it, containing it, or the same."""

    LIKE, CONTAINS, SAME = range(3)


def closest(query: SearchQuery, index: NameIndex, n_candidates: int, n: int) -> list[Name]:
    """Return the names of the ``n`` keys that are closest to each reading of ``query``.

    No more than ``n`` namesakes of each; in no order.
    """
    found: list[Name] = []
    for reading in query.readings:
        rows = index.candidates(reading.key, n_candidates)
        costs = costs_of(reading.key, index.keys(rows.tolist())).cost
        costs -= _fame(index.most_popular(rows))
        best = rows[np.lexsort((rows, costs))[:n]]
        found += index.bearers(best.tolist(), n, reading.year)
    return found


def rank(query: SearchQuery, names: Iterable[Name]) -> list[Name]:
    """Return the names like ``query``, best first, one for each id; ties by popularity, then id.

    A name that is exactly the one typed is always before the others.
    """
    found = _judge(query, list(dict.fromkeys(names)))
    best = min((one.share for one in found), default=0.0)
    one_more = 1 / max((len(reading.key) for reading in query.readings), default=1)
    most = min(MOST_TYPOS, best + max(one_more, FARTHEST_BEHIND))
    best_spelling: dict[int, Name] = {}
    for one in sorted(found, key=_place):
        if one.share <= most:
            best_spelling.setdefault(one.name.id, one.name)
    return list(best_spelling.values())


def closeness(query: SearchQuery, name: Name) -> Closeness:
    """Return how near ``name`` is to its best reading; words count from their beginning.

    Spaces are no difference: "spiderman" is the same as "spider man".
    """
    best = Closeness.LIKE
    for key, year, typos in query.readings:
        if typos or year not in (None, name.year):
            continue
        typed, known = key.replace(" ", ""), name.key.replace(" ", "")
        if typed == known:
            return Closeness.SAME
        if known.startswith(typed) or f" {key}" in f" {name.key}":
            best = Closeness.CONTAINS
    return best


def costs_of(typed: str, keys: Sequence[str]) -> Costs:
    """Return what it costs to read ``typed`` as each of ``keys``: the cheapest of four ways.

    As the whole name, as its beginning (somebody is still typing), as words of it in any order,
    and as the name without its spaces.
    """
    if not keys:
        return Costs(np.zeros(0), np.zeros(0))
    size = len(typed)
    whole = _distances([typed], keys)[0]
    beginning = np.min(
        [_distances([typed], [key[:n] for key in keys])[0] for n in range(size - 1, size + 2)],
        axis=0,
    )
    joined = typed.replace(" ", "")
    is_same = np.array([key.replace(" ", "") == joined for key in keys])
    typos = np.array([whole, beginning, _in_words(typed, keys), np.where(is_same, 0, np.inf)])
    ways = typos + np.array([[0.0], [UNFINISHED], [SCATTERED], [JOINED]])
    ways[1:3] += LENGTH * np.log1p(np.abs(np.array(list(map(len, keys))) - size))
    cheapest = ways.argmin(axis=0), np.arange(len(keys))
    return Costs(ways[cheapest], typos[cheapest])


def _in_words(typed: str, keys: Sequence[str]) -> Floats:
    """Return how many typos it takes to find each typed word in each key.

    The last word may be unfinished: it is compared with beginnings.
    """
    wanted, known = typed.split(" "), " ".join(keys).split(" ")
    distances = _distances(wanted, known)
    last = wanted[-1]
    distances[-1] = _distances([last], [word[: len(last)] for word in known])[0]
    distances = np.minimum(distances, np.array([[len(word)] for word in wanted]))
    sizes = np.array([key.count(" ") + 1 for key in keys])
    best = np.minimum.reduceat(distances, np.cumsum(sizes) - sizes, axis=1)
    total: Floats = best.sum(axis=0)
    return total


def _distances(texts: Sequence[str], others: Sequence[str]) -> Floats:
    """Return the edits between all pairs; a swap of two neighbouring letters is one."""
    found: Any = cdist(texts, others, scorer=OSA.distance, dtype=np.int32)
    return np.asarray(found, np.float64)


class _Judged(NamedTuple):
    """A name, what it costs beyond its fame, and its typos as a share of the typed letters."""

    name: Name
    is_exact: bool
    cost: float
    share: float


def _judge(query: SearchQuery, names: Sequence[Name]) -> list[_Judged]:
    """Judge each name by its best reading."""
    keys = list(dict.fromkeys(name.key for name in names))
    places = {key: place for place, key in enumerate(keys)}
    readings = [(one, costs_of(one.key, keys)) for one in query.readings]
    fame = _fame(np.array([name.popularity for name in names], np.int64)).tolist()
    judged = []
    for name, gain in zip(names, fame, strict=True):
        place = places[name.key]
        cost = share = math.inf
        for reading, costs in readings:
            extra = reading.typos + _year_cost(reading.year, name.year)
            cost = min(cost, float(costs.cost[place]) + extra)
            share = min(share, (float(costs.typos[place]) + reading.typos) / len(reading.key))
        judged.append(_Judged(name, _is_exact(query.readings, name), cost - gain, share))
    return judged


def _place(one: _Judged) -> tuple[bool, float, int, int]:
    """Return what a name is ordered by, least first."""
    return not one.is_exact, one.cost, -one.name.popularity, one.name.id


def _is_exact(readings: Iterable[Reading], name: Name) -> bool:
    return any(
        key == name.key and year in (None, name.year) and not typos for key, year, typos in readings
    )


def _year_cost(wanted: int | None, year: int | None) -> float:
    if wanted is None or wanted == year:
        return 0.0
    if year is None:
        return NO_YEAR
    return NEAR_YEAR if abs(wanted - year) == 1 else OTHER_YEAR


def _fame(popularity: NDArray[np.int64]) -> Floats:
    fame: Floats = FAME * np.log1p(np.minimum(popularity, MOST_VOTES))
    return fame
