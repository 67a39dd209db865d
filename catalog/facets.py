"""The counts beside the filters over titles: what browse, search and the API share.

``cleaned`` is a set of filters (see ``title_filters``). Nothing here knows of requests.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import OperationalError
from django.db.models import CharField, Count, Model, QuerySet, Value
from django.db.models.functions import Cast

from catalog.aspects import ASPECTS
from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.genre_ids import genre_names
from catalog.models import Praise, Title
from catalog.slow_statements import is_too_slow
from catalog.staleness import counts_version
from catalog.title_filters import Filters, active_filters, narrow, narrow_links
from catalog.vocabulary import COUNTRIES, LANGUAGES

logger = logging.getLogger(__name__)

#: Facet = its values and how many titles have each.
Counts = dict[str, dict[str, int]]

#: Counts that took longer than this are remembered for a while; quick ones are always exact.
QUICK_SECONDS = 0.05
REMEMBERED_SECONDS = 900
#: After a count that took longer than the database allows, it is not asked for again so soon.
GIVEN_UP_SECONDS = 60


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, and how many titles choosing it would leave."""

    value: str
    label: str
    count: int
    is_selected: bool


#: Facet = the column that its values are counted by. Those of titles can be counted together; in
#: this order they are read off an index.
_FACETS = {
    "kind": "kind",
    "language": "original_language",
    "certification": "certification",
    "decade": "start_year",
}
#: Filters by columns of the same index.
_INDEXED = {"kind", "language", "certification", "year_min", "year_max"}
#: Facets of which a title has several values = rows that point at titles, and their column.
_LINKED_FACETS: dict[str, tuple[type[Model], str]] = {
    "genre": (Title.genres.through, "genre__slug"),
    "country": (Title.countries.through, "country"),
    "praised": (Praise, "aspect"),
}
_ALL_FACETS = (*_FACETS, *_LINKED_FACETS)


def count_titles(cleaned: Filters) -> int | None:
    """Return how many titles pass, None if that takes longer to count than the database allows.

    A count that took long may be ``REMEMBERED_SECONDS`` old.
    """
    filters = active_filters(cleaned)
    if "among" in filters:
        return narrow(filters).count()
    # Every title has a kind: the facets beside a list have counted them all, or will.
    facets, others = next(batch for batch in _batches(filters) if "kind" in batch[0])
    kinds = _remembered(facets, others)["kind"]
    if not kinds:
        return None
    return kinds[filters["kind"]] if "kind" in filters else sum(kinds.values())


def counts_of(choices: Sequence[Filters]) -> list[int]:
    """Return for each of ``choices``, which are sets of filters, how many titles pass; 1 query."""
    queries = [
        narrow(filters).order_by().values(which=Value(i)).annotate(total=Count("*"))
        for i, filters in enumerate(choices)
    ]
    if not queries:
        return []
    rows = queries[0].union(*queries[1:], all=True)
    totals = {row["which"]: row["total"] for row in rows}
    return [totals.get(i, 0) for i in range(len(choices))]


def facet_counts(cleaned: Filters) -> dict[str, list[FacetValue]]:
    """Return the values of every facet, most titles first; 5 to 8 queries, "among" titles 2.

    A value's count is what choosing it would leave: it is counted under all *other* filters, and
    under the chosen genres too where all of them must match. Chosen values are always listed. A
    facet that takes longer to count than the database allows has no others.
    """
    filters = active_filters(cleaned)
    counts = _counts(filters)
    counts["kind"] = dict.fromkeys(Title.Kind.values, 0) | counts["kind"]
    labels = {
        "kind": dict(Title.Kind.choices),
        "genre": genre_names({*counts["genre"], *_selected("genre", filters)}),
        "decade": {str(year): f"{year}s" for year in range(MIN_YEAR, MAX_YEAR + 1, 10)},
        "language": LANGUAGES,
        "country": COUNTRIES,
        "praised": ASPECTS,
    }
    return {
        facet: _values(counts[facet], labels.get(facet, {}), _selected(facet, filters))
        for facet in _ALL_FACETS
    }


def _values(
    counts: dict[str, int], labels: Mapping[str, str], selected: set[str]
) -> list[FacetValue]:
    values = sorted({*counts, *selected}, key=lambda value: (-counts.get(value, 0), value))
    return [
        FacetValue(value, labels.get(value, value), counts.get(value, 0), value in selected)
        for value in values
    ]


def _counts(filters: dict[str, Any]) -> Counts:
    """Return the counts of all facets; those that the same filters narrow share a query."""
    if "among" in filters:
        return _counts_among(filters)
    counts: Counts = {}
    for facets, others in _batches(filters):
        counts |= _remembered(facets, others)
    return counts


def _batches(filters: dict[str, Any]) -> list[tuple[list[str], dict[str, Any]]]:
    """Return facets that a query can count together, each time with the filters they are under."""
    batches: dict[str, tuple[list[str], dict[str, Any]]] = {}
    for facet in _ALL_FACETS:
        own = _own(facet, filters)
        others = {name: value for name, value in filters.items() if name not in own}
        batch = facet if facet in _LINKED_FACETS else json.dumps(others, sort_keys=True)
        batches.setdefault(batch, ([], others))[0].append(facet)
    return list(batches.values())


def _counts_among(filters: dict[str, Any]) -> Counts:
    """Return the counts of all facets among a few titles, by one query."""
    queries = []
    for facet in _ALL_FACETS:
        own = _own(facet, filters)
        rows, column = _rows_of(facet, {k: v for k, v in filters.items() if k not in own})
        # What groups them must be the column alone: PostgreSQL takes a constant for a place.
        counted = rows.values(facet_value=Cast(column, CharField()))
        queries.append(counted.annotate(facet=Value(facet), total=Count("*")))
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in _ALL_FACETS}
    for row in queries[0].union(*queries[1:], all=True):
        _count(counts, row["facet"], row["facet_value"], row["total"])
    return {facet: dict(counter) for facet, counter in counts.items()}


def _rows_of(facet: str, filters: Filters) -> tuple[QuerySet[Any], str]:
    """Return the rows that have the values of a facet, without an order, and their column."""
    if facet in _FACETS:
        return narrow(filters).order_by(), _FACETS[facet]
    model, column = _LINKED_FACETS[facet]
    return narrow_links(model._default_manager.order_by(), filters), column


def _own(facet: str, filters: Filters) -> tuple[str, ...]:
    """Return the filters that choosing a value of the facet would replace."""
    if facet == "genre":
        return ("genre", "match") if filters.get("match") == "any" else ()
    return ("year_min", "year_max") if facet == "decade" else (facet,)


def _selected(facet: str, filters: Filters) -> set[str]:
    if facet == "genre":
        return {*filters.get("genre", ()), *filters.get("not_genre", ())}
    if facet == "decade":
        first, last = filters.get("year_min"), filters.get("year_max")
        return {str(first)} if first and first % 10 == 0 and last == first + 9 else set()
    return {filters[facet]} if facet in filters else set()


def _count_by(facets: Sequence[str], filters: Filters) -> Counts:
    """Return for each of the facets its values and how many titles have each; 1 query."""
    if facets[0] in _LINKED_FACETS:
        rows, column = _rows_of(facets[0], filters)
        columns = [column]
    else:
        rows, columns = narrow(filters), [_FACETS[facet] for facet in facets]
        if filters.keys() <= _INDEXED and not settings.SHOW_ADULT_TITLES:
            # To SQLite NOT is no way into an index: 4 s at a million, not .1.
            rows = rows.filter(is_adult=Value(False))
    # In their order, so that they are counted as the index has them: .2 s, not .5 at a million.
    counted = rows.order_by(*columns).values_list(*columns).annotate(total=Count("*"))
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in facets}
    if "kind" in counts:
        counts["kind"].update(dict.fromkeys(Title.Kind.values, 0))
    for *values, total in counted:
        for facet, value in zip(facets, values, strict=True):
            _count(counts, facet, value, total)
    return {facet: dict(counter) for facet, counter in counts.items()}


def _count(counts: Mapping[str, Counter[str]], facet: str, value: Any, total: int) -> None:
    """Add titles with a value to the counts of a facet; without one they count nowhere."""
    if value not in (None, ""):
        decade = facet == "decade" and int(value) - int(value) % 10
        counts[facet][str(decade or value)] += total


def _remembered(facets: Sequence[str], filters: Filters) -> Counts:
    """Return the counts of the facets, or what they were lately if it took long to count them."""
    state = json.dumps([counts_version(), *facets, filters], sort_keys=True).encode()
    key = f"facets:{hashlib.sha256(state).hexdigest()}"
    memory = caches["memory"]
    counts: Counts | None = memory.get(key)
    if counts is not None:
        return counts
    began = time.monotonic()
    try:
        counts = _count_by(facets, filters)
    except OperationalError as error:
        if not is_too_slow(error):
            raise
        logger.warning("counting gave up facets=%s filters=%s", facets, dict(filters))
        counts = {facet: {} for facet in facets}
        memory.set(key, counts, GIVEN_UP_SECONDS)
    if time.monotonic() - began > QUICK_SECONDS:
        memory.add(key, counts, REMEMBERED_SECONDS)
    return counts
