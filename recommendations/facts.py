"""Read what ``recommendations.features`` needs from the database: stretches of titles, as frames.

Columns, not model objects: an index is built from a million titles in bounded memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl
from django.core.exceptions import EmptyResultSet
from django.db.models import Max, Model, Q, QuerySet

from catalog.bulk import read_frame, select_rows
from catalog.models import (
    AggregateRating,
    Collection,
    Company,
    Country,
    Credit,
    Genre,
    Keyword,
    Person,
    Title,
)
from catalog.querysets import TitleQuerySet
from recommendations.features import TITLE_COLUMNS, Facts, Values

#: Titles that are read, and held in memory, at a time.
STRETCH = 50_000

#: Family -> links to titles, and the model of the values they lead to.
LINKS: dict[str, tuple[Any, type[Model]]] = {
    "genre": (Title.genres.through, Genre),
    "keyword": (Title.keywords.through, Keyword),
    "company": (Title.companies.through, Company),
    "country": (Title.countries.through, Country),
}
#: Category of a credit -> family.
ROLES: dict[str, str] = {
    Credit.Category.DIRECTOR: "director",
    Credit.Category.CREATOR: "director",
    Credit.Category.WRITER: "writer",
    Credit.Category.ACTOR: "cast",
}
_FIELDS = {
    "title_id": "pk",
    "year": "start_year",
    "rating": "weighted_rating",
    "language": "original_language_id",
    "collection": "collection_id",
    "runtime": "runtime_minutes",
    "votes": "num_votes",
}


def stream_facts(titles: TitleQuerySet, stretch: int = STRETCH) -> Iterator[Facts]:
    """Yield the facts of ``titles`` in stretches, by rising id. 7 queries a stretch.

    Of no titles there is one stretch, an empty one.
    """
    last = None
    while True:
        following = titles.order_by("pk").filter(pk__gt=last or 0)
        frame = _read(following, TITLE_COLUMNS, _FIELDS, limit=stretch)
        if frame.is_empty() and last is not None:
            return
        first, last = (frame["title_id"][place] if len(frame) else 0 for place in (0, -1))
        yield _facts(frame, Q(title__gte=first, title__lte=last))


def facts_of(title_ids: Iterable[int]) -> Facts:
    """Return the facts of these titles, a few thousand at most, by rising id. 7 queries."""
    ids = sorted(title_ids)
    frame = _read(Title.objects.filter(pk__in=ids).order_by("pk"), TITLE_COLUMNS, _FIELDS)
    return _facts(frame, Q(title__in=ids))


def read_values(used: Mapping[str, pl.Series] | None = None) -> Values:
    """Return the values that titles share, by family; only the ``used`` ones where given.

    6 queries.
    """
    models = {family: model for family, (_, model) in LINKS.items()}
    tables = {
        family: _read_values(model, None if used is None else used.get(family))
        for family, model in (models | {"collection": Collection, "person": Person}).items()
    }
    people = tables.pop("person")
    return Values(tables | dict.fromkeys(ROLES.values(), people))


def used_values(facts: Facts) -> dict[str, pl.Series]:
    """Return the keys of the values that ``facts`` name, people together as "person"."""
    used = {family: frame["value"].unique() for family, frame in facts.links.items()}
    used["collection"] = facts.titles["collection"].drop_nulls().unique()
    used["person"] = pl.concat([used.pop(family) for family in set(ROLES.values())]).unique()
    return used


def most_votes() -> dict[str, int]:
    """Return, by source of ratings, the votes of the title with most votes. 1 query."""
    sources = AggregateRating.objects.filter(votes__gt=0).order_by().values_list("source")
    return dict(sources.annotate(Max("votes")))


def _facts(titles: pl.DataFrame, stretch: Q) -> Facts:
    """Return the facts of ``titles``, whose links and ratings are among those of ``stretch``."""
    links = {
        family: _linked(through.objects.filter(stretch), family, model)
        for family, (through, model) in LINKS.items()
    }
    rated = AggregateRating.objects.filter(stretch, votes__gt=0).order_by()
    votes = {"title_id": pl.Int64, "source": pl.String, "votes": pl.Int64}
    return Facts(titles, links | _people(stretch), _read(rated, votes))


def _linked(links: QuerySet[Any], family: str, model: type[Model]) -> pl.DataFrame:
    """Return (title_id, value), in the order in which titles name their values."""
    key = pl.String if model is Country else pl.Int64
    schema = {"title_id": pl.Int64, "place": pl.Int64, "value": key}
    frame = _read(links.order_by(), schema, {"place": "pk", "value": family})
    return frame.sort("title_id", "place").drop("place")


def _people(stretch: Q) -> dict[str, pl.DataFrame]:
    """Return (title_id, value) of each family of people, in the order of the credits."""
    schema = {
        "title_id": pl.Int64,
        "ordering": pl.Int64,
        "id": pl.Int64,
        "category": pl.String,
        "value": pl.Int64,
    }
    credited = Credit.objects.filter(stretch, category__in=ROLES).order_by()
    frame = _read(credited, schema, {"value": "person_id"}).sort("title_id", "ordering", "id")
    family = pl.col("category").replace_strict(ROLES, return_dtype=pl.String)
    return {
        name: frame.filter(family == name).select("title_id", "value")
        for name in dict.fromkeys(ROLES.values())
    }


def _read_values(model: type[Model], used: pl.Series | None) -> pl.DataFrame:
    """Return (value, slug, label), by slug."""
    if model is Country:  # few, and their keys are what addresses call them by
        codes = _read(Country.objects.order_by(), {"code": pl.String, "name": pl.String})
        return codes.select(value="code", slug="code", label="name").sort("slug")
    schema = {"id": pl.Int64, "slug": pl.String, "name": pl.String}
    if used is None:
        values = _read(model._default_manager.order_by(), schema)
    else:
        values = select_rows(model, schema, "id", used)
    return values.rename({"id": "value", "name": "label"}).sort("slug")


def _read(
    rows: QuerySet[Any],
    schema: Mapping[str, Any],
    fields: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> pl.DataFrame:
    """Return columns of ``rows`` as a frame; ``fields`` tells which are named otherwise there."""
    names = {column: (fields or {}).get(column, column) for column in schema}
    # Columns are taken by their place: two of them may be one field, which values_list drops.
    wanted = rows.values_list(*dict.fromkeys(names.values()))[:limit]
    types = {field: schema[column] for column, field in names.items()}
    try:
        sql, parameters = wanted.query.sql_with_params()
    except EmptyResultSet:  # of no ids there are no rows
        return pl.DataFrame(schema=dict(schema))
    frame = read_frame(sql, types, parameters)
    return frame.select(pl.col(field).alias(column) for column, field in names.items())
