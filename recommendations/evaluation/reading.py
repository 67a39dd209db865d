"""Ratings and the titles they are about, read from the database."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.bulk import read_frame
from catalog.models import Credit, Title
from recommendations.evaluation.candidates import Candidates
from recommendations.evaluation.truth import Ints, Ratings, Source, truths
from recommendations.facts import facts_of, read_values, used_values
from recommendations.models import Rating, Viewer
from recommendations.value_names import names_of

#: What a title must have been given to be ranked, and to have neighbours that mean something.
ENOUGH_RATINGS = 20
#: Ids in one statement; SQLite allows 32,766 parameters.
MOST_IDS = 30_000
#: Fewer titles than these say nothing; more would take too long, growing with the cube.
FEWEST_CANDIDATES, MOST_CANDIDATES = 30, 5_000

_SCHEMA = {"person": pl.Int64, "title_id": pl.Int64, "value": pl.Int64}


def source_names() -> list[str]:
    """Return the sources of ratings from which may be learnt, by name. 1 query."""
    learnt = Viewer.objects.filter(is_training_data=True).order_by()
    return sorted(learnt.values_list("source", flat=True).distinct())


def read_source(name: str) -> Source | None:
    """Return a source with its truths, or None if too few of its titles are rated enough.

    2 queries, and 1 for each MOST_IDS candidates. Candidates are titles with ENOUGH_RATINGS, of
    which something is told; at most MOST_CANDIDATES, the most rated.
    """
    frame = _ratings(name)
    counts = frame.group_by("title_id").len().filter(pl.col("len") >= ENOUGH_RATINGS)
    told = _told(counts["title_id"].to_list())
    counts = counts.filter(pl.col("title_id").is_in(list(told)))
    kept = counts.sort("len", "title_id", descending=[True, False]).head(MOST_CANDIDATES)
    if len(kept) < FEWEST_CANDIDATES:
        return None
    title_ids = kept["title_id"].sort().to_numpy()
    ratings = _among(frame, title_ids)
    people = frame["person"].n_unique()
    return Source(
        name=name,
        people=people,
        ratings=len(frame),
        left_out=len(counts) - len(kept),
        title_ids=title_ids,
        relevant=truths(ratings),
        shares=np.bincount(ratings.items, minlength=len(title_ids)) / people,
        keys=[told[title_id] for title_id in title_ids.tolist()],
    )


def read_candidates(title_ids: Ints) -> Candidates:
    """Return what is known of these titles, by rising id; some 15 queries for each MOST_IDS."""
    facts = facts_of(title_ids[:MOST_IDS].tolist())
    ids = facts.titles["title_id"].to_numpy()
    titles = facts.titles
    numbers = {
        name: titles[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in ("year", "rating", "votes", "runtime")
    }
    return Candidates(
        title_ids=ids,
        names=titles["name"].to_list(),
        overviews=titles["overview"].fill_null("").to_list(),
        numbers=numbers,
        values=names_of(facts, read_values(used_values(facts))),
    )


def _ratings(source: str) -> pl.DataFrame:
    """Return who rated what with how much, by person, of those who let others learn. 1 query."""
    rated: QuerySet[Rating] = Rating.objects.filter(
        viewer__source=source, viewer__is_training_data=True
    ).order_by()
    sql, parameters = rated.values_list("viewer_id", "title_id", "value").query.sql_with_params()
    return read_frame(sql, _SCHEMA, parameters).sort("person", "title_id")


def _among(frame: pl.DataFrame, title_ids: Ints) -> Ratings:
    """Return the ratings of these titles as arrays; means are over all that a person rated."""
    frame = frame.with_columns(mean=pl.col("value").mean().over("person"))
    items = pl.DataFrame({"title_id": title_ids}).with_row_index("item")
    kept = frame.join(items, on="title_id", maintain_order="left")
    return Ratings(
        people=kept["person"].rank("dense").to_numpy().astype(np.int64) - 1,
        items=kept["item"].to_numpy().astype(np.int64),
        values=kept["value"].to_numpy().astype(np.float64),
        means=kept["mean"].to_numpy(),
        n_items=len(title_ids),
    )


def _told(title_ids: Sequence[int]) -> dict[int, str]:
    """Return a lasting key of each of these titles that may be recommended and tells something.

    The IMDb id, or else the slug: primary keys are others in another database.
    """
    credited = Credit.objects.filter(title=OuterRef("pk"))
    keyed = Title.keywords.through.objects.filter(title=OuterRef("pk"))
    tells = ~Q(overview="") | Exists(credited) | Exists(keyed)
    keys: dict[int, str] = {}
    for first in range(0, len(title_ids), MOST_IDS):
        some = Title.objects.recommendable().filter(
            tells, pk__in=title_ids[first : first + MOST_IDS]
        )
        rows = some.order_by().values_list("pk", "imdb_id", "slug")
        keys |= {pk: imdb_id or slug for pk, imdb_id, slug in rows}
    return keys
