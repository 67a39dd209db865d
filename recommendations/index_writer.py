"""Facts of titles into the files of an index, in memory that does not grow with the texts. [pure]

Twice through: the first time terms are counted and set down as they come, a stretch of titles
after the other; then, as it is known how rare each is, they are weighed and put into postings.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from catalog.inverted_index import InvertedIndex, PostingsWriter
from catalog.words import WordBook
from recommendations import similarity
from recommendations.features import (
    CODED,
    FAMILIES,
    REGARDLESS_OF_RARITY,
    WORDED,
    Facts,
    Floats,
    Ints,
    Terms,
    Values,
    codes_of,
    numbered,
    standings_of,
    terms_of,
)
from recommendations.string_table import StringTable
from recommendations.term_table import TermTable

#: What titles are filtered by beside terms and codes; -1, and 0 of certifications, is unknown.
FILTER_COLUMNS = ("rating", "runtime", "votes", "certification")


class IndexWriter:
    """Takes titles in, by rising id, and writes the files of an index into ``folder``.

    ``languages`` and ``certifications`` are numbered from 1 as they come.
    """

    def __init__(self, folder: Path, values: Values, most_votes: Mapping[str, int]) -> None:
        self._folder, self._spill = folder, folder / "spill"
        self._spill.mkdir(parents=True)
        self._values, self._most_votes = values, most_votes
        self._book = WordBook()
        self._counts: list[Ints] = [np.zeros(0, np.int64) for _ in FAMILIES]
        self._lengths: list[Ints] = []
        self._columns: list[dict[str, Any]] = []
        self.languages: list[str] = []
        self.certifications: list[str] = []

    def add(self, facts: Facts) -> None:
        """Take in those of the titles that say enough about themselves."""
        terms = terms_of(facts, self._values, self._book)
        enough = terms.enough(len(facts.titles))
        terms = terms.keep(enough)
        for position, counts in enumerate(self._counts):
            more = np.bincount(terms.codes[terms.families == position])
            self._counts[position] = _sum(counts, more)
        self._lengths.append(np.bincount(terms.rows, minlength=int(enough.sum())))
        np.savez(self._spill / f"{len(self._columns)}.npz", **vars(terms))
        columns = columns_of(facts, self._most_votes, self.languages, self.certifications)
        self._columns.append({name: column[enough] for name, column in columns.items()})

    def finish(self) -> tuple[int, int]:
        """Write the index; return how many titles and terms it has."""
        n_rows = sum(map(len, self._lengths))
        orders = [self._order(position) for position in range(len(FAMILIES))]
        counts = np.concatenate(
            [counts[order] for counts, order in zip(self._counts, orders, strict=True)]
        )
        table = self._table(orders, similarity.rarity(np.append(counts, 0), n_rows))
        for family in REGARDLESS_OF_RARITY:
            table.rarity[table.of_family(family)] = 1
        postings = PostingsWriter(self._folder / "postings", counts, n_rows)
        lengths = np.concatenate([np.zeros(0, np.int64), *self._lengths])
        vectors = PostingsWriter(self._folder / "vectors", lengths, len(table))
        for first, terms, columns in self._stretches():
            ids = self._numbered(terms, orders, table.starts)
            weighed = weigh(terms, ids, table.rarity[ids], columns["codes"])
            rows, ids, weights, columns["inverse_length"] = weighed
            postings.add(rows + first, ids, weights)
            vectors.add(ids, rows + first, weights)
        postings.close()
        vectors.close()
        table.usual[:] = mean_weights(InvertedIndex.open(self._folder / "postings"))
        table.save(self._folder / "terms")
        save_columns(self._folder, self._columns)
        shutil.rmtree(self._spill)
        return n_rows, len(table)

    def _order(self, position: int) -> Ints:
        """Return the codes of a family that occur, in the order of their slugs."""
        used: Ints = np.flatnonzero(self._counts[position])
        if FAMILIES[position] in WORDED:  # others are numbered in this order
            stems = self._book.stems
            used = np.array(sorted(used.tolist(), key=lambda stem: stems[stem]), np.int64)
        return used

    def _table(self, orders: Sequence[Ints], rarity: Floats) -> TermTable:
        slugs: list[str] = []
        labels: list[str] = []
        words = self._book.labels()
        for family, order in zip(FAMILIES, orders, strict=True):
            if family in WORDED:
                slugs += [self._book.stems[stem] for stem in order]
                labels += [words[stem] for stem in order]
            elif family not in CODED:
                values = self._values.tables[family][order]
                slugs += values["slug"].to_list()
                labels += values["label"].to_list()
        starts = np.cumsum([0, *map(len, orders)], dtype=np.int64)
        usual = np.zeros(len(slugs), np.float32)
        return TermTable(starts, StringTable.build(slugs), StringTable.build(labels), rarity, usual)

    def _stretches(self) -> Iterator[tuple[int, Terms, dict[str, Any]]]:
        """Yield (first row, terms, columns) of each stretch of titles that was taken in."""
        first = 0
        for number, columns in enumerate(self._columns):
            with np.load(self._spill / f"{number}.npz", allow_pickle=False) as arrays:
                yield first, Terms(**arrays), columns
            first += len(columns["title_id"])

    def _numbered(self, terms: Terms, orders: Sequence[Ints], starts: Ints) -> Ints:
        """Return the numbers of terms in the table."""
        ids = np.empty(len(terms.codes), np.int64)
        for position, order in enumerate(orders):
            number = np.empty(len(self._counts[position]), np.int64)
            number[order] = starts[position] + np.arange(len(order))
            mine = terms.families == position
            ids[mine] = number[terms.codes[mine]]
        return ids


def weigh(
    terms: Terms, ids: Ints, rarity: Floats, codes: Ints
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return (row, id, weight) of each pair, by rising row and id, and 1 / length of each row.

    ``ids`` and ``rarity`` are of each pair.
    """
    # In order before anything is added up: the sums are the same however the pairs came.
    order = np.lexsort((ids, terms.rows))
    rows, raw = terms.rows[order], (terms.strengths * rarity)[order]
    weights, inverse = similarity.unit_weights(rows, terms.families[order], raw, codes)
    return rows, ids[order], weights, inverse


def mean_weights(postings: InvertedIndex) -> Floats:
    """Return the mean weight of each term over all rows."""
    starts = postings.offsets[:-1]  # no posting is empty
    totals = np.add.reduceat(postings.values, starts, dtype=np.float64)
    return np.asarray(totals / max(postings.n_rows, 1), np.float64)


def columns_of(
    facts: Facts,
    most_votes: Mapping[str, int],
    languages: list[str],
    certifications: list[str],
) -> dict[str, Any]:
    """Return what is known of titles beside terms, as arrays by name.

    ``languages`` and ``certifications`` learn those that they do not have yet.
    """
    titles = facts.titles
    for column, known in (("language", languages), ("certification", certifications)):
        new = titles[column].unique(maintain_order=True).drop_nulls().to_list()
        known += [text for text in new if text and text not in known]
    filters = titles.select(
        pl.col("rating").fill_null(-1),
        pl.col("runtime").fill_null(-1).cast(pl.Int32),
        pl.col("votes").fill_null(-1).cast(pl.Int32),
        certification=numbered("certification", certifications),
    )
    return {
        "title_id": titles["title_id"].to_numpy(),
        "codes": codes_of(facts, languages),
        "standings": standings_of(facts, most_votes),
        **{name: filters[name].to_numpy() for name in FILTER_COLUMNS},
    }


def save_columns(folder: Path, stretches: Sequence[Mapping[str, Any]]) -> None:
    """Write each column of all stretches into an array of its own."""
    (folder / "columns").mkdir()
    whole = {name: np.concatenate([part[name] for part in stretches]) for name in stretches[0]}
    profiles, profile = distinct(whole.pop("codes"))
    standings, standing = distinct(whole.pop("standings"))
    whole |= {"profile": profile, "profiles": profiles}
    whole |= {"standing": standing, "standings": standings}
    for name, column in whole.items():
        np.save(folder / "columns" / f"{name}.npy", column, allow_pickle=False)


def distinct(rows: Ints) -> tuple[Ints, Ints]:
    """Return the different rows of a table, and the place of every row among them."""
    different, places = np.unique(rows, axis=0, return_inverse=True)
    return different, places.ravel().astype(np.min_scalar_type(len(different)))


def _sum(one: Ints, other: Ints) -> Ints:
    """Return the sum of two arrays of counts, as long as the longer."""
    total = np.zeros(max(len(one), len(other)), np.int64)
    total[: len(one)] += one
    total[: len(other)] += other
    return total
