"""The index and the titles changed since it was built, together: vectors, neighbours, reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.index_store import IndexMissing
from catalog.vocabulary import LANGUAGES
from recommendations import diversity, similarity
from recommendations.explanations import SharedTerm
from recommendations.features import CODED, FAMILIES, KINDS, Floats, Ints
from recommendations.filters import Mask, allowed_rows
from recommendations.fresh import FreshTitles
from recommendations.index import Segment, SimilarityIndex, current_index
from recommendations.likeness import likeness
from recommendations.similarity import Vector
from recommendations.steering import TermRef, steer

COLLECTION = FAMILIES.index("collection")
#: Titles that can be left out by asking for so many more.
FEW = 50


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
        self.languages = self._fresh.languages
        self.certifications = self._fresh.certifications
        self._self_cosines = dict(index.self_cosines)
        # To share a language that no title of the index has tells as much as any language does.
        new = len(self.languages) - len(index.languages)
        self._self_cosines["language"] = np.append(index.self_cosines["language"], np.ones(new))
        self._vectors: dict[int, Vector | None] = {}

    def find(self, family: str, slug: str) -> int | None:
        """Return the number of a term, or None if no title has it."""
        return self._terms.find(family, slug)

    def vector(self, title_id: int) -> Vector | None:
        """Return the vector of a title, or None if too little is known of it."""
        if title_id not in self._vectors:
            self._vectors[title_id] = self._vector(title_id)
        return self._vectors[title_id]

    def _vector(self, title_id: int) -> Vector | None:
        is_fresh = title_id in self._fresh.title_ids
        segment = self._fresh.titles if is_fresh else self._index.titles
        row = segment.row_of(title_id) if segment else None
        if segment is None or row is None:
            return None
        return similarity.vector_of(segment.rows, row, self._self_cosines)

    def asked(self, ref: TermRef, sign: float) -> Vector | None:
        """Return a term that there should be more (1) or less (-1) of; None if no title has it."""
        tables = {name: np.zeros(len(each)) for name, each in self._self_cosines.items()}
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
        """Return the best titles of one segment."""
        # Terms that only fresh titles have are behind all that the index knows.
        known = query.terms < segment.postings.n_terms
        query = replace(query, terms=query.terms[known], weights=query.weights[known])
        # A few are dropped afterwards; to mask a million rows for them takes longer.
        few = without if len(without) <= FEW else ()
        allowed = allowed_rows(segment, self, filters, () if few else without)
        rows, scores = similarity.neighbours(
            query, segment.postings, segment.rows, n + len(few), allowed
        )
        ids = segment.title_ids[rows].tolist()
        found = zip(ids, scores.tolist(), rows.tolist(), strict=True)
        return [Found(pk, score, segment, row) for pk, score, row in found if pk not in few]

    def scores(self, query: Vector, title_ids: Ints) -> Floats:
        """Return the scores of titles; 0 for those of which too little is known."""
        scores = np.zeros(len(title_ids))
        is_fresh = np.isin(title_ids, list(self._fresh.title_ids))
        for segment, mine in ((self._index.titles, ~is_fresh), (self._fresh.titles, is_fresh)):
            if segment:
                mine = mine & np.isin(title_ids, segment.title_ids)
                rows = segment.rows_of(title_ids[mine])
                scores[mine] = similarity.scores(query, segment.rows, rows)
        return scores

    def passing(self, filters: Mapping[str, Any], title_ids: Ints) -> tuple[Mask, Mask]:
        """Return which of these titles pass all ``filters``, and of which enough is known to tell.

        As many queries as ``allowed_rows``, twice if there are fresh titles.
        """
        passes, known = np.zeros(len(title_ids), bool), np.zeros(len(title_ids), bool)
        is_fresh = np.isin(title_ids, list(self._fresh.title_ids))
        for segment, mine in ((self._index.titles, ~is_fresh), (self._fresh.titles, is_fresh)):
            if segment:
                mine = mine & np.isin(title_ids, segment.title_ids)
                allowed = allowed_rows(segment, self, filters, ())
                rows = segment.rows_of(title_ids[mine])
                passes[mine] = True if allowed is None else allowed[rows]
                known |= mine
        return passes, known

    def found(self, title_ids: Ints, scores: Floats) -> list[Found]:
        """Return these titles as answers; those of which too little is known are left out."""
        found = []
        for title_id, score in zip(title_ids.tolist(), scores.tolist(), strict=True):
            is_fresh = title_id in self._fresh.title_ids
            segment = self._fresh.titles if is_fresh else self._index.titles
            row = segment.row_of(title_id) if segment else None
            if segment is not None and row is not None:
                found.append(Found(title_id, score, segment, row))
        return found

    def likeness(self, queries: Sequence[Vector], found: Sequence[Found]) -> NDArray[np.float64]:
        """Return what each query adds to the scores of titles, without priors: (queries, found)."""
        alike = np.zeros((len(queries), len(found)))
        for segment, places, rows in _by_segment(found):
            alike[:, places] = likeness(queries, segment.rows, rows)
        return alike

    def shared(
        self, query: Vector, found: Sequence[Found], *, asked: bool = False
    ) -> list[list[SharedTerm]]:
        """Return for each title what it shares with ``query``, and what that adds to its score."""
        shared: list[list[SharedTerm]] = [[] for _ in found]
        for segment, places, rows in _by_segment(found):
            owners, terms, weights = similarity.contributions(query, segment.rows, rows)
            pairs = (owners, terms, weights, self._usual(query, terms))
            for owner, term, weight, usual in zip(*(a.tolist() for a in pairs), strict=True):
                name = self._terms[term]
                shared[places[owner]].append(SharedTerm(*name, weight, usual, asked))
            for place, term in self._shared_codes(query, segment, rows, asked=asked):
                shared[places[place]].append(term)
        return shared

    def prior(self, query: Vector, found: Sequence[Found]) -> list[dict[str, float]]:
        """Return for each title what popularity and rating add to its score."""
        parts: list[dict[str, float]] = [{} for _ in found]
        for segment, places, rows in _by_segment(found):
            standing = segment.rows.columns.standing[rows]
            for name, by_standing in similarity.prior(query, segment.rows.columns).items():
                for place, part in zip(places, by_standing[standing].tolist(), strict=True):
                    parts[place][name] = part
        return parts

    def pairwise(self, found: Sequence[Found]) -> tuple[diversity.Matrix, list[int]]:
        """Return the cosine of every two titles, and of each the number of its collection or 0."""
        order: list[int] = []
        parts = []
        collection = np.zeros(len(found), np.int64)
        for segment, places, rows in _by_segment(found):
            parts.append((segment.rows, rows))
            order += places
            owners, terms, _ = segment.rows.vectors.postings_of(rows)
            mine = self._terms.families(terms) == COLLECTION
            collection[np.array(places)[owners[mine]]] = terms[mine] + 1
        cosines = np.empty((len(found), len(found)))
        cosines[np.ix_(order, order)] = diversity.cosines(parts, self._self_cosines)
        return cosines, collection.tolist()

    def _usual(self, query: Vector, terms: Ints) -> Floats:
        """Return what these terms of the query add to the score of a title on average."""
        usual = np.zeros(len(terms))
        known = terms < len(self._index.terms)
        usual[known] = self._index.terms.usual[terms[known]]
        weights = query.weights[np.searchsorted(query.terms, terms)]
        return (1 - similarity.PRIOR_SHARE) * weights * usual

    def _shared_codes(
        self, query: Vector, segment: Segment, rows: Ints, *, asked: bool
    ) -> Iterator[tuple[int, SharedTerm]]:
        """Yield (position in ``rows``, code) of what coded families add to scores."""
        columns = segment.rows.columns
        profiles, lengths = columns.profile[rows], columns.inverse_length[rows].astype(float)
        for column, (family, by_profile) in enumerate(similarity.coded(query, columns).items()):
            weights = by_profile[profiles] * lengths
            for place in np.flatnonzero(weights).tolist():
                value = self._value_of(family, int(columns.profiles[profiles[place], column]))
                yield place, SharedTerm(family, *value, float(weights[place]), 0.0, asked)

    def _value_of(self, family: str, code: int) -> tuple[str, str]:
        """Return the slug and label of a code."""
        if family == "language":
            slug = self.languages[code - 1]
            return slug, LANGUAGES.get(slug, slug)
        if family == "kind":
            return KINDS[code - 1], f"{KINDS[code - 1]}s"
        return "", ""


def _by_segment(found: Sequence[Found]) -> Iterator[tuple[Segment, list[int], Ints]]:
    """Yield (segment, positions in ``found``, rows) of the titles of each segment."""
    for segment in dict.fromkeys(each.segment for each in found):
        places = [place for place, each in enumerate(found) if each.segment is segment]
        yield segment, places, np.array([found[place].row for place in places], np.int64)


class _Current:
    """The fresh titles beside the index that is current; new with each build."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._index: SimilarityIndex | None = None
        self._fresh: FreshTitles | None = None

    def get(self) -> LiveIndex:
        try:
            index = current_index()
        except IndexMissing:
            self._index = self._fresh = None  # what cannot be used is not kept in memory either
            raise
        with self._lock:
            if self._fresh is None or self._index is not index:
                self._index, self._fresh = index, FreshTitles(index)
            fresh = self._fresh
        return LiveIndex(index, fresh)


_current = _Current()


def live_index() -> LiveIndex:
    """Return what is known of all titles now; see ``FreshTitles.get``. Raises IndexMissing."""
    return _current.get()
