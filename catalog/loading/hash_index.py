"""From hashes to numbers in sorted arrays: 16 bytes an entry, whole columns at a time."""

import numpy as np
import numpy.typing as npt
import polars as pl

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
#: Segments are merged when there are more.
MAX_SEGMENTS = 12


class HashIndex:
    """From hashes to numbers, several for one hash if need be; grows by whole arrays."""

    def __init__(self) -> None:
        self._segments: list[tuple[Hashes, Numbers]] = []

    def add(self, hashes: pl.Series, numbers: pl.Series) -> None:
        """Add ``numbers[i]`` under ``hashes[i]``."""
        keys, values = hashes.to_numpy(), numbers.to_numpy()
        if len(keys):
            order = np.argsort(keys, kind="stable")
            self._segments.append((keys[order], values[order]))
        if len(self._segments) > MAX_SEGMENTS:
            self._merge()

    def find(self, hashes: pl.Series) -> pl.DataFrame:
        """Return (place, number): what is kept under ``hashes[place]``, if anything."""
        order = np.argsort(hashes.to_numpy())  # neighbours in memory are looked up one by one
        wanted = hashes.to_numpy()[order]
        places, numbers = [], []
        for keys, values in self._segments:
            first = np.searchsorted(keys, wanted, "left")
            counts = np.searchsorted(keys, wanted, "right") - first
            found = np.flatnonzero(counts)
            for step in range(int(counts.max(initial=0))):
                more = found[counts[found] > step]
                places.append(more)
                numbers.append(values[first[more] + step])
        found = np.concatenate([*places, np.empty(0, np.int64)])
        return pl.DataFrame(
            {
                "place": order[found].astype(np.uint32),
                "number": np.concatenate([*numbers, np.empty(0, np.int64)]),
            }
        )

    def _merge(self) -> None:
        keys = np.concatenate([keys for keys, _ in self._segments])
        values = np.concatenate([values for _, values in self._segments])
        order = np.argsort(keys, kind="stable")
        self._segments = [(keys[order], values[order])]
