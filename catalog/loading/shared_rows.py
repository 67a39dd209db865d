"""Rows that many titles share: found by name or code, made where they are missing."""

from collections.abc import Mapping

import polars as pl

from catalog.bulk import IdPool, insert_frame, read_frame
from catalog.loading.naming import slug_stems
from catalog.loading.slugs import Slugs
from catalog.models import Collection, Company, Country, Genre, Keyword, Language
from catalog.models.vocabulary import CodedModel, NamedModel
from catalog.vocabulary import COUNTRIES, LANGUAGES

MAX_NAME_LENGTH = 200
#: Facts and lists whose values are rows: of which table.
TABLES: Mapping[str, type[NamedModel | CodedModel]] = {
    "original_language": Language,
    "collection": Collection,
    "genres": Genre,
    "countries": Country,
    "spoken_languages": Language,
    "companies": Company,
    "keywords": Keyword,
}
_NAMES: Mapping[type[NamedModel | CodedModel], Mapping[str, str]] = {
    Country: COUNTRIES,
    Language: LANGUAGES,
}


class SharedRows:
    """The rows of those tables, read when they are first asked for, as (value, key)."""

    def __init__(self, ids: IdPool) -> None:
        self._ids = ids
        self._rows: dict[type[NamedModel | CodedModel], pl.DataFrame] = {}
        self._slugs: dict[type[NamedModel | CodedModel], Slugs] = {}

    def keys(self, fact: str, values: pl.Series) -> pl.Series:
        """Return the primary key for each value, made if need be; null for what cannot be one.

        That is an over-long name, or a code that the vocabulary does not have.
        """
        model = TABLES[fact]
        wanted = values.drop_nulls().unique(maintain_order=True).alias("value").to_frame()
        if model not in self._rows:
            self._read(model)
        missing = wanted.join(self._rows[model], on="value", how="anti", maintain_order="left")
        if not missing.is_empty():
            self._add(model, missing["value"])
        found = values.alias("value").to_frame().join(
            self._rows[model], on="value", how="left", maintain_order="left"
        )  # fmt: skip
        return found["key"]

    def _read(self, model: type[NamedModel | CodedModel]) -> None:
        table = f'"{model._meta.db_table}"'
        if model in _NAMES:
            rows = read_frame(f"SELECT code FROM {table}", {"value": pl.String})  # noqa: S608
            self._rows[model] = rows.with_columns(key="value")
            return
        schema = {"value": pl.String, "key": pl.Int64, "slug": pl.String}
        rows = read_frame(f"SELECT name, id, slug FROM {table}", schema)  # noqa: S608
        self._rows[model] = rows.drop("slug")
        self._slugs[model] = Slugs()
        self._slugs[model].add(rows["slug"])

    def _add(self, model: type[NamedModel | CodedModel], values: pl.Series) -> None:
        if model in _NAMES:
            names = _NAMES[model]
            values = values.filter(values.is_in(list(names))).sort()
            labels = values.replace_strict(names, return_dtype=pl.String)
            insert_frame(model, pl.DataFrame({"code": values, "name": labels}))
            keys = values
        else:
            values = values.filter(values.str.len_chars() <= MAX_NAME_LENGTH).sort()
            keys = self._ids.take(model, len(values))
            named = values.alias("name").to_frame().with_columns(
                start_year=pl.lit(None, pl.Int64)
            )  # fmt: skip
            slugs = self._slugs[model].take(slug_stems(named))
            insert_frame(model, pl.DataFrame({"id": keys, "name": values, "slug": slugs}))
        added = pl.DataFrame({"value": values, "key": keys})
        self._rows[model] = pl.concat([self._rows[model], added], rechunk=True)
