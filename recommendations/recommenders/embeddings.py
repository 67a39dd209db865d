"""Recommend what a sentence encoder finds alike in names: optional, see ``encoders``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from catalog.inverted_index import top
from catalog.models import Title
from catalog.title_filters import active_filters, filter_titles
from recommendations.embedding_index import EmbeddingIndex, current_embeddings
from recommendations.explanations import Explanation, Reason
from recommendations.features import Floats, Ints
from recommendations.recommenders.base import Query, Ranking, Recommendation, TooFewFacts
from recommendations.similarity import DISLIKE

#: Neighbours asked for beyond n, because some may have been deleted since the index was built.
SPARE = 20


class EmbeddingRecommender:
    """Cosine of vectors; knows liked and disliked titles and filters, and no other steering."""

    def recommend(self, query: Query, n: int) -> Ranking:
        """Return the ``n`` nearest titles that may be shown, of those that pass the filters.

        1 query, 1 more for filters. Titles added since the build have no vector yet.
        """
        index = current_embeddings()
        cosines = index.cosines(_profile(index, query))
        if active_filters(query.filters):
            allowed = filter_titles(query.filters).order_by().values_list("pk", flat=True)
            cosines[~np.isin(index.title_ids, np.fromiter(allowed, np.int64))] = 0
        out = index.rows_of(np.fromiter(query.left_out, np.int64))
        rows, scores = top(cosines, n + SPARE, out[out >= 0].tolist())
        ids = index.title_ids[rows].tolist()
        shown = set(Title.objects.recommendable().filter(pk__in=ids).values_list("pk", flat=True))
        found = [each for each in zip(ids, scores.tolist(), strict=True) if each[0] in shown]
        return Ranking(_recommendation(*each) for each in found[:n])

    def scores_of(self, query: Query, title_ids: Ints) -> Floats:
        """Return the scores of these titles; 0 for those that have no vector."""
        index = current_embeddings()
        rows = index.rows_of(title_ids)
        scores = index.vectors(np.maximum(rows, 0)) @ _profile(index, query)
        return np.where(rows >= 0, scores, 0)


def _profile(index: EmbeddingIndex, query: Query) -> NDArray[np.float32]:
    """Return the mean of what is liked, less DISLIKE x that of what is not. Raises TooFewFacts."""
    liked, disliked = (
        index.rows_of(np.array(sorted(ids), np.int64)) for ids in (query.liked, query.disliked)
    )
    liked, disliked = liked[liked >= 0], disliked[disliked >= 0]
    if not len(liked):
        raise TooFewFacts(f"titles {query.liked}")
    profile = index.vectors(liked).mean(axis=0)
    if len(disliked):
        profile = profile - DISLIKE * index.vectors(disliked).mean(axis=0)
    return np.asarray(profile, np.float32)


def _recommendation(title_id: int, score: float) -> Recommendation:
    reason = Reason("embedding", "described in a similar way", score, score)
    return Recommendation(title_id, score, Explanation((reason,)))
