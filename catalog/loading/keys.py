"""What the rows of a chunk may be recognised by, as columns."""

import polars as pl

from catalog.canonical import TYPES, Chunk
from catalog.loading.known import imdb_keys, key_check, key_hash, tmdb_keys
from catalog.loading.naming import with_name_keys

MAX_IMDB_ID_LENGTH = 12
MAX_TMDB_ID = 2**31 - 1
MAX_VALUE_LENGTH = 120

IDENTIFYING = {
    "imdb_id": TYPES[str],
    "tmdb_id": TYPES[int],
    "kind": TYPES[str],
    "name": TYPES[str],
    "start_year": TYPES[int],
}


def row_identities(chunk: Chunk) -> pl.DataFrame:
    """Return row, line, imdb_id, tmdb_id, kind, name, name_key and start_year of each record.

    What the dataset does not have is null; so are ids that no title can have.
    """
    facts = chunk.facts.with_row_index("row")
    rows = facts.select(
        "row",
        "line",
        *(
            pl.col(name) if name in facts.columns else pl.lit(None, type_).alias(name)
            for name, type_ in IDENTIFYING.items()
        ),
    )
    rows = rows.with_columns(
        pl.when(pl.col("imdb_id").str.len_chars() <= MAX_IMDB_ID_LENGTH).then("imdb_id"),
        pl.when((pl.col("tmdb_id") <= MAX_TMDB_ID) & pl.col("kind").is_not_null()).then("tmdb_id"),
    )
    return with_name_keys(rows)


def row_keys(rows: pl.DataFrame, chunk: Chunk) -> pl.DataFrame:
    """Return row, namespace, value, is_show, hash and check of ids; a row's strongest first."""
    columns = ["row", "namespace", "value", "is_show", "hash", "check"]
    keys = [imdb_keys(rows).select(columns), tmdb_keys(rows).select(columns)]
    if "source_ids" in chunk.many:
        usable = chunk.many["source_ids"].filter(
            pl.col("value").str.len_chars().is_between(1, MAX_VALUE_LENGTH)
        )
        is_show = (rows["kind"] == "show").alias("is_show")
        keys.append(
            usable.select(
                "row",
                namespace="source",
                value="value",
                is_show=is_show[usable["row"]],
                hash=key_hash(pl.col("source"), pl.col("value")),
                check=key_check(pl.col("source"), pl.col("value")),
            )
        )
    return pl.concat(keys).sort("row", maintain_order=True)
