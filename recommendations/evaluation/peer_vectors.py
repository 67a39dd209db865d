"""Texts, lists and numbers as vectors the way such projects make them, with scikit-learn. [pure]

Re-implemented with numpy, so that nothing has to be installed to compare with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.inverted_index import InvertedIndex
from catalog.words import STOP_WORDS

#: A row of a matrix: what its columns are called, and their values.
Row = Mapping[str, float]

#: scikit-learn's idea of a word.
_WORD = re.compile(r"\b\w\w+\b")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, those of one letter left out."""
    return _WORD.findall(text.lower())


def joined(name: str) -> str:
    """Return a name as one word, so that it is shared whole or not at all."""
    return re.sub(r"\W", "", name).lower()


def counts(texts: Iterable[str]) -> list[Row]:
    """Return how often each word stands in each text, as CountVectorizer does."""
    return [Counter(words(text)) for text in texts]


def tfidf(texts: Iterable[str], *, most: int | None = None, stop: bool = False) -> list[Row]:
    """Return the words of texts weighted as TfidfVectorizer does, each row of unit length.

    Count x (ln((1 + n) / (1 + df)) + 1). ``most`` keeps the words that occur most often in all
    texts, of equal ones the first by alphabet; ``stop`` leaves out words that say nothing.
    """
    rows = counts(texts)
    if stop:
        rows = [{word: n for word, n in row.items() if word not in STOP_WORDS} for row in rows]
    if most is not None:
        total: Counter[str] = Counter()
        for row in rows:
            total.update(row)
        kept = set(sorted(total, key=lambda word: (-total[word], word))[:most])
        rows = [{word: n for word, n in row.items() if word in kept} for row in rows]
    document_counts = Counter(word for row in rows for word in row)
    idf = {word: np.log((1 + len(rows)) / (1 + df)) + 1 for word, df in document_counts.items()}
    return [unit({word: n * idf[word] for word, n in row.items()}) for row in rows]


def unit(row: Row) -> Row:
    """Return a row divided by its length."""
    length = float(np.sqrt(sum(value * value for value in row.values()))) or 1.0
    return {name: value / length for name, value in row.items()}


def one_hot(lists: Iterable[Iterable[str]]) -> list[Row]:
    """Return a 1 for each value of each list, as MultiLabelBinarizer does."""
    return [dict.fromkeys(values, 1.0) for values in lists]


def scaled(columns: Mapping[str, NDArray[np.floating[Any]]]) -> list[Row]:
    """Return numbers scaled to 0-1 by MinMaxScaler, to which an unknown one is a 0.

    In a whole catalogue some are always unknown, so 0 is the lowest of each column here too.
    """
    known = {name: np.nan_to_num(column) for name, column in columns.items()}
    scales = {name: (column / (column.max() or 1.0)).tolist() for name, column in known.items()}
    return [dict(zip(scales, values, strict=True)) for values in zip(*scales.values(), strict=True)]


def beside(**blocks: Sequence[Row]) -> list[Row]:
    """Return the rows of several matrices put side by side; nothing is weighted."""
    names = list(blocks)
    return [
        {
            f"{name}:{column}": value
            for name, row in zip(names, rows, strict=True)
            for column, value in row.items()
        }
        for rows in zip(*blocks.values(), strict=True)
    ]


@dataclass(frozen=True, eq=False)
class Vectors:
    """Rows of unit length, to be compared by their cosines."""

    by_column: InvertedIndex
    by_row: InvertedIndex

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Vectors:
        numbers: dict[str, int] = {}
        entries = [
            (place, numbers.setdefault(column, len(numbers)), value)
            for place, row in enumerate(rows)
            for column, value in unit(row).items()
        ]
        places, columns, values = (
            (np.array(each) for each in zip(*entries, strict=True))
            if entries
            else (np.zeros(0), np.zeros(0), np.zeros(0))
        )
        return cls(
            InvertedIndex.build(places, columns, values, len(rows), len(numbers)),
            InvertedIndex.build(columns, places, values, len(numbers), len(rows)),
        )

    def cosines(self, row: int) -> NDArray[np.float64]:
        """Return the cosine of a row with every row."""
        columns, values = self.by_row.posting(row)
        return self.by_column.scores(columns, values).astype(np.float64)
