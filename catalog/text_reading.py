"""Read what titles say of themselves from the database: stretches of titles, as frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from catalog.bulk import read_frame
from catalog.models import Keyword, Title
from catalog.querysets import TitleQuerySet
from catalog.text_scoring import Texts

#: Titles that are read, and held in memory, at a time.
STRETCH = 50_000

#: Columns of the database, by their names in the frames of ``Texts``.
_TITLES = {
    "title_id": ("pk", pl.Int64),
    "overview": ("overview", pl.String),
    "tagline": ("tagline", pl.String),
    "votes": ("num_votes", pl.Int64),
}
_NAMED_LINKS = {"title_id": ("title_id", pl.Int64), "keyword": ("keyword__name", pl.String)}
_LINKS = {"title_id": ("title_id", pl.Int64), "keyword_id": ("keyword_id", pl.Int64)}
_KEYWORDS = {"keyword_id": ("pk", pl.Int64), "keyword": ("name", pl.String)}


def stream_texts(titles: TitleQuerySet, stretch: int = STRETCH) -> Iterator[Texts]:
    """Yield the texts of ``titles`` in stretches, by rising id. 2 queries a stretch, and 1."""
    keywords = _read(Keyword.objects.order_by(), _KEYWORDS)
    last = 0
    while True:
        frame = _read(titles.filter(pk__gt=last).order_by("pk")[:stretch], _TITLES)
        if frame.is_empty():
            return
        first, last = frame["title_id"][0], frame["title_id"][-1]
        links = _links().filter(title__gte=first, title__lte=last)
        named = _read(links, _LINKS).join(keywords, on="keyword_id")
        yield Texts(frame, named.select("title_id", "keyword"))


def texts_of(title_ids: Sequence[int]) -> Texts:
    """Return the texts of some titles, at most a few thousand. 2 queries."""
    titles = Title.objects.filter(pk__in=title_ids).order_by("pk")
    return Texts(_read(titles, _TITLES), _read(_links().filter(title__in=title_ids), _NAMED_LINKS))


def _links() -> QuerySet[Any]:
    return Title.keywords.through._default_manager.order_by()


def _read(rows: QuerySet[Any], columns: Mapping[str, tuple[str, Any]]) -> pl.DataFrame:
    """Return columns of ``rows`` as a frame."""
    schema = {name: type_ for name, (_, type_) in columns.items()}
    try:
        query = rows.values_list(*(field for field, _ in columns.values())).query
        sql, parameters = query.sql_with_params()
    except EmptyResultSet:  # of no ids there are no rows
        return pl.DataFrame(schema=schema)
    return read_frame(sql, schema, parameters)
