"""Which of some names is meant by what was typed. [pure]"""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import IntEnum

from rapidfuzz.distance import OSA

from catalog.search_index import Name
from catalog.search_query import SearchQuery

#: What a name gains by being known to all, rather than to nobody.
POPULARITY_WEIGHT = 0.15
#: Popularity is read on a logarithmic scale up to this many votes.
MOST_VOTES = 3_000_000
#: What a name gains by being of the year that was asked for, or of the year beside it.
YEAR_BONUS, NEAR_YEAR_BONUS = 0.3, 0.15
#: Below this likeness (0 to 1), or so far behind the best name, a name was not what was meant.
LEAST_LIKENESS, FARTHEST_BEHIND = 0.6, 0.3


def rank(query: SearchQuery, names: Iterable[Name]) -> list[Name]:
    """Return the names like ``query``, best first, one for each id; ties by popularity, then id.

    A name that is exactly the one typed is always before the others.
    """
    found = [(*_best_reading(query, name), name) for name in set(names)]
    best = max((likeness for _, likeness, _ in found), default=0.0)
    least = max(LEAST_LIKENESS, best - FARTHEST_BEHIND)
    found = [item for item in found if item[1] >= least]
    found.sort(key=_place, reverse=True)
    best_spelling: dict[int, Name] = {}
    for *_, name in found:
        best_spelling.setdefault(name.id, name)
    return list(best_spelling.values())


class Closeness(IntEnum):
    """How near a name is to what was typed: like it, containing it, or the same."""

    LIKE, CONTAINS, SAME = range(3)


def closeness(query: SearchQuery, name: Name) -> Closeness:
    """Return how near ``name`` is to its best reading; words count from their beginning.

    Spaces are no difference: "spiderman" is the same as "spider man".
    """
    best = Closeness.LIKE
    for key, year in query.readings:
        if year not in (None, name.year):
            continue
        typed, known = key.replace(" ", ""), name.key.replace(" ", "")
        if typed == known:
            return Closeness.SAME
        if known.startswith(typed) or f" {key}" in f" {name.key}":
            best = Closeness.CONTAINS
    return best


def likeness(typed: str, key: str) -> float:
    """Return how much ``key`` looks like what was typed, 1 for the same text.

    The best of three: the whole name, its beginning (somebody is still typing), and its words in
    any order. A swap of two neighbouring letters is one edit; spaces alone make little difference.
    """
    whole = OSA.normalized_similarity(typed, key)
    if whole == 1 or typed.replace(" ", "") == key.replace(" ", ""):
        return 1.0
    beginning = OSA.normalized_similarity(typed, key[: len(typed)])
    return max(whole, 0.95 * beginning, 0.9 * _words(typed, key)) * 0.95 + 0.05 * whole


def _best_reading(query: SearchQuery, name: Name) -> tuple[bool, float]:
    """Return whether ``name`` is exactly what was typed, and its likeness to its best reading."""
    best, exact = 0.0, False
    for key, year in query.readings:
        best = max(best, likeness(key, name.key) + _year_bonus(year, name.year))
        exact |= key == name.key and (year is None or year == name.year)
    return exact, best


def _place(item: tuple[bool, float, Name]) -> tuple[bool, float, int, int]:
    """Return what a found name is ordered by, greatest first."""
    exact, likeness, name = item
    return exact, likeness + _fame(name), name.popularity, -name.id


def _year_bonus(wanted: int | None, year: int | None) -> float:
    if wanted is None or year is None:
        return 0.0
    return {0: YEAR_BONUS, 1: NEAR_YEAR_BONUS}.get(abs(wanted - year), 0.0)


def _fame(name: Name) -> float:
    return POPULARITY_WEIGHT * min(1.0, math.log1p(name.popularity) / math.log1p(MOST_VOTES))


def _words(typed: str, key: str) -> float:
    """Return the mean likeness of the typed words to their best words in ``key``, by length.

    The last word may be unfinished: it is compared with beginnings.
    """
    words, known = typed.split(), key.split()
    total = 0.0
    for position, word in enumerate(words, start=1):
        against = [k[: len(word)] for k in known] if position == len(words) else known
        total += len(word) * max((OSA.normalized_similarity(word, k) for k in against), default=0)
    return total / max(1, sum(map(len, words)))
