"""The similarity index: every title as a vector, and the neighbours of any vector.

Rows of matrices and ids of titles meet only here. Built by ``recommendations.build``; opened as
memory-mapped files, so that processes share its pages and opening costs little.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import numpy as np
from django.conf import settings

from catalog.database_id import index_parameters
from catalog.index_store import Build, OpenedOnce
from catalog.inverted_index import InvertedIndex, open_array
from recommendations import similarity
from recommendations.explanations import SharedTerm
from recommendations.features import (
    WEIGHTS,
    TitleFacts,
    family_of,
    is_enough,
    popularity,
    terms_of,
)
from recommendations.similarity import Columns, Floats, Ints, Vector
from recommendations.string_table import StringTable

#: Raise it when files or their meaning change: older builds are then refused, not misread.
SCHEMA = 1
FAMILIES = tuple(WEIGHTS)
FAMILY_WEIGHTS = np.array([WEIGHTS[family] for family in FAMILIES])


@dataclass(frozen=True, eq=False)
class SimilarityIndex:
    """``postings`` leads from a term to titles, ``vectors`` from a title to its terms.

    ``title_ids`` rises with the row. ``usual`` (the mean weight over all titles), ``vocabulary``
    (sorted) and ``labels`` have one entry per term; ``rarity`` one more, for terms of no title.
    """

    title_ids: Ints
    postings: InvertedIndex
    vectors: InvertedIndex
    columns: Columns
    rarity: Floats
    usual: Floats
    vocabulary: StringTable
    labels: StringTable
    most_votes: dict[str, int]
    built_at: datetime
    fingerprint: str

    def save(self, folder: Path) -> None:
        """Write the arrays into ``folder``; ``facts`` go into the manifest."""
        for name in ("postings", "vectors", "vocabulary", "labels"):
            getattr(self, name).save(folder / name)
        arrays = {
            "title_ids": self.title_ids,
            "rarity": self.rarity,
            "usual": self.usual,
            "popularity": self.columns.popularity,
            "rating": self.columns.rating,
        }
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    @property
    def facts(self) -> dict[str, Any]:
        """Return the plain values that belong to the arrays."""
        return {
            "built_at": self.built_at.isoformat(),
            "fingerprint": self.fingerprint,
            "most_votes": self.most_votes,
            "titles": len(self.title_ids),
            "terms": len(self.vocabulary),
        }

    @classmethod
    def open(cls, build: Build) -> Self:
        """Map a published build into memory. Raises OSError, ValueError or KeyError."""
        folder, facts = build.folder, build.facts
        return cls(
            title_ids=open_array(folder / "title_ids.npy"),
            postings=InvertedIndex.open(folder / "postings"),
            vectors=InvertedIndex.open(folder / "vectors"),
            columns=Columns(
                open_array(folder / "popularity.npy"), open_array(folder / "rating.npy")
            ),
            rarity=open_array(folder / "rarity.npy"),
            usual=open_array(folder / "usual.npy"),
            vocabulary=StringTable.open(folder / "vocabulary"),
            labels=StringTable.open(folder / "labels"),
            most_votes=facts["most_votes"],
            built_at=datetime.fromisoformat(facts["built_at"]),
            fingerprint=facts["fingerprint"],
        )

    def row_of(self, title_id: int) -> int | None:
        """Return the row of a title, or None if it was not indexed."""
        row = int(np.searchsorted(self.title_ids, title_id))
        return row if row < len(self.title_ids) and self.title_ids[row] == title_id else None

    def vector(self, row: int) -> Vector:
        """Return the vector of a row as it was built."""
        terms, weights = self.vectors.posting(row)
        fame, rating = self.columns.popularity[row], self.columns.rating[row]
        return Vector(terms.astype(np.int64), weights, float(fame), float(rating))

    def vector_of(self, facts: TitleFacts) -> Vector | None:
        """Return the vector of a title that was added or edited since the build.

        Terms that no indexed title has lengthen it and match nothing. None if it has too few.
        """
        terms = terms_of(facts)
        if not is_enough(terms):
            return None
        ids = np.array([self._term(term.text) for term in terms])
        weights = similarity.unit_weights(
            rows=np.zeros(len(terms), np.int64),
            families=families_of(term.text for term in terms),
            raw=np.array([term.strength for term in terms]) * self.rarity[ids],
            family_weights=FAMILY_WEIGHTS,
            n_rows=1,
        )
        known = ids < len(self.vocabulary)
        order = np.argsort(ids[known])
        fame = popularity(facts.votes, self.most_votes)
        rating = np.nan if facts.rating is None else facts.rating
        return Vector(ids[known][order], weights[known][order], fame, rating)

    def _term(self, text: str) -> int:
        """Return the number of a term; one that no title has gets the number after the last."""
        found = self.vocabulary.find(text)
        return len(self.vocabulary) if found is None else found

    def neighbours(
        self, query: Vector, n: int, exclude: Iterable[int] = ()
    ) -> list[tuple[int, float]]:
        """Return (title id, score) of the ``n`` best titles, best first; ties by id."""
        out = [row for title_id in exclude if (row := self.row_of(title_id)) is not None]
        rows, scores = similarity.neighbours(query, self.postings, self.columns, n, out)
        return list(zip(self.title_ids[rows].tolist(), scores.tolist(), strict=True))

    def explain(self, query: Vector, title_id: int) -> tuple[list[SharedTerm], dict[str, float]]:
        """Return what the score of a title consists of: shared terms, and parts of the prior."""
        row = self.row_of(title_id)
        if row is None:
            raise KeyError(title_id)
        terms, weights = similarity.contributions(query, *self.vectors.posting(row))
        usual = self._usual(query, terms)
        shared = [self._shared(*each) for each in zip(terms, weights, usual, strict=True)]
        prior = similarity.prior(query, self.columns[np.array([row])])
        return shared, {name: float(part[0]) for name, part in prior.items()}

    def _usual(self, query: Vector, terms: Ints) -> Floats:
        weights = query.weights[np.searchsorted(query.terms, terms)]
        usual: Floats = (1 - similarity.PRIOR_SHARE) * weights * self.usual[terms]
        return usual

    def _shared(self, term: int, weight: float, usual: float) -> SharedTerm:
        family, _, value = self.vocabulary[int(term)].partition(":")
        return SharedTerm(family, value, self.labels[int(term)], float(weight), float(usual))


def families_of(terms: Iterable[str]) -> Ints:
    """Return for each term the position of its family in FAMILIES."""
    position = {family: i for i, family in enumerate(FAMILIES)}
    return np.array([position[family_of(term)] for term in terms], np.int64)


def home() -> Path:
    """Return the folder in which builds of the index lie."""
    return Path(settings.INDEX_DIR) / "similar"


_current = OpenedOnce(SimilarityIndex.open, schema=SCHEMA, parameters=index_parameters)


def current_index() -> SimilarityIndex:
    """Return the index that counts now; a new build is noticed, and opened as OpenedOnce says.

    Checked against its digests once per process and build. Raises IndexMissing.
    """
    return _current.get(home())
