"""Titles that were added or edited since the index was built, as a small index of their own.

Each process keeps one in memory; it is made anew for what has changed since it was last asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

import numpy as np

from catalog.inverted_index import InvertedIndex
from catalog.models import Title
from catalog.words import WordBook
from recommendations.facts import facts_of, read_values, used_values
from recommendations.features import (
    CODED,
    FAMILIES,
    REGARDLESS_OF_RARITY,
    WORDED,
    Floats,
    Ints,
    Terms,
    Values,
    terms_of,
)
from recommendations.index import Segment, SimilarityIndex
from recommendations.index_writer import FILTER_COLUMNS, columns_of, distinct, weigh
from recommendations.similarity import Columns, TitleRows
from recommendations.term_table import Term, TermTable

#: More titles than these are for the next build; the latest changes count.
MOST_FRESH = 2_000
#: Terms that have been read from the files are kept as texts, so many at most.
MOST_REMEMBERED = 50_000


@dataclass
class GrowingTerms:
    """The terms of an index, and behind them those that only fresh titles have."""

    table: TermTable
    extra: dict[tuple[str, str], int] = field(default_factory=dict)
    _labels: list[Term] = field(default_factory=list)
    _known: dict[int, Term] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.table) + len(self._labels)

    def __getitem__(self, number: int) -> Term:
        first = len(self.table)
        if number >= first:
            return self._labels[number - first]
        term = self._known.get(number)
        if term is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            term = self._known[number] = self.table[number]
        return term

    def find(self, family: str, slug: str) -> int | None:
        """Return the number of a term, or None if no title has it."""
        found = self.table.find(family, slug)
        return self.extra.get((family, slug)) if found is None else found

    def families(self, terms: Ints) -> Ints:
        """Return the position of each term's family in FAMILIES."""
        found = self.table.families(terms)
        for place in np.flatnonzero(terms >= len(self.table)):
            found[place] = FAMILIES.index(self[int(terms[place])].family)
        return found

    def number(self, term: Term) -> int:
        """Return the number of a term, a new one for a new term."""
        found = self.find(term.family, term.slug)
        if found is None:
            found = len(self)
            self._labels.append(term)  # first: others may find the number at once
            self.extra[term.family, term.slug] = found
        return found


@dataclass(frozen=True, eq=False)
class Fresh:
    """Titles changed since the index was built: all their ids, and those with enough facts.

    ``titles`` is None if there are none of these. ``languages`` and ``certifications`` are those of
    the index, and behind them those that only fresh titles have; numbered from 1.
    """

    title_ids: frozenset[int]
    titles: Segment | None
    languages: list[str]
    certifications: list[str]


@dataclass(frozen=True)
class _Row:
    """One fresh title as it goes into the arrays."""

    terms: Ints
    weights: Floats
    columns: dict[str, Any]


class FreshTitles:
    """Keeps what is fresh beside one index."""

    def __init__(self, index: SimilarityIndex) -> None:
        self._index = index
        self._lock = Lock()
        self.terms = GrowingTerms(index.terms)
        self._languages = [*index.languages]
        self._certifications = [*index.certifications]
        self._rows: dict[int, _Row | None] = {}
        self._stamps: dict[int, datetime] = {}
        self._fresh = self._put_together()

    def get(self) -> Fresh:
        """Return what is fresh now. 1 query, and 13 if that has changed."""
        changed = Title.objects.filter(updated_at__gt=self._index.built_at).order_by("-updated_at")
        stamps = dict(changed.values_list("pk", "updated_at")[:MOST_FRESH])
        with self._lock:
            if stamps != self._stamps:
                changed_ids = [pk for pk, at in stamps.items() if self._stamps.get(pk) != at]
                rows = self._rows | self._weighed(changed_ids)
                self._rows = {pk: rows[pk] for pk in stamps}
                self._stamps = stamps
                self._fresh = self._put_together()
            return self._fresh

    def _weighed(self, title_ids: Sequence[int]) -> dict[int, _Row | None]:
        """Weigh titles as the index would; those with too few facts are None."""
        found: dict[int, _Row | None] = dict.fromkeys(title_ids)
        if not found:
            return found
        facts = facts_of(title_ids)
        values, book = read_values(used_values(facts)), WordBook()
        terms = terms_of(facts, values, book)
        enough = terms.enough(len(facts.titles))
        terms = terms.keep(enough)
        index = self._index
        columns = columns_of(facts, index.most_votes, self._languages, self._certifications)
        columns = {name: column[enough] for name, column in columns.items()}
        ids = self._numbers(terms, values, book)
        rarity = index.terms.rarity[np.minimum(ids, len(index.terms))]
        regardless = [FAMILIES.index(family) for family in REGARDLESS_OF_RARITY]
        rarity = np.where(np.isin(terms.families, regardless), 1, rarity)
        rows, ids, weights, inverse = weigh(terms, ids, rarity, columns["codes"])
        columns["inverse_length"] = inverse
        bounds = np.searchsorted(rows, np.arange(len(inverse) + 1))
        for row, title_id in enumerate(columns["title_id"].tolist()):
            mine = slice(bounds[row], bounds[row + 1])
            alone = {name: column[row : row + 1] for name, column in columns.items()}
            found[title_id] = _Row(ids[mine], weights[mine], alone)
        return found

    def _numbers(self, terms: Terms, values: Values, book: WordBook) -> Ints:
        """Return the number of the term of each pair; new terms get new numbers."""
        ids = np.empty(len(terms.codes), np.int64)
        labels = book.labels()
        for position, family in enumerate(FAMILIES):
            mine = terms.families == position
            codes, places = np.unique(terms.codes[mine], return_inverse=True)
            if family in WORDED:
                named = [Term(family, book.stems[code], labels[code]) for code in codes]
            elif family not in CODED:
                table = values.tables[family][codes]
                pairs = zip(table["slug"], table["label"], strict=True)
                named = [Term(family, slug, label) for slug, label in pairs]
            else:
                continue
            numbers = np.array([self.terms.number(term) for term in named], np.int64)
            ids[mine] = numbers[places]
        return ids

    def _put_together(self) -> Fresh:
        """Return what is fresh, as arrays."""
        rows = [row for _, row in sorted(self._rows.items()) if row]
        return Fresh(
            frozenset(self._stamps),
            self._segment(rows) if rows else None,
            [*self._languages],
            [*self._certifications],
        )

    def _segment(self, rows: Sequence[_Row]) -> Segment:
        terms = np.concatenate([row.terms for row in rows])
        weights = np.concatenate([row.weights for row in rows])
        places = np.repeat(np.arange(len(rows)), [len(row.terms) for row in rows])
        n_rows, n_terms = len(rows), len(self.terms)
        columns = {
            name: np.concatenate([row.columns[name] for row in rows]) for name in rows[0].columns
        }
        profiles, profile = distinct(columns["codes"])
        standings, standing = distinct(columns["standings"])
        return Segment(
            title_ids=columns["title_id"],
            rows=TitleRows(
                InvertedIndex.build(terms, places, weights, n_terms, n_rows),
                Columns(columns["inverse_length"], profile, profiles, standing, standings),
            ),
            postings=InvertedIndex.build(places, terms, weights, n_rows, n_terms),
            filters={name: columns[name] for name in FILTER_COLUMNS},
        )
