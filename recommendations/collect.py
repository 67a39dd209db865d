"""Turn the facts of titles into a similarity index, in bounded memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from catalog.inverted_index import InvertedIndex
from recommendations import similarity
from recommendations.features import Term, TitleFacts, is_enough, popularity, terms_of
from recommendations.index import FAMILY_WEIGHTS, SimilarityIndex, families_of
from recommendations.similarity import Columns, Floats, Ints
from recommendations.string_table import StringTable

#: Titles that are weighed at once; bounds the memory of intermediate arrays.
SLICE = 20_000


@dataclass
class Collected:
    """The terms of the titles read so far, in compact arrays; terms numbered as they came."""

    most_votes: dict[str, int]
    title_ids: array[int] = field(default_factory=lambda: array("q"))
    popularity: array[float] = field(default_factory=lambda: array("f"))
    ratings: array[float] = field(default_factory=lambda: array("f"))
    lengths: array[int] = field(default_factory=lambda: array("q"))
    terms: array[int] = field(default_factory=lambda: array("i"))
    strengths: array[float] = field(default_factory=lambda: array("f"))
    numbers: dict[str, int] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    support: array[int] = field(default_factory=lambda: array("i"))

    def add(self, chunk: Iterable[TitleFacts]) -> None:
        """Take in titles, by rising id; those that say too little are left out."""
        for facts in chunk:
            terms = terms_of(facts)
            if not is_enough(terms):
                continue
            self.title_ids.append(facts.title_id)
            self.popularity.append(popularity(facts.votes, self.most_votes))
            self.ratings.append(np.nan if facts.rating is None else facts.rating)
            self.lengths.append(len(terms))
            self.strengths.extend(term.strength for term in terms)
            self.terms.extend(self._number(term) for term in terms)

    def _number(self, term: Term) -> int:
        """Return the number of a term. Its label is the form that most titles say.

        (If one form has a majority, this vote by Boyer and Moore finds it with one counter.)
        """
        number = self.numbers.setdefault(term.text, len(self.labels))
        if number == len(self.labels):
            self.labels.append(term.label)
            self.support.append(0)
        if self.labels[number] == term.label:
            self.support[number] += 1
        elif self.support[number] > 0:
            self.support[number] -= 1
        else:
            self.labels[number] = term.label
        return number

    def index(self, built_at: datetime, fingerprint: str) -> SimilarityIndex:
        """Return the index of what was collected."""
        vocabulary = sorted(self.numbers)
        new_number = np.empty(len(vocabulary), np.int64)
        old_numbers = [self.numbers[text] for text in vocabulary]
        new_number[old_numbers] = np.arange(len(vocabulary))
        n_rows, n_terms = len(self.title_ids), len(vocabulary)
        terms = new_number[np.frombuffer(self.terms, np.int32)]
        rows = np.repeat(np.arange(n_rows), np.frombuffer(self.lengths, np.int64))
        rarity = similarity.rarity(np.append(np.bincount(terms, minlength=n_terms), 0), n_rows)
        weights = self._weights(rows, terms, families_of(vocabulary), rarity)
        return SimilarityIndex(
            title_ids=np.array(self.title_ids, np.int64),
            postings=InvertedIndex.build(rows, terms, weights, n_rows, n_terms),
            vectors=InvertedIndex.build(terms, rows, weights, n_terms, n_rows),
            columns=Columns(
                np.array(self.popularity, np.float32), np.array(self.ratings, np.float32)
            ),
            rarity=rarity,
            usual=np.bincount(terms, weights, n_terms).astype(np.float32) / max(n_rows, 1),
            vocabulary=StringTable.build(vocabulary),
            labels=StringTable.build(self.labels[number] for number in old_numbers),
            most_votes=self.most_votes,
            built_at=built_at,
            fingerprint=fingerprint,
        )

    def _weights(self, rows: Ints, terms: Ints, families: Ints, rarity: Floats) -> Floats:
        """Return the weight of every (row, term) pair, a slice of titles at a time."""
        strengths = np.frombuffer(self.strengths, np.float32)
        weights = np.empty(len(rows), np.float32)
        for first in range(0, len(self.title_ids), SLICE):
            part = slice(*np.searchsorted(rows, (first, first + SLICE)))
            weights[part] = similarity.unit_weights(
                rows=rows[part] - first,
                families=families[terms[part]],
                raw=strengths[part] * rarity[terms[part]],
                family_weights=FAMILY_WEIGHTS,
                n_rows=SLICE,
            )
        return weights
