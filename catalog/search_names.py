"""The names of all titles and people for the search index: out of the database, as columns.

Rows are read in stretches, so that what is held beside the result does not grow with the
catalogue. Keys are those that the rows have; only original names are folded here, and only keys
that may be spelt more plainly are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.db.models import Max

from catalog.bulk import read_frame
from catalog.bulk.frames import Schema
from catalog.loading.naming import with_name_keys
from catalog.models import AlternativeName, Person, Title
from catalog.search_index import SCHEMA
from catalog.search_query import HAS_PLAIN_SPELLING, plain_spelling

#: Rows read at a time.
STRETCH = 200_000
TITLES: Schema = {
    "id": pl.Int64, "key": pl.String, "year": pl.Int16, "popularity": pl.Int64,
    "name": pl.String, "original_name": pl.String,
}  # fmt: skip
OTHERS: Schema = {"pk": pl.Int64, **SCHEMA}
PEOPLE: Schema = {"id": pl.Int64, "key": pl.String}
VOTES: Schema = {"id": pl.Int64, "popularity": pl.Int64}


def title_names() -> pl.DataFrame:
    """Return the spellings of all names of visible titles, in the columns of ``SCHEMA``."""
    titles = Title.objects.visible().values_list(
        "pk", "name_key", "start_year", "num_votes", "name", "original_name"
    )
    others = AlternativeName.objects.of_visible_titles().values_list(
        "pk", "title", "name_key", "title__start_year", "title__num_votes"
    )
    found = [pl.DataFrame(schema=SCHEMA)]
    found += map(spelt_titles, _stretches(titles, TITLES))
    found += (_spelt(stretch.select(*SCHEMA)) for stretch in _stretches(others, OTHERS))
    return pl.concat(found)


def person_names() -> pl.DataFrame:
    """Return the spellings of the names of people with visible titles, likewise.

    A person is as popular as their best known title.
    """
    found = [pl.DataFrame(schema=SCHEMA)]
    for stretch in _stretches(Person.objects.values_list("pk", "name_key"), PEOPLE):
        named = stretch.join(_votes(stretch["id"]), on="id", maintain_order="left")
        found.append(_spelt(named.select("id", "key", pl.lit(None).alias("year"), "popularity")))
    return pl.concat(found)


def spelt_titles(titles: pl.DataFrame) -> pl.DataFrame:
    """Return the spellings of titles in the columns of ``TITLES``: of names and original names."""
    return pl.concat([_spelt(titles.select(*SCHEMA)), _spelt(_originals(titles))])


def _votes(person_ids: pl.Series) -> pl.DataFrame:
    """Return the people of this stretch who have a visible title, each with the most votes."""
    titles = Title.objects.visible().order_by()
    titles = titles.filter(credits__person__gte=person_ids[0], credits__person__lte=person_ids[-1])
    best = titles.values("credits__person").annotate(most=Max("num_votes"))
    return _frame(best.values_list("credits__person", "most"), VOTES)


def _originals(titles: pl.DataFrame) -> pl.DataFrame:
    """Return the original names that say something else than the names."""
    original = pl.col("original_name")
    different = titles.filter((original != "") & (original != pl.col("name")))
    named = different.drop("key", "name").rename({"original_name": "name"})
    return with_name_keys(named).rename({"name_key": "key"}).select(*SCHEMA)


def _spelt(names: pl.DataFrame) -> pl.DataFrame:
    """Return names and their plain spellings, where those are others; blank keys left out."""
    names = names.cast(SCHEMA).filter(pl.col("key") != "")  # type: ignore[arg-type]
    odd = names.filter(pl.col("key").str.contains(HAS_PLAIN_SPELLING))
    plain = pl.Series("key", map(plain_spelling, odd["key"]), pl.String)
    return pl.concat([names, odd.with_columns(plain).filter((plain != odd["key"]) & (plain != ""))])


def _stretches(rows: Any, schema: Schema) -> Iterator[pl.DataFrame]:
    """Yield ``rows``, a ``values_list`` of the primary key and more, so many at a time."""
    last = 0
    while True:
        frame = _frame(rows.filter(pk__gt=last).order_by("pk")[:STRETCH], schema)
        if frame.is_empty():
            return
        yield frame
        last = int(frame[frame.columns[0]][-1])


def _frame(rows: Any, schema: Schema) -> pl.DataFrame:
    sql, parameters = rows.query.sql_with_params()
    return read_frame(sql, schema, parameters)
