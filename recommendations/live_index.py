"""The index and the titles changed since it was built, together: vectors, neighbours, reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from catalog.vocabulary import LANGUAGES
from recommendations import diversity, similarity
from recommendations.explanations import SharedTerm
from recommendations.features import CODED, FAMILIES, KINDS, Floats, Ints
from recommendations.filters import allowed_rows
from recommendations.fresh import FreshTitles
from recommendations.index import Segment, SimilarityIndex, current_index
from recommendations.similarity import Vector
from recommendations.steering import TermRef, steer

COLLECTION = FAMILIES.index("collection")


class Found(NamedTuple):
    """A title, its score, and where it is: a row of a segment."""

    title_id: int
    score: float
    segment: Segment
    row: int


class LiveIndex:
    """What is known of all titles at one moment; made for each question.

    ``languages`` and ``certifications`` are numbered from 1.
    """

    def __init__(self, index: SimilarityIndex, fresh: FreshTitles) -> None:
        self._index, self._terms = index, fresh.terms
        self._fresh = fresh.get()
        self.languages, self.certifications = index.languages, fresh.certifications

    def find(self, family: str, slug: str) -> int | None:
        """Return the number of a term, or None if no title has it."""
        return self._terms.find(family, slug)

    def vector(self, title_id: int) -> Vector | None:
        """Return the vector of a title, or None if too little is known of it."""
        is_fresh = title_id in self._fresh.title_ids
        segment = self._fresh.titles if is_fresh else self._index.titles
        row = segment.row_of(title_id) if segment else None
        if segment is None or row is None:
            return None
        return similarity.vector_of(segment.rows, row, self._index.sizes)

    def asked(self, ref: TermRef, sign: float) -> Vector | None:
        """Return a term that there should be more (1) or less (-1) of; None if no title has it."""
        sizes = self._index.sizes
        tables = {family: np.zeros(sizes[family]) for family in CODED}
        terms: list[int] = []
        if ref.family in CODED:
            values = {"language": self.languages, "kind": list(KINDS)}[ref.family]
            if ref.slug not in values:
                return None
            tables[ref.family][values.index(ref.slug) + 1] = sign
        else:
            found = [self.find(family, ref.slug) for family in ref.families]
            terms = sorted(term for term in found if term is not None)
            if not terms:
                return None
        return Vector(np.array(terms, np.int64), np.full(len(terms), sign), tables)

    def steered(self, vector: Vector, factors: Mapping[str, float]) -> Vector:
        """Return the vector with each family multiplied by its factor."""
        return steer(vector, self._terms.families(vector.terms), factors)

    def neighbours(
        self, query: Vector, n: int, filters: Mapping[str, Any], without: Collection[int] = ()
    ) -> list[Found]:
        """Return the ``n`` best titles that pass ``filters``, best first; ties by id.

        As many queries as ``allowed_rows``, twice if there are fresh titles.
        """
        found = self._best(
            self._index.titles, query, n, filters, {*without, *self._fresh.title_ids}
        )
        if self._fresh.titles:
            found += self._best(self._fresh.titles, query, n, filters, without)
        return sorted(found, key=lambda each: (-each.score, each.title_id))[:n]

    def _best(
        self,
        segment: Segment,
        query: Vector,
        n: int,
        filters: Mapping[str, Any],
        without: Collection[int],
    ) -> list[Found]:
        # Terms that only fresh titles have are behind all that the index knows.
        known = query.terms < segment.postings.n_terms
        query = replace(query, terms=query.terms[known], weights=query.weights[known])
        allowed = allowed_rows(segment, self, filters, without)
        rows, scores = similarity.neighbours(query, segment.postings, segment.rows, n, allowed)
        ids = segment.title_ids[rows].tolist()
        return [
            Found(title_id, score, segment, row)
            for title_id, score, row in zip(ids, scores.tolist(), rows.tolist(), strict=True)
        ]

    def shared(self, query: Vector, found: Found, *, asked: bool = False) -> list[SharedTerm]:
        """Return what the terms and codes that a title shares with ``query`` add to its score."""
        rows = np.array([found.row])
        _, terms, weights = similarity.contributions(query, found.segment.rows, rows)
        usual = self._usual(query, terms)
        numbers = zip(terms.tolist(), weights.tolist(), usual.tolist(), strict=True)
        shared = [
            SharedTerm(*self._terms[term], weight, usually, asked)
            for term, weight, usually in numbers
        ]
        return shared + self._shared_codes(query, found, asked=asked)

    def prior(self, query: Vector, found: Found) -> dict[str, float]:
        """Return what popularity and rating add to the score of a title."""
        columns = found.segment.rows.columns
        standing = columns.standing[found.row]
        parts = similarity.prior(query, columns)
        return {name: float(part[standing]) for name, part in parts.items()}

    def pairwise(self, found: Sequence[Found]) -> tuple[diversity.Matrix, list[int]]:
        """Return the cosine of every two titles, and of each the number of its collection or 0."""
        order: list[int] = []
        parts = []
        collection = np.zeros(len(found), np.int64)
        for segment in (self._index.titles, self._fresh.titles):
            places = [i for i, each in enumerate(found) if each.segment is segment]
            if segment is None or not places:
                continue
            rows = [found[place].row for place in places]
            parts.append((segment.rows, rows))
            order += places
            owners, terms, _ = segment.rows.vectors.postings_of(np.array(rows))
            mine = self._terms.families(terms) == COLLECTION
            collection[np.array(places)[owners[mine]]] = terms[mine] + 1
        cosines = np.empty((len(found), len(found)))
        cosines[np.ix_(order, order)] = diversity.cosines(parts)
        return cosines, collection.tolist()

    def _usual(self, query: Vector, terms: Ints) -> Floats:
        """Return what these terms of the query add to the score of a title on average."""
        usual = self._index.terms.usual
        mean = np.where(terms < len(usual), usual[np.minimum(terms, len(usual) - 1)], 0)
        weights = query.weights[np.searchsorted(query.terms, terms)]
        return (1 - similarity.PRIOR_SHARE) * weights * mean

    def _shared_codes(self, query: Vector, found: Found, *, asked: bool) -> list[SharedTerm]:
        columns = found.segment.rows.columns
        profile, length = columns.profile[found.row], float(columns.inverse_length[found.row])
        codes = dict(zip(CODED, columns.profiles[profile].tolist(), strict=True))
        shared = []
        for family, by_profile in similarity.coded(query, columns).items():
            weight = float(by_profile[profile]) * length
            if weight:
                value = self._value_of(family, codes[family])
                shared.append(SharedTerm(family, *value, weight, 0.0, asked))
        return shared

    def _value_of(self, family: str, code: int) -> tuple[str, str]:
        """Return the slug and label of a code."""
        if family == "language":
            slug = self.languages[code - 1]
            return slug, LANGUAGES.get(slug, slug)
        if family == "kind":
            return KINDS[code - 1], f"{KINDS[code - 1]}s"
        return "", ""


class _Current:
    """The fresh titles beside the index that is current; new with each build."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._index: SimilarityIndex | None = None
        self._fresh: FreshTitles | None = None

    def get(self) -> LiveIndex:
        index = current_index()
        with self._lock:
            if self._fresh is None or self._index is not index:
                self._index, self._fresh = index, FreshTitles(index)
            fresh = self._fresh
        return LiveIndex(index, fresh)


_current = _Current()


def live_index() -> LiveIndex:
    """Return what is known of all titles now; see ``FreshTitles.get``. Raises IndexMissing."""
    return _current.get()
