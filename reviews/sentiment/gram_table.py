"""A table of n-gram weights: one slot for a key, one byte of weight, one to know the key by. [pure]

A key whose slot belongs to another key weighs nothing: an n-gram that training never saw passes
for one that it saw once in 1,000 times, not once in four as in a table without that byte.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from reviews.sentiment.ngrams import KEY_BITS, Keys

Weights = NDArray[np.float32]
#: Bits of a key that tell apart what shares a slot.
MARK_BITS = 8
#: Weights beyond this quantile are cut to it: a byte has 255 steps, and few weights are that far.
CUT = 0.9999


def owners(keys: Keys, frequencies: NDArray[np.integer[Any]], bits: int) -> NDArray[np.bool_]:
    """Tell which of the distinct ``keys`` own their slot: the most frequent, ties to the smallest.

    ``bits`` says how many slots a table has: the first ``bits`` bits of a key are its slot.
    """
    slots = keys >> (KEY_BITS - bits)
    order = np.lexsort((keys, -frequencies, slots))
    first = np.diff(slots[order], prepend=-1) != 0
    owning = np.zeros(len(keys), bool)
    owning[order[first]] = True
    return owning


@dataclass(frozen=True, slots=True)
class GramTable:
    """Weights by key; ``cells[slot]`` is the key's lower bits * 256 + weight + 128, 0 if unused."""

    cells: NDArray[np.int32]
    scale: float
    shift: int

    @classmethod
    def of(cls, keys: Keys, weights: Weights, bits: int) -> Self:
        """Make a table of ``2**bits`` slots; each key must own its slot."""
        largest = float(np.quantile(np.abs(weights), CUT)) if len(weights) else 1.0
        scale = largest / 127 or 1.0
        steps = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
        return cls._of_steps(keys, steps, scale, bits)

    @classmethod
    def _of_steps(cls, keys: Keys, steps: NDArray[np.int8], scale: float, bits: int) -> Self:
        shift = KEY_BITS - bits
        cells = np.zeros(1 << bits, np.int32)
        low = keys & ((1 << shift) - 1)
        cells[keys >> shift] = (low << 8) + (steps.astype(np.int32) + 128)
        return cls(cells, scale, shift)

    def weigh(self, keys: Keys) -> tuple[NDArray[np.bool_], Weights]:
        """Return which keys are in the table, and their weights; those of others mean nothing."""
        cells = self.cells[keys >> self.shift]
        known = (cells >> 8) == (keys & ((1 << self.shift) - 1))
        known &= cells != 0
        steps = (cells & 255).astype(np.float32)
        return known, (steps - np.float32(128)) * np.float32(self.scale)

    def packed(self, name: str) -> dict[str, NDArray[Any]]:
        """Return arrays for an ``.npz``: what is used only, slots as steps from one to the next."""
        used = np.flatnonzero(self.cells)
        cells = self.cells[used]
        return {
            f"{name}_gaps": np.diff(used, prepend=0).astype(np.uint16),
            f"{name}_marks": (cells >> 8).astype(np.uint16 if self.shift > 8 else np.uint8),
            f"{name}_weights": ((cells & 255) - 128).astype(np.int8),
            f"{name}_scale": np.array(self.scale),
            f"{name}_bits": np.array(KEY_BITS - self.shift),
        }

    @classmethod
    def unpacked(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return the table that ``packed`` took apart; raises KeyError if a part is missing."""
        bits = int(arrays[f"{name}_bits"])
        slots = np.cumsum(arrays[f"{name}_gaps"].astype(np.int64)).astype(np.int32)
        keys = (slots << (KEY_BITS - bits)) + arrays[f"{name}_marks"].astype(np.int32)
        return cls._of_steps(keys, arrays[f"{name}_weights"], float(arrays[f"{name}_scale"]), bits)
