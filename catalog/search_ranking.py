"""Which of some names is meant by what was typed. [pure]

Names are ordered by what it costs to read what was typed as the name: one for each letter that
was added, left out or mistaken and for each two that were swapped, less where the typed text is
unfinished or lacks spaces. What a name gains by being well known is set off against that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from catalog.search_index import UNSPACED, Name, NameIndex
from catalog.search_query import Reading, SearchQuery

#: What it costs to read a text as a name's beginning, as words of it in any order, as the name
#: without its spaces, as a part of a name whose words have no spaces between them.
UNFINISHED, SCATTERED, JOINED, PART = 0.5, 2.0, 0.2, 1.0
#: What words cost if all are there without a typo, as a surname is, however long the name is.
WORDS = 0.8
#: What each factor e in the letters costs by which a name is longer or shorter (plus one).
LENGTH = 0.2
#: What a name gains for each factor e in its popularity, up to e ** 15, three million.
FAME, MOST_FAME = 0.04, 15.0
#: Keys that are compared letter by letter for each reading of what was typed, and how many of
#: them are then judged with all that bear them.
CANDIDATES, CLOSEST = 300, 60
#: Names that are judged for each key that is, on the average.
NAMESAKES = 5
#: What it costs not to be of the year that was asked for: one beside it, another, unknown.
NEAR_YEAR, OTHER_YEAR, NO_YEAR = 0.5, 2.0, 1.0
#: With more doubt than this for each typed letter, or so much more than the best name's (one typo
#: in any case), a name was not what was meant.
MOST_DOUBT, FARTHEST_BEHIND = 0.4, 0.3

#: A letter of a script that has no spaces between words.
_UNSPACED = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in UNSPACED)}]")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Costs:
    """What it costs to read a text as each of some keys.

    ``doubt`` is the part of it that tells whether the key was meant at all: what is read in an
    odd way is in doubt only if it has typos as well.
    """

    cost: Floats
    doubt: Floats


class Closeness(IntEnum):
    """How near a name is to what was typed: like it, containing it, or the same."""

    LIKE, CONTAINS, SAME = range(3)


def closest(query: SearchQuery, index: NameIndex, n: int = CLOSEST) -> list[Name]:
    """Return the names of the ``n`` keys that are closest to each reading of ``query``.

    At most ``n`` namesakes of each key, and ``NAMESAKES`` times ``n`` for a reading.
    """
    found: list[Name] = []
    for reading in query.readings:
        rows = index.candidates(reading.key, CANDIDATES)
        costs = costs_of(reading.key, index.keys(rows.tolist())).cost
        costs -= FAME * np.minimum(index.fame[rows], MOST_FAME)
        best = rows[np.lexsort((rows, costs))[:n]]
        found += islice(index.bearers(best.tolist(), n, reading.year), NAMESAKES * n)
    return found


def rank(query: SearchQuery, names: Iterable[Name]) -> list[Name]:
    """Return the names like ``query``, best first, one for each id; ties by popularity, then id.

    A name that is exactly the one typed is always before the others.
    """
    found = _judge(query, list(dict.fromkeys(names)))
    best = min((one.doubt for one in found), default=0.0)
    one_more = 1 / max((len(reading.key) for reading in query.readings), default=1)
    most = min(MOST_DOUBT, best + max(one_more, FARTHEST_BEHIND))
    best_spelling: dict[int, Name] = {}
    for one in sorted(found, key=_place):
        if one.doubt <= most:
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
        if known.startswith(typed) or f" {key}" in f" {name.key}" or _is_part(key, name.key):
            best = Closeness.CONTAINS
    return best


def costs_of(typed: str, keys: Sequence[str]) -> Costs:
    """Return what it costs to read ``typed`` as each of ``keys``: the cheapest of five ways.

    As the whole name, as its beginning (somebody is still typing), as words of it in any order,
    as the name without its spaces, and as any part of it if the script has no spaces.
    """
    if not keys:
        return Costs(np.zeros(0), np.zeros(0))
    size = len(typed)
    beginning = np.min(
        [_distances([typed], [key[:n] for key in keys])[0] for n in range(size - 1, size + 2)],
        axis=0,
    )
    joined = typed.replace(" ", "")
    is_same = np.array([key.replace(" ", "") == joined for key in keys])
    is_part = np.array([_is_part(typed, key) for key in keys])
    typos = np.array(
        [
            _distances([typed], keys)[0],
            beginning,
            _in_words(typed, keys),
            np.where(is_same, 0, np.inf),
            np.where(is_part, 0, np.inf),
        ]
    )
    longer = LENGTH * np.log1p(np.abs(np.array(list(map(len, keys))) - size))
    ways = np.array([0, UNFINISHED, SCATTERED, JOINED, PART])[:, None]
    costs = typos + ways + np.array([0, 1, 1, 0, 1])[:, None] * longer
    words, near = set(typed.split(" ")), np.flatnonzero(typos[2] == 0)
    costs[2, [row for row in near.tolist() if words.issubset(keys[row].split(" "))]] = WORDS
    cheapest = costs.argmin(axis=0), np.arange(len(keys))
    doubts = np.where(typos > 0, typos + ways, 0)
    return Costs(costs[cheapest], doubts[cheapest])


def _is_part(typed: str, key: str) -> bool:
    return typed in key and _UNSPACED.search(typed) is not None


def _in_words(typed: str, keys: Sequence[str]) -> Floats:
    """Return how many typos it takes to find each typed word in each key.

    Words may be unfinished, but all except the last had better not be.
    """
    known = " ".join(keys).split(" ")
    sizes = np.array([key.count(" ") + 1 for key in keys])
    starts = np.cumsum(sizes) - sizes
    *words, last = typed.split(" ")
    total = np.zeros(len(keys))
    for word, unfinished in (*((word, UNFINISHED) for word in words), (last, 0.0)):
        beginnings = _distances([word], [other[: len(word)] for other in known])[0] + unfinished
        distances = np.minimum(beginnings, _distances([word], known)[0])
        total += np.minimum.reduceat(np.minimum(distances, len(word)), starts)
    return total


def _distances(texts: Sequence[str], others: Sequence[str]) -> Floats:
    """Return the edits between all pairs; a swap of two neighbouring letters is one."""
    found: Any = cdist(texts, others, scorer=OSA.distance, dtype=np.int32)
    return np.asarray(found, np.float64)


class _Judged(NamedTuple):
    """A name, what it costs beyond its fame, and its doubt for each typed letter."""

    name: Name
    is_exact: bool
    cost: float
    doubt: float


def _judge(query: SearchQuery, names: Sequence[Name]) -> list[_Judged]:
    """Judge each name by its best reading."""
    keys = list(dict.fromkeys(name.key for name in names))
    places = {key: place for place, key in enumerate(keys)}
    readings = [(one, costs_of(one.key, keys)) for one in query.readings]
    judged = []
    for name in names:
        gain = FAME * min(math.log1p(name.popularity), MOST_FAME)
        place = places[name.key]
        cost = doubt = math.inf
        for reading, costs in readings:
            extra = reading.typos + _year_cost(reading.year, name.year)
            cost = min(cost, float(costs.cost[place]) + extra)
            doubt = min(doubt, (float(costs.doubt[place]) + reading.typos) / len(reading.key))
        judged.append(_Judged(name, _is_exact(query.readings, name), cost - gain, doubt))
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
