"""Free slugs for many rows at once."""

import polars as pl

from catalog.loading.hash_index import HashIndex


class Slugs:
    """The slugs that a table has, as hashes.

    Two slugs of one hash only cost a number that was not needed.
    """

    def __init__(self) -> None:
        self._taken = HashIndex()
        self._next: dict[str, int] = {}

    def add(self, slugs: pl.Series) -> None:
        """Note slugs that are taken."""
        self._taken.add(slugs.hash(), pl.repeat(0, len(slugs), dtype=pl.Int64, eager=True))

    def take(self, stems: pl.Series) -> pl.Series:
        """Take one slug per stem, in order: the stem itself, or ``stem-2``, ``stem-3`` …"""
        free = stems.is_first_distinct() & ~self._are_taken(stems)
        self.add(stems.filter(free))
        pending: dict[str, list[int]] = {}
        for place, stem in zip((~free).arg_true(), stems.filter(~free), strict=True):
            pending.setdefault(stem, []).append(place)
        numbered: dict[int, str] = {}
        while pending:
            offers = [(stem, self._numbered(stem)) for stem in pending for _ in pending[stem]]
            slugs = pl.Series([slug for _, slug in offers], dtype=pl.String)
            fresh = slugs.is_first_distinct() & ~self._are_taken(slugs)
            self.add(slugs.filter(fresh))
            for (stem, slug), is_fresh in zip(offers, fresh, strict=True):
                if is_fresh:
                    numbered[pending[stem].pop(0)] = slug
            pending = {stem: places for stem, places in pending.items() if places}
        if not numbered:
            return stems.alias("slug")
        return stems.scatter(list(numbered), list(numbered.values())).alias("slug")

    def _are_taken(self, slugs: pl.Series) -> pl.Series:
        places = self._taken.find(slugs.hash())["place"]
        every = pl.int_range(len(slugs), dtype=pl.UInt32, eager=True)
        return every.is_in(places.implode())

    def _numbered(self, stem: str) -> str:
        number = self._next[stem] = self._next.get(stem, 1) + 1
        return f"{stem}-{number}"
