"""Many strings in two arrays that can be mapped into memory; found by bisection. [pure]"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, overload

import numpy as np
from numpy.typing import NDArray

from catalog.inverted_index import open_array


@dataclass(frozen=True, eq=False)
class StringTable(Sequence[str]):
    """String ``i`` is ``text[offsets[i]:offsets[i + 1]]``, in UTF-8."""

    text: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    @classmethod
    def build(cls, strings: Iterable[str]) -> Self:
        encoded = [string.encode() for string in strings]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(string) for string in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), offsets)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "text.npy", self.text, allow_pickle=False)
        np.save(folder / "offsets.npy", self.offsets, allow_pickle=False)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Map the table saved in ``folder`` into memory. Raises OSError or ValueError."""
        return cls(open_array(folder / "text.npy"), open_array(folder / "offsets.npy"))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, i: int) -> str: ...
    @overload
    def __getitem__(self, i: slice) -> list[str]: ...
    def __getitem__(self, i: int | slice) -> str | list[str]:
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(len(self)))]
        if not 0 <= i < len(self):
            raise IndexError(i)
        return self.text[self.offsets[i] : self.offsets[i + 1]].tobytes().decode()

    def find(self, string: str, first: int = 0, end: int | None = None) -> int | None:
        """Return the position of ``string`` between two positions that are sorted, or None."""
        end = len(self) if end is None else end
        position = bisect_left(self, string, first, end)
        return position if position < end and self[position] == string else None
