"""The people of one source: found by the file's ids, made when they first rate something."""

import polars as pl

from catalog.bulk import IdPool, insert_frame, read_frame, update_frame
from recommendations.models import Viewer
from recommendations.rating_files import People

FACTS = ("age", "gender", "occupation")


class Viewers:
    """Rows of ``Viewer`` for the people of one file.

    ``known`` has their keys (id) and the file's (source_id, and key in the file's type).
    ``last_stored`` is the highest key of the source before this run: whoever has a higher one has
    no ratings yet.
    """

    def __init__(self, source: str, people: People | None, *, has_numbers: bool) -> None:
        self.source = source
        self._people = people.frame if people else None
        self._type = pl.Int64 if has_numbers else pl.String
        stored = read_frame(
            "SELECT id, source_id, age, gender, occupation FROM recommendations_viewer"
            " WHERE source = %s",
            {"id": pl.UInt32, "source_id": pl.String, "age": pl.Int16, "gender": pl.String,
             "occupation": pl.String},
            [source],
        )  # fmt: skip
        self.last_stored: int = stored.select(pl.col("id").max().fill_null(0)).item()
        self.known = self._keyed(stored)
        #: Keys of the people who rate something in this file.
        self._active = pl.Series("id", [], pl.UInt32)
        self.changed = self._update(stored)

    @property
    def active(self) -> pl.DataFrame:
        """Return id and source_id of the people who rate something in this file."""
        return self.known.join(self._active.to_frame(), on="id", how="semi")

    def of(self, ids: pl.Series) -> pl.Series:
        """Return the keys of the people with these ids, UInt32; who is new is made."""
        wanted = ids.alias("key").to_frame()
        new = wanted.unique(maintain_order=True).join(
            self.known, on="key", how="anti", maintain_order="left"
        )
        if new.height:
            self._create(new["key"])
        found = wanted.join(self.known, on="key", how="left", maintain_order="left")["id"]
        self._active = pl.concat([self._active, found.unique()]).unique()
        return found

    def _create(self, keys: pl.Series) -> None:
        made = pl.DataFrame(
            {
                "id": IdPool().take(Viewer, len(keys)),
                "source": pl.repeat(self.source, len(keys), eager=True),
                "source_id": keys.cast(pl.String),
            }
        )
        if self._people is None:
            facts = made.with_columns(
                age=pl.lit(None, pl.Int16), gender=pl.lit(""), occupation=pl.lit("")
            )
        else:
            facts = made.join(self._people.drop("line"), on="source_id", how="left")
            facts = facts.with_columns(pl.col("gender", "occupation").fill_null("")).sort("id")
        insert_frame(Viewer, facts)
        self.known = pl.concat([self.known, self._keyed(made)])

    def _keyed(self, viewers: pl.DataFrame) -> pl.DataFrame:
        """Return id, source_id and the file's id as ``key``; people numbered otherwise are out."""
        key = pl.col("source_id").cast(self._type, strict=False).alias("key")
        keyed = viewers.select(pl.col("id").cast(pl.UInt32), "source_id", key)
        return keyed.drop_nulls().unique("key", keep="first", maintain_order=True)

    def _update(self, stored: pl.DataFrame) -> pl.DataFrame:
        """Take over what the file knows of people who are stored; return whose facts changed."""
        if self._people is None:
            return stored.head(0)
        told = stored.join(self._people, on="source_id", how="inner", suffix="_told")
        known = {
            "age": pl.coalesce("age_told", "age"),
            **{
                name: pl.when(pl.col(f"{name}_told") != "").then(f"{name}_told").otherwise(name)
                for name in ("gender", "occupation")
            },
        }
        differs = pl.any_horizontal(known[name].ne_missing(pl.col(name)) for name in FACTS)
        changed = told.filter(differs).select("id", "source_id", **known)
        update_frame(Viewer, changed.drop("source_id"))
        return changed
