"""List facts (genres, countries …): replaced as a whole, by precedence."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Model

from catalog.bulk import delete_rows, insert_frame, select_rows
from catalog.bulk.frames import Schema
from catalog.canonical import LISTS, Chunk
from catalog.loading.drafts import Drafts
from catalog.loading.naming import MAX_KEY, with_name_keys
from catalog.loading.precedence import Standing
from catalog.loading.run import FileRun
from catalog.models import AlternativeName, Title

#: The lists, in the order in which they are merged.
LIST_NAMES = tuple(column.name for column in LISTS)


@dataclass(frozen=True)
class ListChange:
    """The lists of one kind that change: ``links`` (title_id, key) replace those of ``old``."""

    through: type[Model]
    links: pl.DataFrame
    old: pl.Series

    def write(self) -> None:
        """Replace the lists: one delete and one insert for any number of titles."""
        delete_rows(self.through, "title_id", self.old)
        is_named = self.through is AlternativeName
        insert_frame(self.through, with_name_keys(self.links) if is_named else self.links)


def table_of(fact: str) -> tuple[type[Model], str]:
    """Return the table in which a list stands, and its column for what is listed."""
    if fact == "other_names":
        return AlternativeName, "name"
    relation: Any = Title._meta.get_field(fact)
    return relation.remote_field.through, f"{relation.m2m_reverse_field_name()}_id"


def merge_lists(chunk: Chunk, drafts: Drafts, run: FileRun) -> list[ListChange]:
    """Return the lists that this file may replace; only shared rows are written."""
    return [
        _merge_list(fact, chunk.many[fact], drafts, run)
        for fact in LIST_NAMES
        if fact in chunk.many
    ]


def _merge_list(fact: str, entries: pl.DataFrame, drafts: Drafts, run: FileRun) -> ListChange:
    through, column = table_of(fact)
    links = _links(fact, entries, drafts, run).rename({"key": column})
    listed = drafts.frame.select("id", "is_new").join(
        links.select("id").unique(), on="id", how="semi", maintain_order="left"
    )
    schema: Schema = {"title_id": pl.Int64(), column: links.schema[column]}
    old = listed.filter(~pl.col("is_new"))["id"]
    held = select_rows(through, schema, "title_id", old).rename({"title_id": "id"})
    ids, standing = drafts.frame["id"], drafts.standing(fact)
    is_listed, is_held = _in(ids, links["id"]), _in(ids, held["id"])
    differs = _in(ids, links.join(held, on=["id", column], how="anti")["id"])
    differs |= _in(ids, held.join(links, on=["id", column], how="anti")["id"])
    may = ~is_held | ((differs | (standing != Standing.MINE)) & (standing >= Standing.OPEN))
    changes = is_listed & (standing != Standing.LOCKED) & may
    drafts.move(fact, changes)
    changed = drafts.frame.filter(changes).select("id", "is_new")
    links = links.join(changed.select("id"), on="id", how="semi", maintain_order="left")
    replaced = held["id"].unique().to_frame().join(changed, on="id", how="semi")["id"]
    return ListChange(through, links.rename({"id": "title_id"}), replaced)


def _links(fact: str, entries: pl.DataFrame, drafts: Drafts, run: FileRun) -> pl.DataFrame:
    """Return (title id, key of what is named, or its name), each once, in the file's order."""
    named = entries.join(drafts.frame.select("row", "id"), on="row", maintain_order="left")
    if fact == "other_names":
        links = named.select("id", key="value").filter(pl.col("key").str.len_chars() <= MAX_KEY)
    else:
        links = named.select("id", run.catalogue.shared.keys(fact, named["value"]))
    return links.drop_nulls().unique(maintain_order=True)


def _in(ids: pl.Series, some: pl.Series) -> pl.Series:
    return ids.is_in(some.implode())
