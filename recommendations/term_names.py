"""How people call the terms that can be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Value

from catalog.models import Collection, Company, Genre, Keyword, Person, Title
from catalog.vocabulary import COUNTRIES, LANGUAGES
from recommendations.steering import PEOPLE, TermRef

_MODELS: dict[str, Any] = {
    "genre": Genre,
    "keyword": Keyword,
    "company": Company,
    "collection": Collection,
    **dict.fromkeys(("person", *PEOPLE), Person),
}
_NAMES = {
    "country": COUNTRIES,
    "language": LANGUAGES,
    "kind": {value: f"{label}s".lower() for value, label in Title.Kind.choices},
}


def names_of(refs: Iterable[TermRef]) -> dict[TermRef, str]:
    """Return the name of each term, or its slug if it has none; at most 1 query."""
    refs = list(refs)
    names = {ref: _NAMES.get(ref.family, {}).get(ref.slug, ref.slug) for ref in refs}
    by_family: dict[str, list[str]] = {}
    for ref in refs:
        if ref.family in _MODELS:
            by_family.setdefault(ref.family, []).append(ref.slug)
    queries = [
        _MODELS[family]
        ._default_manager.filter(slug__in=slugs)
        .order_by()
        .values_list(Value(family), F("slug"), F("name"))
        for family, slugs in by_family.items()
    ]
    rows = queries[0].union(*queries[1:], all=True) if queries else []
    return names | {TermRef(family, slug): name for family, slug, name in rows}
