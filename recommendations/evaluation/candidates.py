"""What every recommender and every peer may know of the titles that are ranked. [pure]"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Titles by rising id; everything else has an entry for each of them.

    ``numbers`` are year, rating (0-10), votes and runtime in minutes, NaN if unknown. ``values``
    has for each family (genre, keyword, director, …) the names of a title's values, most
    important first.
    """

    title_ids: Ints
    names: Sequence[str]
    overviews: Sequence[str]
    numbers: Mapping[str, Floats]
    values: Mapping[str, Sequence[Sequence[str]]]

    def __len__(self) -> int:
        return len(self.title_ids)

    @cached_property
    def genres(self) -> Bools:
        """Return which title has which genre, shape (n_titles, n_genres)."""
        names = sorted({name for listed in self.values["genre"] for name in listed})
        marked = np.zeros((len(self), max(len(names), 1)), bool)
        for row, listed in enumerate(self.values["genre"]):
            marked[row, [names.index(name) for name in listed]] = True
        return marked

    def rows_of(self, title_ids: Ints) -> Ints:
        """Return the positions of titles, all of which are candidates."""
        rows: Ints = np.searchsorted(self.title_ids, title_ids)
        return rows
