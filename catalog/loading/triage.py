"""Sorting a chunk's rows: clearly known, clearly new, clearly unknown; or to be looked at.

The rules only ever send a row to be looked at for nothing: whatever they call clear is what
``identity.TitleIndex`` would say of it, which a test compares.
"""

from dataclasses import dataclass

import polars as pl

from catalog.loading.known import BITS, IS_SECOND, IS_SHOW, id_bits, namesake_hash
from catalog.loading.run import FileRun


@dataclass(frozen=True)
class Triage:
    """Places of rows in their chunk, by what is known of them; ``known`` are row and title id.

    ``echoes`` are rows that have the very ids of a new one before them: row and that one.
    ``candidates`` are the titles that the ``unclear`` rows may be about.
    """

    known: pl.DataFrame
    new: list[int]
    echoes: pl.DataFrame
    unknown: list[int]
    unclear: list[int]
    without_id: list[int]
    candidates: set[int]


def sort_out(rows: pl.DataFrame, keys: pl.DataFrame, run: FileRun) -> Triage:
    """Sort rows by what ``run.catalogue.titles`` has under the hashes of their ``keys``."""
    hits = run.catalogue.titles.keys.find(keys["hash"], keys["check"]).select(
        key="place",
        id=pl.col("number") // 2**BITS,
        is_show=pl.col("number") & IS_SHOW == IS_SHOW,
        is_second=pl.col("number") & IS_SECOND == IS_SECOND,
    )
    keyed = keys.select("row", "hash", "check", "is_show").with_row_index("key")
    twins = pl.concat_str(
        pl.col("hash").sum().over("row"),
        pl.col("check").sum().over("row"),
        pl.col("is_show").fill_null(value=False),
        separator=" ",
    )
    keyed = keyed.with_columns(twins=twins).with_columns(
        # Shared by rows that have other ids as well: only looking at them tells who is who.
        shared=pl.col("twins").n_unique().over("hash") > 1
    )
    by_row = (
        keyed.drop("is_show", "check")
        .join(hits, on="key", how="left", maintain_order="left")
        .group_by("row", maintain_order=True)
        .agg(
            n_keys=pl.col("key").n_unique(),
            n_known=pl.col("key").filter(pl.col("id").is_not_null()).n_unique(),
            n_titles=pl.col("id").drop_nulls().n_unique(),
            id=pl.col("id").drop_nulls().first(),
            of_show=pl.col("is_show").drop_nulls().first(),
            is_second=pl.col("is_second").any(),
            is_shared=pl.col("shared").any(),
            twins=pl.col("twins").first(),
        )
        .join(rows.drop("line"), on="row", maintain_order="left")
    )
    return _sorted(by_row, rows, hits, keyed, run)


def _sorted(
    by_row: pl.DataFrame, rows: pl.DataFrame, hits: pl.DataFrame, keyed: pl.DataFrame, run: FileRun
) -> Triage:
    same_kind = pl.col("kind").is_null() | ((pl.col("kind") == "show") == pl.col("of_show"))
    is_known = (
        (pl.col("n_known") == pl.col("n_keys"))
        & (pl.col("n_titles") == 1)
        & ~pl.col("is_second")
        & same_kind
    )
    strange = (pl.col("n_known") == 0) & ~pl.col("is_shared")
    known = by_row.filter(is_known)
    others = by_row.filter(~is_known)
    may_begin = run.dataset.creates_titles & pl.col("name").is_not_null()
    fresh = others.filter(strange & may_begin & pl.col("kind").is_not_null())
    namesakes = _Namesakes.of(others, run)
    first = fresh.filter(pl.col("twins").is_first_distinct())
    free = namesakes.leave(first)
    echoes = fresh.filter(~pl.col("twins").is_first_distinct()).join(
        free.select("twins", like="row"), on="twins", maintain_order="left"
    )
    unknown = others.filter(strange & pl.col("name").is_null())["row"].to_list()
    clear = [*free["row"], *echoes["row"], *unknown]
    unclear = others.filter(~pl.col("row").is_in(clear))
    looked_at = keyed.join(unclear.select("row"), on="row", how="semi")["key"]
    candidates = hits.filter(pl.col("key").is_in(looked_at.implode()))["id"].to_list()
    without_id = rows.join(by_row.select("row"), on="row", how="anti", maintain_order="left")
    return Triage(
        known=known.select("row", "id"),
        new=free["row"].to_list(),
        echoes=echoes.select("row", "like"),
        unknown=unknown,
        unclear=unclear["row"].to_list(),
        without_id=without_id["row"].to_list(),
        candidates={*candidates, *namesakes.known_to(unclear)},
    )


@dataclass(frozen=True)
class _Namesakes:
    """Who bears the names of some rows: each other, and titles of the catalogue.

    ``groups`` are name_hash, whether a row ``is_alone``, and ``common``: the namespaces, as bits,
    in which all have an id. ``titles`` are (name_hash, id).
    """

    groups: pl.DataFrame
    titles: pl.DataFrame

    @classmethod
    def of(cls, rows: pl.DataFrame, run: FileRun) -> "_Namesakes":
        named = rows.with_columns(name_hash=namesake_hash())
        named = named.filter(pl.col("name_hash").is_not_null())
        mates = named.group_by("name_hash").agg(n=pl.len(), common=id_bits().bitwise_and())
        hits = run.catalogue.titles.names.find(mates["name_hash"]).select(
            name_hash=pl.lit(mates["name_hash"]).gather(pl.col("place")),
            id=pl.col("number") // 4,
            has=pl.col("number") & 3,
        )
        of_titles = hits.group_by("name_hash").agg(of_titles=pl.col("has").bitwise_and())
        groups = mates.join(of_titles, on="name_hash", how="left").select(
            "name_hash",
            is_alone=(pl.col("n") == 1) & pl.col("of_titles").is_null(),
            common=pl.col("common") & pl.col("of_titles").fill_null(3),
        )
        return cls(groups, hits)

    def leave(self, fresh: pl.DataFrame) -> pl.DataFrame:
        """Return those rows of unknown ids that no namesake can be.

        Two movies of one name and year are not one if all that bear it have ids in one namespace:
        a fresh row's are not known, so they differ. Shows may also meet without a year.
        """
        differs = (pl.col("common") > 0) & (pl.col("kind") != "show")
        judged = fresh.with_columns(name_hash=namesake_hash()).join(
            self.groups, on="name_hash", how="left", maintain_order="left"
        )
        return judged.filter(pl.col("name_hash").is_null() | pl.col("is_alone") | differs)

    def known_to(self, rows: pl.DataFrame) -> list[int]:
        """Return the titles that bear the name of one of the rows."""
        hashes = rows.select(name_hash=namesake_hash()).drop_nulls()
        return self.titles.join(hashes, on="name_hash", how="semi")["id"].to_list()
