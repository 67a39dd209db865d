"""The names of what titles have in common, as texts: for what reads them as words."""

from __future__ import annotations

import polars as pl

from catalog.models import Language
from recommendations.features import Facts, Values


def names_of(facts: Facts, values: Values) -> dict[str, list[list[str]]]:
    """Return by family the names of each title's values, most important first. 1 query.

    The families of ``facts.links``, and language. A title is as in ``facts.titles``.
    """
    titles = facts.titles.select("title_id")
    named = {}
    for family, links in facts.links.items():
        labels = values.tables[family].select("value", "label")
        listed = (
            links.join(labels, on="value", maintain_order="left")
            .group_by("title_id", maintain_order=True)
            .agg("label")
        )
        rows = titles.join(listed, on="title_id", how="left", maintain_order="left")
        empty = pl.lit([], dtype=pl.List(pl.String))
        named[family] = rows.select(pl.col("label").fill_null(empty))["label"].to_list()
    languages = dict(Language.objects.values_list("pk", "name"))
    named["language"] = [[languages[code]] if code else [] for code in facts.titles["language"]]
    return named
