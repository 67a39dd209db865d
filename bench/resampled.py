"""Ratings of any number, made of others: each person of two, so that tastes stay what they are."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
#: People, titles and what they gave (1-10), an entry for each rating.
Columns = tuple[Ints, Ints, Ints]
#: The share of a person's ratings that is kept, and that of the second one's that is added.
KEPT, ADDED = 0.75, 0.25


def resampled(ratings: Columns, n: int, seed: int = 0) -> Columns:
    """Return ``n`` ratings; no person has a title twice.

    People are numbered from 0. If there are that many already, the first ones are returned as
    they are.
    """
    people, titles, values = ratings
    order = np.argsort(people, kind="stable")
    people, titles, values = people[order], titles[order], values[order]
    if n <= len(people):
        return people[:n], titles[:n], values[:n]
    rng = np.random.default_rng(seed)
    bounds = np.searchsorted(people, np.arange(people.max() + 2))
    parts: list[tuple[Ints, Ints, Ints]] = []
    made = number = 0
    while made < n:
        first, second = rng.integers(0, len(bounds) - 1, 2)
        rows = np.concatenate([_some(bounds, first, KEPT, rng), _some(bounds, second, ADDED, rng)])
        _, kept = np.unique(titles[rows], return_index=True)
        rows = rows[kept]
        parts.append((np.full(len(rows), number), titles[rows], values[rows]))
        made, number = made + len(rows), number + 1
    people, titles, values = (np.concatenate(column)[:n] for column in zip(*parts, strict=True))
    return people, titles, values


def invented(n_people: int, titles: Ints, each: int, seed: int = 0) -> Columns:
    """Return ratings of people with tastes, ``each`` by every one.

    Some titles are much more popular than others. Each person and title has four traits; the
    better they go together, the more likely a title is rated, and the higher.
    """
    rng = np.random.default_rng(seed)
    fame = -1.2 * np.log(rng.permutation(len(titles)) + 10.0)
    tastes, traits = rng.normal(0, 1, (n_people, 4)), rng.normal(0, 1, (len(titles), 4))
    parts = []
    for person, taste in enumerate(tastes):
        fits = traits @ taste
        # The highest of noisy scores: a draw without replacement.
        chosen = np.argsort(-(fame + fits / 2 + rng.gumbel(size=len(titles))))[:each]
        values = np.clip(np.rint(6.5 + fits[chosen] + rng.normal(0, 1, len(chosen))), 1, 10)
        parts.append((np.full(len(chosen), person), titles[chosen], values.astype(np.int64)))
    people, found, given = (np.concatenate(column) for column in zip(*parts, strict=True))
    return people, found, given


def _some(bounds: Ints, person: int, share: float, rng: np.random.Generator) -> Ints:
    rows = np.arange(bounds[person], bounds[person + 1])
    some: Ints = rows[rng.random(len(rows)) < share]
    return some
