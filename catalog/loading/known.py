"""Which titles exist, by hashes of their ids and names: what a chunk is matched against in bulk.

A hash that is not here proves that an id, or a name, is unknown. Of ids there are two hashes: one
that is here with both is known. One that is here of a name only tells whom to look at.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from catalog.bulk import read_frame
from catalog.loading.hash_index import HashIndex
from catalog.loading.slugs import Slugs
from catalog.models import Title, TitleIdentifier

#: Bits of what is known of the title a key belongs to, below its primary key.
IS_SHOW, IS_SECOND = 1, 2
BITS = 2
SHOW = Title.Kind.SHOW.value


class KnownTitles:
    """The ids, namesakes and slugs of all titles, as hashes."""

    def __init__(self) -> None:
        self.keys, self.names, self.slugs = HashIndex(), HashIndex(), Slugs()

    @classmethod
    def read(cls) -> "KnownTitles":
        """Read them from the database: two passes, about 2 seconds at a million titles."""
        known = cls()
        for titles in _titles():
            known.add_titles(titles)
            known.slugs.add(titles["slug"])
        for identifiers in _identifiers():
            known.add_identifiers(identifiers)
        return known

    def add_titles(self, titles: pl.DataFrame) -> None:
        """Add new titles: id, kind, imdb_id, tmdb_id, name_key, start_year."""
        self.add_keys(
            pl.concat([imdb_keys(titles), tmdb_keys(titles)]).select(
                "id", "is_show", "hash", "check"
            )
        )
        self.add_names(titles)

    def add_names(self, titles: pl.DataFrame) -> None:
        """Add the names of titles: id, kind, imdb_id, tmdb_id, name_key, start_year.

        With each goes in which of the two namespaces its title has an id.
        """
        named = titles.with_columns(hash=namesake_hash()).filter(pl.col("hash").is_not_null())
        self.names.add(named["hash"], named.select(pl.col("id") * 4 + id_bits()).to_series())

    def add_identifiers(self, identifiers: pl.DataFrame) -> None:
        """Add ids that titles have: id, is_show, namespace, value, is_own."""
        namespace = pl.col("namespace")
        is_second = ~pl.col("is_own") & ((namespace == "imdb") | namespace.str.starts_with("tmdb-"))
        keys = identifiers.with_columns(
            is_second=is_second,
            hash=key_hash(namespace, pl.col("value")),
            check=key_check(namespace, pl.col("value")),
        )
        self.add_keys(keys)

    def add_keys(self, keys: pl.DataFrame) -> None:
        """Add keys: id, is_show, hash, check, and is_second if any of them are."""
        number = pl.col("id") * 2**BITS + pl.col("is_show").cast(pl.Int64) * IS_SHOW
        if "is_second" in keys.columns:
            number += pl.col("is_second").cast(pl.Int64) * IS_SECOND
        self.keys.add(keys["hash"], keys.select(number).to_series(), keys["check"])


def key_hash(namespace: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Return the hash of an id in a namespace."""
    return pl.concat_str([namespace, value], separator="\t").hash()


def key_check(namespace: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Return a second hash of an id, which has nothing to do with the first."""
    return pl.concat_str([value, namespace], separator="\n").hash(1)


def namesake_hash() -> pl.Expr:
    """Return the hash under which titles of one name may meet; null if the name cannot tell.

    Many movies share a name, so a movie needs a year as well. Of name_key, kind, start_year.
    """
    is_show = pl.col("kind") == SHOW
    year = pl.when(~is_show).then(pl.col("start_year")).cast(pl.String)
    text = pl.concat_str([pl.col("name_key"), pl.col("kind"), year.fill_null("")], separator="\t")
    return pl.when(is_show | pl.col("start_year").is_not_null()).then(text.hash())


def id_bits() -> pl.Expr:
    """Return in which namespaces a row has an id: 1 for IMDb, 2 for TMDB."""
    has_imdb, has_tmdb = (pl.col(name).is_not_null() for name in ("imdb_id", "tmdb_id"))
    return has_imdb.cast(pl.Int64) + has_tmdb.cast(pl.Int64) * 2


def imdb_keys(titles: pl.DataFrame) -> pl.DataFrame:
    """Return the IMDb ids of rows that have one, with hash and whether the kind is show."""
    return titles.filter(pl.col("imdb_id").is_not_null()).with_columns(
        namespace=pl.lit("imdb"),
        value="imdb_id",
        is_show=(pl.col("kind") == SHOW),
        hash=key_hash(pl.lit("imdb"), pl.col("imdb_id")),
        check=key_check(pl.lit("imdb"), pl.col("imdb_id")),
    )


def tmdb_keys(titles: pl.DataFrame) -> pl.DataFrame:
    """Return the TMDB ids of rows that have one and a kind, within which TMDB numbers."""
    namespace, value = pl.lit("tmdb-") + pl.col("kind"), pl.col("tmdb_id").cast(pl.String)
    return titles.filter(
        pl.col("tmdb_id").is_not_null() & pl.col("kind").is_not_null()
    ).with_columns(
        namespace=namespace,
        value=value,
        is_show=(pl.col("kind") == SHOW),
        hash=key_hash(namespace, value),
        check=key_check(namespace, value),
    )


def _titles() -> Iterator[pl.DataFrame]:
    schema = {
        "id": pl.Int64, "kind": pl.String, "imdb_id": pl.String, "tmdb_id": pl.Int64,
        "name_key": pl.String, "start_year": pl.Int64, "slug": pl.String,
    }  # fmt: skip
    sql = f"SELECT {', '.join(schema)} FROM {{table}}"  # noqa: S608
    yield from _by_range(Title, "id", sql, schema)


def _identifiers() -> Iterator[pl.DataFrame]:
    schema = {
        "id": pl.Int64, "is_show": pl.Boolean, "is_own": pl.Boolean, "namespace": pl.String,
        "value": pl.String,
    }  # fmt: skip
    sql = (
        "SELECT title_id, kind = 'show', 1 = 0, source, value FROM {table} AS identifier"  # noqa: S608
        f' JOIN "{Title._meta.db_table}" AS title ON title.id = title_id'
    )
    yield from _by_range(TitleIdentifier, "identifier.id", sql, schema)


#: Rows read at a time.
STEP = 200_000


def _by_range(model: Any, key: str, sql: str, schema: dict[str, Any]) -> Iterator[pl.DataFrame]:
    """Yield the rows of a table in ranges of its primary key."""
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    select = sql.format(table=f'"{model._meta.db_table}"')
    for start in range(0, last + 1, STEP):
        where = f" WHERE {key} >= %s AND {key} < %s"
        yield read_frame(select + where, schema, [start, start + STEP])
