"""The filters that are set, in words, each with the address of the page without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value

from catalog.aspects import ASPECTS
from catalog.facets import counts_of
from catalog.genre_ids import genre_names
from catalog.models import Collection, Company, Keyword, Person, Title
from catalog.title_filters import active_filters
from catalog.vocabulary import COUNTRIES, LANGUAGES

Filters = Mapping[str, Any]

#: How each filter reads; ``{}`` is its value, by name where it has one.
_WORDS = {
    "kind": "{}",
    "genre": "{}",
    "not_genre": "without {}",
    "match": "any of these genres",
    "year_min": "from {}",
    "year_max": "until {}",
    "runtime_min": "at least {} min",
    "runtime_max": "at most {} min",
    "rating_min": "rated {} or better",
    "votes_min": "at least {:,} votes",
    "language": "in {}",
    "country": "from {}",
    "certification": "certified {}",
    "person": "with {}",
    "keyword": "about {}",
    "company": "by {}",
    "collection": "{}",
    "praised": "praised for {}",
}
_NAMED: dict[str, Any] = {
    "person": Person,
    "keyword": Keyword,
    "company": Company,
    "collection": Collection,
}


@dataclass(frozen=True)
class Chip:
    """One filter in words; ``without`` are the other filters."""

    words: str
    without: dict[str, Any]


@dataclass(frozen=True)
class WayOut:
    """A filter that could be dropped where nothing was found, and how many that would return."""

    chip: Chip
    count: int


def filter_chips(cleaned: Filters) -> list[Chip]:
    """Return a chip for every filter and every chosen genre; at most 2 queries, for names."""
    filters = active_filters(cleaned)
    names = _names(filters)
    return [
        Chip(_WORDS[name].format(names.get((name, value), value)), _without(filters, name, value))
        for name in _WORDS
        if name in filters
        for value in _each(filters[name])
    ]


def ways_out(chips: list[Chip]) -> list[WayOut]:
    """Return which single filter to drop so that something is found, most titles first; 1 query."""
    counts = counts_of([chip.without for chip in chips])
    found = [WayOut(chip, count) for chip, count in zip(chips, counts, strict=True) if count]
    return sorted(found, key=lambda way: -way.count)


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _without(filters: Filters, name: str, value: Any) -> dict[str, Any]:
    """Return the filters without one value; of several genres the others stay."""
    rest = [other for other in _each(filters[name]) if other != value]
    others = {key: kept for key, kept in filters.items() if key != name}
    return active_filters({**others, name: rest} if rest else others)


def _names(filters: Filters) -> dict[tuple[str, Any], str]:
    """Return the names of what the filters mention by slug or code; unknown ones are left out."""
    names = {("kind", value): f"{label}s" for value, label in Title.Kind.choices}
    names |= {("language", code): name for code, name in LANGUAGES.items()}
    names |= {("country", code): name for code, name in COUNTRIES.items()}
    names |= {("praised", aspect): name.lower() for aspect, name in ASPECTS.items()}
    chosen = [*filters.get("genre", []), *filters.get("not_genre", [])]
    for slug, name in genre_names(chosen).items():
        names |= {("genre", slug): name, ("not_genre", slug): name}
    queries = [
        model._default_manager.filter(slug__in=_each(filters[filter_name]))
        .order_by()
        .values_list(Value(filter_name), F("slug"), F("name"))
        for filter_name, model in _NAMED.items()
        if filter_name in filters
    ]
    rows = queries[0].union(*queries[1:], all=True) if queries else []
    return names | {(filter_name, slug): name for filter_name, slug, name in rows}
