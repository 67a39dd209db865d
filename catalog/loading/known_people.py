"""Which people exist, by their numbers; which titles have credits; which slugs are taken."""

import numpy as np
import polars as pl

from catalog.bulk import read_frame
from catalog.loading.hash_index import HashIndex
from catalog.loading.slugs import Slugs
from catalog.models import Credit, Person, PersonIdentifier

#: Sources whose ids of people have a column of their own.
COLUMNS = {"imdb": "imdb_id", "tmdb": "tmdb_id"}


class KnownPeople:
    """What credits are merged against in bulk; read when a load first meets credits."""

    def __init__(self) -> None:
        """Read it: three queries, about a second at a million people."""
        self._by_tmdb_id, self.slugs = HashIndex(), Slugs()
        table = f'"{Person._meta.db_table}"'
        schema = {"id": pl.Int64, "number": pl.Int64, "slug": pl.String}
        people = read_frame(f"SELECT id, tmdb_id, slug FROM {table}", schema)  # noqa: S608
        self.slugs.add(people["slug"])
        self.add(people.drop("slug"))
        self.add(_numbers_beside())
        self._credited = np.zeros(0, np.bool_)
        distinct = f'SELECT DISTINCT title_id FROM "{Credit._meta.db_table}"'  # noqa: S608
        titles = read_frame(distinct, {"id": pl.Int64})
        self.note_credits(titles["id"])

    def add(self, people: pl.DataFrame) -> None:
        """Add people that TMDB numbers: id, number (null: not numbered)."""
        numbered = people.filter(pl.col("number").is_not_null())
        self._by_tmdb_id.add(numbered["number"].cast(pl.UInt64), numbered["id"])

    def find(self, numbers: pl.Series) -> pl.Series:
        """Return the primary keys of the people with these numbers at TMDB, null if unknown."""
        found = self._by_tmdb_id.find(numbers.cast(pl.UInt64)).unique("place", keep="first")
        places = pl.DataFrame({"place": pl.int_range(len(numbers), dtype=pl.UInt32, eager=True)})
        return places.join(found, on="place", how="left", maintain_order="left")["number"]

    def are_credited(self, titles: pl.Series) -> pl.Series:
        """Tell which titles have credits."""
        self._grow(titles)
        return pl.Series(self._credited[titles.to_numpy()])

    def note_credits(self, titles: pl.Series) -> None:
        """Note that these titles have credits from now on."""
        self._grow(titles)
        self._credited[titles.to_numpy()] = True

    def _grow(self, titles: pl.Series) -> None:
        last = int(titles.max() or 0)  # type: ignore[arg-type]  # of integers
        if last >= len(self._credited):
            more = np.zeros(last + 50_000 - len(self._credited), np.bool_)
            self._credited = np.concatenate([self._credited, more])


def _numbers_beside() -> pl.DataFrame:
    rows = PersonIdentifier.objects.filter(source="tmdb").values_list("person_id", "value")
    pairs = [(pk, int(value)) for pk, value in rows if value.isdecimal()]
    return pl.DataFrame(pairs, schema={"id": pl.Int64, "number": pl.Int64}, orient="row")
