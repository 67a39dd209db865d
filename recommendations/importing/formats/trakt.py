"""Trakt's exports: JSON as its API gives it, alone or in a ZIP, and CSV. [pure]

    [{"rated_at": "2021-03-04T10:00:00.000Z", "rating": 8, "type": "movie",
      "movie": {"title": "The Glass Ferry", "year": 1962, "ids": {"imdb": "tt9990001", "tmdb": 9001}}},
     {"last_watched_at": "…", "plays": 2, "show": {…}}, {"listed_at": "…", "movie": {…}}]

    rated_at,type,title,year,trakt_rating,trakt_id,imdb_id,tmdb_id,…,rating

What has a rating is a rating; what was listed is on the watchlist, as that is the list that the
site keeps for everybody; what was watched is seen. Other lists are left alone, and so are episodes.
"""  # noqa: E501

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from catalog.datasets.cleaning import clean
from catalog.datasets.errors import RowError
from recommendations.importing.formats import tables as read
from recommendations.importing.formats.entries import (
    OF_TEN,
    RATING,
    SEEN,
    WATCHLIST,
    Entry,
    ImportRefused,
    Refused,
    Scale,
    What,
)
from recommendations.importing.formats.tables import Row, Table, entries_of

#: Values in one file; a film has some twenty, and each takes up to a hundred bytes of memory.
MAX_VALUES = 2_000_000

_KINDS = {"movie": "movie", "show": "show"}
_TIMES = {
    "rated_at": RATING,
    "last_watched_at": SEEN,
    "watched_at": SEEN,
    "listed_at": WATCHLIST,
}
_NOT_TITLES = {"episode", "season", "person", "list"}


class Trakt:
    """Whole numbers from 1 to 10, with the ids of titles."""

    name, label = "trakt", "Trakt"

    def recognises(self, table: Table) -> bool:
        if table.has("trakt_id") and not {*_TIMES, "rating"}.isdisjoint(table.header):
            return True
        text, part = table.part.text.lstrip()[:2_000], table.part
        if not text.startswith("["):
            return False
        is_list = part.name.startswith("lists-") or "lists" in part.folders
        is_other_list = is_list and "watchlist" not in part.name
        return any(f'"{time}"' in text for time in _TIMES) and not is_other_list

    def scale_of(self, table: Table) -> Scale:
        return OF_TEN

    def read(self, table: Table, scale: Scale) -> Iterator[Entry | Refused]:
        path = table.part.path
        if table.part.text.lstrip().startswith("["):
            return _from_json(path, table.part.text, scale)
        return entries_of(table, lambda row: _from_row(path, row, scale))


def _from_json(path: str, text: str, scale: Scale) -> Iterator[Entry | Refused]:
    if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
        raise ImportRefused(f"{path} is too large; upload a part of it.")
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"{path} is no valid JSON.") from error
    for number, item in enumerate(items, start=1):
        # A history has up to a hundred times as many episodes as titles: they are no rows.
        if isinstance(item, dict) and item.get("type") in _NOT_TITLES:
            continue
        try:
            yield _from_item(path, number, item, scale)
        except RowError as error:
            yield Refused(path, number, _short(item), str(error))


def _from_item(path: str, number: int, item: Any, scale: Scale) -> Entry:
    if not isinstance(item, dict):
        raise RowError("no object")
    kind = next((kind for kind in _KINDS if isinstance(item.get(kind), dict)), "")
    if not kind:
        raise RowError("neither film nor show")
    about, ids = item[kind], item[kind].get("ids")
    ids = ids if isinstance(ids, dict) else {}
    given, time = _text(item.get("rating")), next((t for t in _TIMES if item.get(t)), "")
    value = scale.half_stars(given)
    return Entry(
        path,
        number,
        _what(value, time),
        name=read.name_in(_text(about.get("title"))),
        year=read.year_in(_text(about.get("year"))),
        kind=_KINDS[kind],
        imdb_id=read.imdb_id_in(_text(ids.get("imdb"))),
        tmdb_id=read.number_in(_text(ids.get("tmdb"))),
        given=given,
        value=value,
        at=read.moment_in(_text(item.get(time))),
    )


def _from_row(path: str, row: Row, scale: Scale) -> Entry:
    kind = row.get("type")
    if kind not in _KINDS:
        raise RowError("an episode, a season or the like: only whole titles are rated here")
    given, time = row.get("rating"), next((time for time in _TIMES if row.get(time)), "")
    value = scale.half_stars(given)
    return Entry(
        path,
        row.line,
        _what(value, time),
        name=read.name_in(row.get("title")),
        year=read.year_in(row.get("year")),
        kind=kind,
        imdb_id=read.imdb_id_in(row.get("imdb_id")),
        tmdb_id=read.number_in(row.get("tmdb_id")),
        given=given,
        value=value,
        at=read.moment_in(row.get(time)) if time else None,
    )


def _what(value: int | None, time: str) -> What:
    what: Any = RATING if value else _TIMES.get(time, SEEN)
    if what == RATING and not value:
        raise RowError("no rating")
    return what  # type: ignore[no-any-return]


def _text(value: Any) -> str:
    """Return a text or a number as text; "" for anything else."""
    return clean(str(value)[:1_000]) if type(value) in (str, int, float) else ""


def _short(item: Any) -> str:
    return clean(json.dumps(item, ensure_ascii=False)[:200])


TRAKT = Trakt()
