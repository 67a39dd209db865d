"""The usual ways to rank items for people by their ratings, to compare with. [pure]

Each sees who liked what, as ``History.likes`` says. To add one: a class with ``scores``, and a line
in ``PEERS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

from recommendations.evaluation.personal.history import Floats, History, Ints
from recommendations.evaluation.personal.rankers import (
    Constant,
    Entrant,
    Ranker,
    only_strongest,
    positive,
)

SEED = 0
#: Rows of a product of sparse matrices that are unfolded at a time.
AT_ONCE = 1_000


def by_chance(train: History) -> Ranker:
    """Rank at random, the same for everybody."""
    return Chance(train.n_items)


class Chance(Ranker):
    """Random scores, others for each person, the same each time."""

    def __init__(self, n_items: int) -> None:
        self._n_items = n_items

    def scores(self, known: History, people: Ints) -> Floats:
        rows = [np.random.default_rng((SEED, int(p))).random(self._n_items) for p in people]
        return np.stack(rows)


def popular(train: History) -> Ranker:
    """Rank by how many people like an item."""
    return Constant(train.likers.astype(np.float64))


class ItemNeighbours(Ranker):
    """Item-kNN (Sarwar et al. 2001): the sum of how near an item is to each liked one.

    ``weights`` have a row for each person and a column for each item; two items are as near as
    their columns multiply. Each item has ``k`` neighbours.
    """

    def __init__(self, weights: sparse.csr_array, k: int) -> None:
        columns = sparse.csr_array(weights.T)
        blocks = []
        for first in range(0, columns.shape[0], AT_ONCE):
            near = sparse.csr_array(columns[first : first + AT_ONCE] @ weights)
            blocks.append(only_strongest(_without_diagonal(near, first), k))
        self._near = sparse.csr_array(sparse.vstack(blocks))

    def scores(self, known: History, people: Ints) -> Floats:
        return positive(known.likes[people] @ self._near)


def cosine_items(train: History, k: int) -> Ranker:
    """Item-kNN by the cosine of who likes the items."""
    lengths = np.sqrt(np.maximum(train.likers, 1))
    return ItemNeighbours(sparse.csr_array(train.likes.multiply(1 / lengths[None, :])), k)


def bm25_items(train: History, k: int, k1: float = 1.2, b: float = 0.75) -> Ranker:
    """Item-kNN by BM25 (Robertson and Zaragoza 2009): people are documents, items their words."""
    likes = train.likes
    lengths = np.asarray(likes.sum(axis=1)).ravel()
    saturation = k1 * (1 - b + b * lengths / max(lengths.mean(), 1e-9))
    rarity = np.log(likes.shape[0]) - np.log1p(train.likers)
    worth = (k1 + 1) / (saturation + 1)
    weights = sparse.diags_array(worth) @ likes @ sparse.diags_array(rarity)
    return ItemNeighbours(sparse.csr_array(weights), k)


class UserNeighbours(Ranker):
    """User-kNN (Herlocker et al. 1999): what the ``k`` people nearest by cosine like."""

    def __init__(self, train: History, k: int) -> None:
        self._likes, self._k = train.likes, k

    @cached_property
    def _unit(self) -> sparse.csr_array:
        return _unit_rows(self._likes)

    def scores(self, known: History, people: Ints) -> Floats:
        near = sparse.csr_array(_unit_rows(known.likes[people]) @ self._unit.T)
        # A person is no neighbour of its own; what it likes is left out anyway.
        return positive(only_strongest(near, self._k + 1) @ self._likes)


class PureSVD(Ranker):
    """PureSVD (Cremonesi, Koren and Turrin 2010): likes times the strongest factors of items."""

    def __init__(self, train: History, factors: int) -> None:
        most = min(train.likes.shape) - 1
        rng = np.random.default_rng(SEED)
        start = rng.standard_normal(min(train.likes.shape))
        _, _, self._items = svds(train.likes.astype(np.float64), min(factors, most), v0=start)

    def scores(self, known: History, people: Ints) -> Floats:
        scores: Floats = (known.likes[people] @ self._items.T) @ self._items
        return scores


def _unit_rows(rows: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-12)) @ rows)


def _without_diagonal(block: sparse.csr_array, first: int) -> sparse.csr_array:
    """Return rows ``first`` and on of a square matrix without what is on its diagonal."""
    block = block.tocoo()
    kept = block.col != block.row + first
    where = (block.row[kept], block.col[kept])
    return sparse.csr_array((block.data[kept], where), shape=block.shape)


NEIGHBOURS: tuple[Mapping[str, Any], ...] = tuple({"k": k} for k in (20, 50, 100, 200))

#: Name -> how it learns, and the settings that are tried.
PEERS: dict[str, Entrant] = {
    "random": Entrant(by_chance),
    "popularity": Entrant(popular),
    "item-kNN cosine": Entrant(cosine_items, NEIGHBOURS),
    "item-kNN BM25": Entrant(bm25_items, NEIGHBOURS),
    "user-kNN": Entrant(UserNeighbours, NEIGHBOURS),
    "PureSVD": Entrant(PureSVD, tuple({"factors": n} for n in (10, 20, 35, 50, 75))),
}
