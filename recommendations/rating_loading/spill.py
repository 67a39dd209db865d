"""Ratings in a temporary file, to come back a stretch of people at a time. [pure]

However a file is ordered, all ratings of one person then stand together, and memory holds those
of some thousand people only: 17 bytes a rating on disk.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np
import polars as pl

#: People whose ratings are kept together, as a power of two.
BUCKET_BITS = 7

RECORD = np.dtype(
    [("viewer_id", "<u4"), ("title_id", "<u4"), ("rated_at", "<u4"), ("line", "<u4"),
     ("value", "u1")]
)  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """All ratings by the viewers from ``first`` to ``last``, in the order of their lines."""

    first: int
    last: int
    frame: pl.DataFrame


class Spill:
    """A temporary file of ratings, ordered by buckets of viewers."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by __exit__)
        self._end = 0
        #: bucket -> (first record, how many)
        self._pieces: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, frame: pl.DataFrame) -> None:
        """Put down ratings: viewer_id, title_id, rated_at, line, value."""
        records = np.empty(frame.height, RECORD)
        for name in RECORD.names or ():
            records[name] = frame[name].to_numpy()
        buckets = records["viewer_id"] >> BUCKET_BITS
        if (buckets[1:] < buckets[:-1]).any():
            order = np.argsort(buckets, kind="stable")
            records, buckets = records[order], buckets[order]
        self._file.seek(0, 2)
        self._file.write(records.tobytes())
        starts = np.flatnonzero(np.diff(buckets, prepend=-1))
        lengths = np.diff(starts, append=len(records))
        for bucket, start, n in zip(buckets[starts], starts, lengths, strict=True):
            self._pieces[int(bucket)].append((self._end + int(start), int(n)))
        self._end += len(records)

    def stretches(self, rows: int) -> Iterator[Stretch]:
        """Yield all ratings by rising viewers, about ``rows`` at a time."""
        group: list[int] = []
        n_rows = 0
        for bucket in sorted(self._pieces):
            group.append(bucket)
            n_rows += sum(n for _, n in self._pieces[bucket])
            if n_rows >= rows:
                yield self._stretch(group)
                group, n_rows = [], 0
        if group:
            yield self._stretch(group)

    def _stretch(self, buckets: list[int]) -> Stretch:
        pieces = sorted(piece for bucket in buckets for piece in self._pieces[bucket])
        parts = [self._read(start, n) for start, n in pieces]
        records = np.concatenate(parts)
        frame = pl.DataFrame({name: records[name].copy() for name in RECORD.names or ()})
        first, last = buckets[0] << BUCKET_BITS, ((buckets[-1] + 1) << BUCKET_BITS) - 1
        return Stretch(first, last, frame)

    def _read(self, start: int, n: int) -> np.ndarray[tuple[int], np.dtype[np.void]]:
        self._file.seek(start * RECORD.itemsize)
        return np.frombuffer(self._file.read(n * RECORD.itemsize), RECORD)
