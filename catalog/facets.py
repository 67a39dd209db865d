"""Filters over titles and the counts beside them: what browse, search and the API share.

``cleaned`` is the ``cleaned_data`` of a ``TitleFilterForm``: names of filters and their values,
where an empty value is no filter. One filter is in no form: "among", a tuple of the ids of some
thousand titles at most, such as those that a search found. Nothing here knows of requests.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.cache import caches
from django.db import OperationalError
from django.db.models import CharField, Count, Exists, F, Model, OuterRef, Q, Value
from django.db.models.functions import Cast

from catalog.aspects import ASPECTS
from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.forms import DEFAULT_SORT
from catalog.genre_ids import genre_ids, genre_names
from catalog.models import Credit, Praise, Title
from catalog.querysets import TitleQuerySet
from catalog.slow_statements import is_too_slow
from catalog.staleness import counts_version
from catalog.vocabulary import COUNTRIES, LANGUAGES

logger = logging.getLogger(__name__)

Filters = Mapping[str, Any]
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


def _is(column: str) -> Callable[[Any], Q]:
    return lambda value: Q(**{column: value})


def _linked(rows: type[Model], lookup: str) -> Callable[[Any], Q]:
    """Return a filter by rows that point at titles; it keeps each title once."""
    return lambda value: Q(pk__in=rows._default_manager.filter(**{lookup: value}).values("title"))


def _in_genre(slugs: Sequence[str]) -> Q:
    links = Title.genres.through._default_manager.filter(genre__in=genre_ids(slugs).values())
    return Q(pk__in=links.values("title"))


#: What each filter keeps; genres, which combine in more than one way, are in ``_by_genres``.
_FILTERS: dict[str, Callable[[Any], Q]] = {
    "kind": _is("kind"),
    "year_min": _is("start_year__gte"),
    "year_max": _is("start_year__lte"),
    "runtime_min": _is("runtime_minutes__gte"),
    "runtime_max": _is("runtime_minutes__lte"),
    "rating_min": _is("weighted_rating__gte"),
    "votes_min": _is("num_votes__gte"),
    "language": _is("original_language"),
    "country": _linked(Title.countries.through, "country"),
    "certification": _is("certification"),
    "person": _linked(Credit, "person__slug"),
    "keyword": _linked(Title.keywords.through, "keyword__slug"),
    "company": _linked(Title.companies.through, "company__slug"),
    "collection": _is("collection__slug"),
    "praised": _linked(Praise, "aspect"),
    "among": _is("pk__in"),
}

_ORDERS: dict[str, Callable[[TitleQuerySet], TitleQuerySet]] = {
    "rating": TitleQuerySet.best_first,
    "votes": TitleQuerySet.popular,
    "newest": TitleQuerySet.newest_first,
    "oldest": lambda titles: titles.order_by(F("start_year").asc(nulls_last=True), "pk"),
    "name": lambda titles: titles.order_by("name_key", "start_year", "pk"),
    "runtime": lambda titles: titles.order_by(F("runtime_minutes").asc(nulls_last=True), "pk"),
    "added": TitleQuerySet.recently_added,
}

#: Facet = the column that its values are counted by. A title has several values of the linked
#: ones; the others can be counted together.
_LINKED_FACETS = {"genre": "genres__slug", "country": "countries", "praised": "praise__aspect"}
_FACETS = {
    "kind": "kind",
    "decade": "start_year",
    "language": "original_language",
    "certification": "certification",
    **_LINKED_FACETS,
}


def active_filters(cleaned: Filters) -> dict[str, Any]:
    """Return the filters that were set, without those that ``cleaned`` leaves empty."""
    names = ("kind", "genre", "not_genre", *list(_FILTERS)[1:])
    active = {name: cleaned[name] for name in names if cleaned.get(name) not in ("", None, [])}
    if cleaned.get("match") == "any" and len(active.get("genre", ())) > 1:
        active["match"] = "any"
    return active


def filter_titles(cleaned: Filters) -> TitleQuerySet:
    """Return the visible titles that pass all filters, in the order of ``sort``, each once."""
    order = _ORDERS[cleaned.get("sort") or DEFAULT_SORT]
    return order(_narrow(active_filters(cleaned)))


def count_titles(cleaned: Filters) -> int | None:
    """Return how many titles pass, None if that takes longer to count than the database allows.

    A count that took long may be ``REMEMBERED_SECONDS`` old.
    """
    filters = active_filters(cleaned)
    counted = _remembered(("total",), filters, lambda: {"total": {"": _narrow(filters).count()}})
    return counted["total"].get("")


def counts_of(choices: Sequence[Filters]) -> list[int]:
    """Return for each of ``choices``, which are sets of filters, how many titles pass; 1 query."""
    queries = [
        _narrow(filters).order_by().values(which=Value(i)).annotate(total=Count("*"))
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
        for facet in _FACETS
    }


def _narrow(filters: Filters) -> TitleQuerySet:
    titles = Title.objects.visible()
    for name, value in filters.items():
        if name in _FILTERS:
            titles = titles.filter(_FILTERS[name](value))
    return _by_genres(titles, filters)


def _by_genres(titles: TitleQuerySet, filters: Filters) -> TitleQuerySet:
    included, excluded = filters.get("genre", []), filters.get("not_genre", [])
    if filters.get("match") == "any":
        titles = titles.filter(_in_genre(included))
    else:
        for slug in included:
            titles = titles.filter(_in_genre([slug]))
    if excluded:
        # Not "pk not in": PostgreSQL makes that a list it searches anew for every title.
        links = Title.genres.through._default_manager.filter(title=OuterRef("pk"))
        titles = titles.filter(~Exists(links.filter(genre__in=genre_ids(excluded).values())))
    return titles


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
    batches: dict[str, tuple[list[str], dict[str, Any]]] = {}
    for facet in _FACETS:
        own = _own(facet, filters)
        others = {name: value for name, value in filters.items() if name not in own}
        batch = facet if facet in _LINKED_FACETS else json.dumps(others, sort_keys=True)
        batches.setdefault(batch, ([], others))[0].append(facet)
    counts: Counts = {}
    for facets, others in batches.values():
        counts |= _remembered(facets, others, partial(_count_by, facets, others))
    return counts


def _counts_among(filters: dict[str, Any]) -> Counts:
    """Return the counts of all facets among a few titles, by one query."""
    queries = []
    for facet, column in _FACETS.items():
        own = _own(facet, filters)
        titles = _narrow({name: value for name, value in filters.items() if name not in own})
        # What groups them must be the column alone: PostgreSQL takes a constant for a place.
        counted = titles.order_by().values(facet_value=Cast(column, CharField()))
        queries.append(counted.annotate(facet=Value(facet), total=Count("*")))
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in _FACETS}
    for row in queries[0].union(*queries[1:], all=True):
        _count(counts, row["facet"], row["facet_value"], row["total"])
    return {facet: dict(counter) for facet, counter in counts.items()}


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
    columns = [_FACETS[facet] for facet in facets]
    titles = _narrow(filters).order_by()
    if "praised" in facets:  # few titles are: the others need not be looked at
        titles = titles.filter(praise__isnull=False)
    rows = titles.values_list(*columns).annotate(total=Count("*"))
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in facets}
    for *values, total in rows:
        for facet, value in zip(facets, values, strict=True):
            _count(counts, facet, value, total)
    return {facet: dict(counter) for facet, counter in counts.items()}


def _count(counts: Mapping[str, Counter[str]], facet: str, value: Any, total: int) -> None:
    """Add titles with a value to the counts of a facet; without one they count nowhere."""
    if value not in (None, ""):
        decade = facet == "decade" and int(value) - int(value) % 10
        counts[facet][str(decade or value)] += total


def _remembered(what: Sequence[str], filters: Filters, count: Callable[[], Counts]) -> Counts:
    """Return ``count()``, or what it returned lately if that took long."""
    state = json.dumps([counts_version(), *what, filters], sort_keys=True).encode()
    key = f"facets:{hashlib.sha256(state).hexdigest()}"
    memory = caches["memory"]
    counts: Counts | None = memory.get(key)
    if counts is not None:
        return counts
    began = time.monotonic()
    try:
        counts = count()
    except OperationalError as error:
        if not is_too_slow(error):
            raise
        logger.warning("counting gave up what=%s filters=%s", what, dict(filters))
        counts = {facet: {} for facet in what}
        memory.set(key, counts, GIVEN_UP_SECONDS)
    if time.monotonic() - began > QUICK_SECONDS:
        memory.add(key, counts, REMEMBERED_SECONDS)
    return counts
