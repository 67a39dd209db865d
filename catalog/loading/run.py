"""What the stages of loading share: the file being loaded, and which row means which title."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl

from catalog.bulk import IdPool
from catalog.canonical import Chunk
from catalog.datasets import Dataset
from catalog.loading.known import KnownTitles
from catalog.loading.known_people import KnownPeople
from catalog.loading.precedence import Precedence
from catalog.loading.report import FileReport
from catalog.loading.shared_rows import SharedRows
from catalog.models import SourceFile

#: An id of a title or person: (namespace, value), such as ("imdb", "tt0133093").
Key = tuple[str, str]


class FirstLines:
    """On which line a file speaks about each title first; 4 bytes a title."""

    def __init__(self) -> None:
        self._lines = np.zeros(0, np.int32)

    def get(self, ids: pl.Series) -> pl.Series:
        """Return the line for each title, 0 if there is none."""
        self._grow(ids)
        return pl.Series("first_line", self._lines[ids.to_numpy()], pl.Int64)

    def set(self, ids: pl.Series, lines: pl.Series) -> None:
        """Note the lines."""
        self._grow(ids)
        self._lines[ids.to_numpy()] = lines.to_numpy()

    def _grow(self, ids: pl.Series) -> None:
        last = int(ids.max() or 0)  # type: ignore[arg-type]  # of integers
        if last >= len(self._lines):
            self._lines = np.concatenate([self._lines, np.zeros(last + 50_000, np.int32)])


@dataclass
class Catalogue:
    """What is known of the catalogue while files are loaded into it.

    ``people`` are read when credits come. ``new_keys`` collects hashes of the ids that titles get,
    unless it is None. ``is_set_aside``: the tables have no indexes just now. ``has_conflicts``:
    some were recorded.
    """

    precedence: Precedence
    titles: KnownTitles
    shared: SharedRows = field(init=False)
    people: KnownPeople | None = None
    new_keys: list[pl.Series] | None = None
    is_set_aside: bool = False
    has_conflicts: bool = False
    ids: IdPool = field(default_factory=IdPool)

    def __post_init__(self) -> None:
        self.shared = SharedRows(self.ids)


@dataclass
class FileRun:
    """One file while it is loaded.

    ``waiting`` are rows whose title may still become known (``matching.put_off``), ``identifiers``
    are still to be written (``matching.write_identifiers``), ``late`` are rows whose credits need
    the indexes that are set aside.
    """

    dataset: Dataset
    file_id: int
    report: FileReport
    catalogue: Catalogue
    first_lines: FirstLines = field(default_factory=FirstLines)
    waiting: list[Chunk] = field(default_factory=list)
    identifiers: list[pl.DataFrame] = field(default_factory=list)
    late: list[tuple[Chunk, "Matches"]] = field(default_factory=list)

    @classmethod
    def of(
        cls, source: SourceFile, dataset: Dataset, catalogue: Catalogue, path: Path = Path()
    ) -> Self:
        """Begin to load a file whose ``SourceFile`` is known."""
        report = FileReport(path, dataset.name, dataset.source, source.sha256)
        return cls(dataset, source.pk, report, catalogue)

    @property
    def rows_seen(self) -> int:
        """Return how many rows have been read, be it that what becomes of them is still open."""
        late = sum(matches.rows.height for _, matches in self.late)
        return self.report.rows_read + late + sum(map(len, self.waiting))


@dataclass
class Matches:
    """The rows of a chunk that are about a title.

    ``rows`` has a line for each, in order: ``row``, ``line``, the title's ``id``, ``is_new``, and
    whether it ``speaks``: it is the file's first row about the title. Later ones only add credits,
    so that a file which contradicts itself settles on its first word. ``new`` are the titles that
    begin here (id, kind, name_key), ``own_ids`` the ids that titles
    get for their own rows (id, imdb_id, tmdb_id; null: no news).
    """

    rows: pl.DataFrame
    new: pl.DataFrame
    own_ids: pl.DataFrame
    changed: set[int] = field(default_factory=set)

    def mark_changed(self, rows: Iterable[int]) -> None:
        """Note rows that told something new."""
        self.changed.update(rows)

    def part_with(self, chunk: Chunk, rows: pl.Series) -> tuple[Chunk, "Matches"]:
        """Take these rows out, and return them as matches of a chunk of their own."""
        taken = self.rows.filter(pl.col("row").is_in(rows.implode()))
        self.rows = self.rows.join(taken.select("row"), on="row", how="anti", maintain_order="left")
        places = {row: place for place, row in enumerate(taken["row"])}
        renumbered = taken.with_columns(row=pl.int_range(pl.len(), dtype=pl.UInt32))
        changed = {places[row] for row in self.changed.intersection(places)}
        part = Matches(renumbered, self.new.clear(), self.own_ids.clear(), changed)
        return chunk.take(taken["row"]), part
