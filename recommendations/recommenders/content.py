"""Recommend what resembles the liked titles in what is known about them."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.models import Title
from recommendations import similarity
from recommendations.explanations import explain
from recommendations.facts import facts_of
from recommendations.index import SimilarityIndex, current_index
from recommendations.recommenders.base import Query, Recommendation, TooFewFacts
from recommendations.similarity import Vector

#: Neighbours asked for beyond n, because some may have been deleted since the index was built.
SPARE = 30


class ContentRecommender:
    """Cosine over weighted facts, plus a prior; the index does the work."""

    def recommend(self, query: Query, n: int) -> list[Recommendation]:
        """Return the ``n`` nearest titles that may be shown. 2 queries, 7 per new seed."""
        index = current_index()
        liked, disliked = vectors_of(index, query.liked), vectors_of(index, query.disliked)
        if not liked:
            raise TooFewFacts(f"titles {query.liked}")
        profile = similarity.blend(liked, disliked)
        nearest = index.neighbours(profile, n + SPARE, query.left_out)
        ids = [title_id for title_id, _ in nearest]
        shown = set(Title.objects.recommendable().filter(pk__in=ids).values_list("pk", flat=True))
        return [
            Recommendation(
                title_id, score, explain(*index.explain(profile, title_id), seeds=len(liked))
            )
            for title_id, score in [pair for pair in nearest if pair[0] in shown][:n]
        ]


def vectors_of(index: SimilarityIndex, title_ids: Iterable[int]) -> list[Vector]:
    """Return the vectors of titles, by id; titles with too few facts are left out.

    One query, and 7 for each title that was added or edited since the index was built.
    """
    ids = sorted(set(title_ids))
    edited = Title.objects.filter(pk__in=ids, updated_at__gte=index.built_at)
    fresh = set(edited.values_list("pk", flat=True)) if ids else set()
    vectors = [vector_of(index, title_id, is_fresh=title_id in fresh) for title_id in ids]
    return [vector for vector in vectors if vector is not None]


def vector_of(index: SimilarityIndex, title_id: int, *, is_fresh: bool) -> Vector | None:
    """Return a title's vector: as built, or from the database if the index has not its facts."""
    row = index.row_of(title_id)
    if row is not None and not is_fresh:
        return index.vector(row)
    facts = facts_of(title_id)
    return index.vector_of(facts) if facts else None
