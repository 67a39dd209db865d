"""The similarity index: every title as a vector, and the neighbours of any vector.

Rows of matrices and ids of titles meet only here and in ``recommendations.fresh``. Built by
``recommendations.build``; opened as memory-mapped files, so that processes share its pages and
opening costs little.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from django.conf import settings

from catalog.database_id import index_parameters
from catalog.index_store import Build, OpenedOnce
from catalog.inverted_index import InvertedIndex, open_array
from recommendations.features import CODED, Floats, Ints, sizes_of
from recommendations.index_writer import FILTER_COLUMNS
from recommendations.similarity import Columns, TitleRows, self_cosines
from recommendations.term_table import TermTable

#: Raise it when files or their meaning change: older builds are then refused, not misread.
SCHEMA = 2


@dataclass(frozen=True, eq=False)
class Segment:
    """Some titles as rows: their ids, rising, and what they are filtered by.

    ``postings`` leads from a term to rows.
    """

    title_ids: Ints
    rows: TitleRows
    postings: InvertedIndex
    filters: Mapping[str, Ints]

    def row_of(self, title_id: int) -> int | None:
        """Return the row of a title, or None if it is not here."""
        row = int(np.searchsorted(self.title_ids, title_id))
        return row if row < len(self.title_ids) and self.title_ids[row] == title_id else None

    def rows_of(self, title_ids: Ints) -> Ints:
        """Return the rows of those titles that are here, in the same order."""
        rows = np.searchsorted(self.title_ids, title_ids)
        rows = np.minimum(rows, max(len(self.title_ids) - 1, 0))
        if not len(self.title_ids):
            return rows[:0]
        here: Ints = rows[self.title_ids[rows] == title_ids]
        return here


@dataclass(frozen=True, eq=False)
class SimilarityIndex:
    """All titles at ``built_at``; ``languages`` and ``certifications`` are numbered from 1."""

    titles: Segment
    terms: TermTable
    most_votes: dict[str, int]
    languages: list[str]
    certifications: list[str]
    built_at: datetime
    fingerprint: str

    @classmethod
    def open(cls, build: Build) -> Self:
        """Map a published build into memory. Raises OSError, ValueError or KeyError."""
        folder, facts = build.folder, build.facts
        return cls(
            titles=_open_titles(folder),
            terms=TermTable.open(folder / "terms"),
            most_votes=facts["most_votes"],
            languages=facts["languages"],
            certifications=facts["certifications"],
            built_at=datetime.fromisoformat(facts["built_at"]),
            fingerprint=facts["fingerprint"],
        )

    @cached_property
    def self_cosines(self) -> dict[str, Floats]:
        """Return what each code adds to the cosine of a title with itself, by coded family."""
        columns = self.titles.rows.columns
        languages = columns.profiles[columns.profile, CODED.index("language")]
        return self_cosines(languages, sizes_of(self.languages))


def _open_titles(folder: Path) -> Segment:
    columns: dict[str, Any] = {
        path.stem: open_array(path) for path in (folder / "columns").glob("*.npy")
    }
    rows = TitleRows(
        InvertedIndex.open(folder / "vectors"),
        Columns(
            inverse_length=columns["inverse_length"],
            profile=columns["profile"],
            profiles=columns["profiles"],
            standing=columns["standing"],
            standings=columns["standings"],
        ),
    )
    filters = {name: columns[name] for name in FILTER_COLUMNS}
    postings = InvertedIndex.open(folder / "postings")
    return Segment(columns["title_id"], rows, postings, filters)


def home() -> Path:
    """Return the folder in which builds of the index lie."""
    return Path(settings.INDEX_DIR) / "similar"


_current = OpenedOnce(SimilarityIndex.open, schema=SCHEMA, parameters=index_parameters)


def current_index() -> SimilarityIndex:
    """Return the index that counts now; a new build is noticed, and opened as OpenedOnce says.

    Checked against its digests once per process and build. Raises IndexMissing.
    """
    return _current.get(home())
