"""Liked titles that nobody rated when the model was trained: what is told about them is known."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from recommendations import similarity
from recommendations.collaborative.content import NEAREST
from recommendations.collaborative.model import Alike, Ints
from recommendations.index import SimilarityIndex

#: Titles whose like are remembered.
MOST_REMEMBERED = 10_000


class Unrated:
    """Finds the rated titles (columns) that are most like a title, in one index."""

    def __init__(self, index: SimilarityIndex, title_ids: Ints) -> None:
        titles = index.titles
        self._index = index
        self._allowed = np.isin(titles.title_ids, title_ids)
        self._columns = np.searchsorted(title_ids, titles.title_ids)
        self.find = lru_cache(MOST_REMEMBERED)(self._find)

    def _find(self, title_id: int) -> Alike:
        """Return what is like a title; nothing if the index has it not."""
        titles = self._index.titles
        row = titles.row_of(title_id)
        if row is None:
            return Alike(np.zeros(0, np.int64), np.zeros(0))
        query = similarity.vector_of(titles.rows, row, self._index.self_cosines)
        query = replace(query, factors=dict.fromkeys(("popularity", "rating"), 0.0))
        rows, scores = similarity.neighbours(
            query, titles.postings, titles.rows, NEAREST, self._allowed
        )
        columns = self._columns[rows]
        order = np.argsort(columns)
        return Alike(columns[order], scores[order] / (1 - similarity.PRIOR_SHARE))
