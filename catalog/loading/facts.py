"""Single-valued facts: into the title's own row, by precedence."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from catalog.canonical import FACTS, Chunk
from catalog.loading.drafts import SUMMARY, Drafts
from catalog.loading.run import FileRun, Matches
from catalog.loading.shared_rows import TABLES
from catalog.models import Title

#: A title's kind never changes; everything else may.
FACT_NAMES = tuple(fact.name for fact in FACTS if fact.name != "kind")
FIELDS: Mapping[str, Any] = {name: Title._meta.get_field(name) for name in FACT_NAMES}
MAXIMUM = {
    "PositiveSmallIntegerField": 2**15 - 1,
    "PositiveIntegerField": 2**31 - 1,
    "BigIntegerField": 2**63 - 1,
}
#: By what titles are known as namesakes.
NAMES = ("name", "name_key", "start_year")


def open_drafts(chunk: Chunk, matches: Matches, run: FileRun) -> Drafts:
    """Read what the titles that the chunk speaks about have, as far as it may change that."""
    facts = _facts_of(chunk)
    columns = [FIELDS[fact].attname for fact in facts]
    if "name" in facts or "start_year" in facts:
        columns += NAMES
    if "ratings" in chunk.many:
        columns += SUMMARY
    return Drafts(matches, columns, run)


def merge_facts(chunk: Chunk, drafts: Drafts, run: FileRun) -> None:
    """Put the facts that this file may set into the drafts; nothing is written but references."""
    rows = drafts.frame["row"]
    for fact in _facts_of(chunk):
        column = FIELDS[fact].attname
        values = _fitting(fact, chunk.facts[fact][rows], run)
        if fact in TABLES:
            values = run.catalogue.shared.keys(fact, values)
        drafts.set_fact(fact, column, values)


def _facts_of(chunk: Chunk) -> Sequence[str]:
    return [fact for fact in FACT_NAMES if fact in chunk.facts.columns]


def _fitting(fact: str, values: pl.Series, run: FileRun) -> pl.Series:
    """Return the values that the column can hold; count the others as unknown."""
    field = FIELDS[fact]
    limit = MAXIMUM.get(field.get_internal_type())
    if values.dtype == pl.String:
        limit = None if fact in TABLES else field.max_length
        sizes = values.str.len_chars()
    else:
        sizes = values
    if limit is None:
        return values
    fits = (sizes <= limit).fill_null(True)
    if n_odd := int((~fits).sum()):
        run.report.null({f"{fact} too long": n_odd})
        values = values.zip_with(fits, pl.repeat(None, len(values), dtype=values.dtype, eager=True))
    return values
