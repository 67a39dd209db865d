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
    """Weights by key, as whole steps of ``scale`` from -127 to 127.

    ``cells[slot]`` is the next MARK_BITS of its key, and the step + 128; 0 if it is unused.
    """

    cells: NDArray[np.uint16]
    scale: float
    #: How far a key is shifted to be a slot.
    shift: int

    @classmethod
    def of(cls, keys: Keys, weights: Weights, bits: int) -> Self:
        """Make a table of ``2**bits`` slots; each key must own its slot."""
        largest = float(np.quantile(np.abs(weights), CUT)) if len(weights) else 1.0
        scale = largest / 127 or 1.0
        steps = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
        shift = KEY_BITS - bits
        return cls._of_steps(keys >> shift, _marks(keys, shift), steps, scale, bits)

    @classmethod
    def _of_steps(
        cls, slots: Keys, marks: Keys, steps: NDArray[np.int8], scale: float, bits: int
    ) -> Self:
        cells = np.zeros(1 << bits, np.uint16)
        cells[slots] = (marks << 8) + (steps.astype(np.int32) + 128)
        return cls(cells, scale, KEY_BITS - bits)

    def steps(self, keys: Keys) -> NDArray[np.uint16]:
        """Return the step + 128 of each key, 0 of those that are not in the table."""
        cells = self.cells[keys >> self.shift]
        steps: NDArray[np.uint16] = cells & 255
        steps *= (cells >> 8) == _marks(keys, self.shift)
        return steps

    def weights(self, steps: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
        """Return the weights that ``steps`` stand for."""
        result: NDArray[np.float64] = (steps.astype(np.float64) - 128) * self.scale
        return result

    def packed(self, name: str) -> dict[str, NDArray[Any]]:
        """Return arrays for an ``.npz``: what is used only, slots as gaps from one to the next."""
        used = np.flatnonzero(self.cells)
        cells, gaps = self.cells[used], np.diff(used, prepend=0)
        return {
            f"{name}_gaps": gaps.astype(np.uint16 if gaps.max(initial=0) < 1 << 16 else np.uint32),
            f"{name}_marks": (cells >> 8).astype(np.uint8),
            f"{name}_steps": ((cells & 255).astype(np.int16) - 128).astype(np.int8),
            f"{name}_scale": np.array(self.scale),
            f"{name}_bits": np.array(KEY_BITS - self.shift),
        }

    @classmethod
    def unpacked(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return the table that ``packed`` took apart.

        Raises KeyError if a part is missing, and ValueError or IndexError if parts do not fit.
        """
        slots = np.cumsum(arrays[f"{name}_gaps"].astype(np.int64)).astype(np.int32)
        marks = arrays[f"{name}_marks"].astype(np.int32)
        bits = int(arrays[f"{name}_bits"])
        if not MARK_BITS <= bits <= KEY_BITS - MARK_BITS:
            raise ValueError(f"a table of 2**{bits} slots")
        return cls._of_steps(
            slots, marks, arrays[f"{name}_steps"], float(arrays[f"{name}_scale"]), bits
        )


def _marks(keys: Keys, shift: int) -> Keys:
    """Return the bits of each key that follow its slot."""
    return (keys >> (shift - MARK_BITS)) & ((1 << MARK_BITS) - 1)
