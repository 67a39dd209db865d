"""From hashes to numbers in sorted arrays: 16 or 24 bytes an entry, whole columns at a time."""

import numpy as np
import numpy.typing as npt
import polars as pl

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
#: Segments are merged when there are more.
MAX_SEGMENTS = 12


class HashIndex:
    """From hashes to numbers, several for one hash if need be; grows by whole arrays.

    ``checks`` are second hashes of the same things, for what must not be confused: two different
    things have both in common once in 10**25 pairs of millions.
    """

    def __init__(self) -> None:
        self._segments: list[tuple[Hashes, Numbers, Hashes]] = []

    def add(self, hashes: pl.Series, numbers: pl.Series, checks: pl.Series | None = None) -> None:
        """Add ``numbers[i]`` under ``hashes[i]``. Either all entries have checks or none."""
        keys, values = hashes.to_numpy(), numbers.to_numpy()
        seconds = np.empty(0, np.uint64) if checks is None else checks.to_numpy()
        if len(keys):
            self._segments.append(_sorted(keys, values, seconds))
        if len(self._segments) > MAX_SEGMENTS:
            columns = zip(*self._segments, strict=True)
            self._segments = [_sorted(*map(np.concatenate, columns))]

    def find(self, hashes: pl.Series, checks: pl.Series | None = None) -> pl.DataFrame:
        """Return (place, number): what is kept under ``hashes[place]``, if anything."""
        order = np.argsort(hashes.to_numpy())  # neighbours in memory are looked up one by one
        wanted = hashes.to_numpy()[order]
        expected = None if checks is None else checks.to_numpy()[order]
        places, numbers = [], []
        for keys, values, seconds in self._segments:
            first = np.searchsorted(keys, wanted, "left")
            counts = np.searchsorted(keys, wanted, "right") - first
            found = np.flatnonzero(counts)
            for step in range(int(counts.max(initial=0))):
                more = found[counts[found] > step]
                if expected is not None:
                    more = more[seconds[first[more] + step] == expected[more]]
                places.append(more)
                numbers.append(values[first[more] + step])
        found = np.concatenate([*places, np.empty(0, np.int64)])
        return pl.DataFrame(
            {
                "place": order[found].astype(np.uint32),
                "number": np.concatenate([*numbers, np.empty(0, np.int64)]),
            }
        )


def _sorted(keys: Hashes, values: Numbers, seconds: Hashes) -> tuple[Hashes, Numbers, Hashes]:
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order], seconds[order] if len(seconds) else seconds
