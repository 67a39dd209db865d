"""The terms of an index: their families, slugs and labels, and how rare each is. [pure]"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from catalog.inverted_index import open_array
from recommendations.features import FAMILIES, Floats, Ints
from recommendations.string_table import StringTable


class Term(NamedTuple):
    """What a number stands for: a value of a family, and how people call it."""

    family: str
    slug: str
    label: str


@dataclass(frozen=True, eq=False)
class TermTable:
    """Terms by number: family after family, as in FAMILIES, each sorted by slug.

    The terms of family f are ``starts[f]`` to ``starts[f + 1]``. ``rarity`` has one entry more
    than there are terms, for those that no title has; ``usual`` is the mean weight of a term over
    all titles.
    """

    starts: Ints
    slugs: StringTable
    labels: StringTable
    rarity: Floats
    usual: Floats

    def save(self, folder: Path) -> None:
        self.slugs.save(folder / "slugs")
        self.labels.save(folder / "labels")
        for name in ("starts", "rarity", "usual"):
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Map the table saved in ``folder`` into memory. Raises OSError or ValueError."""
        return cls(
            starts=open_array(folder / "starts.npy"),
            slugs=StringTable.open(folder / "slugs"),
            labels=StringTable.open(folder / "labels"),
            rarity=open_array(folder / "rarity.npy"),
            usual=open_array(folder / "usual.npy"),
        )

    def __len__(self) -> int:
        return len(self.slugs)

    def __getitem__(self, number: int) -> Term:
        family = FAMILIES[bisect_right(self.starts, number) - 1]
        return Term(family, self.slugs[number], self.labels[number])

    def find(self, family: str, slug: str) -> int | None:
        """Return the number of a term, or None if no title has it."""
        terms = self.of_family(family)
        return self.slugs.find(slug, terms.start, terms.stop)

    def of_family(self, family: str) -> slice:
        """Return the stretch of numbers that a family has."""
        position = FAMILIES.index(family)
        return slice(int(self.starts[position]), int(self.starts[position + 1]))

    def families(self, terms: Ints) -> Ints:
        """Return the position of each term's family in FAMILIES."""
        found: Ints = np.searchsorted(self.starts, terms, side="right") - 1
        return found
