"""Rows that titles share, found or made beside other writers.

What is new is inserted with ON CONFLICT DO NOTHING and read again, so two jobs that bring the
same name at once both go on. Always in one order (of tables, then of names), so that neither waits
for the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from catalog.loading.shared_rows import TABLES
from catalog.models import Country, Language
from catalog.names import slug
from catalog.vocabulary import COUNTRIES, LANGUAGES

_CODED: Mapping[type[Model], Mapping[str, str]] = {Country: COUNTRIES, Language: LANGUAGES}
#: Slugs that somebody else may take at the same moment.
TRIES = 5


def shared_keys(wanted: Mapping[str, Iterable[str]]) -> dict[str, dict[str, Any]]:
    """Return for each fact or list {value: primary key}, made where it is missing.

    ``wanted`` are names, or codes of countries and languages, by canonical column.
    """
    by_model: dict[Any, set[str]] = {}
    for fact, values in wanted.items():
        by_model.setdefault(TABLES[fact], set()).update(values)
    models = sorted(by_model, key=lambda model: model._meta.db_table)
    keys = {model: _keys_of(model, sorted(by_model[model])) for model in models}
    return {fact: {value: keys[TABLES[fact]][value] for value in wanted[fact]} for fact in wanted}


def _keys_of(model: Any, values: Sequence[str]) -> dict[str, Any]:
    if model in _CODED:
        rows = [model(code=code, name=_CODED[model][code]) for code in values]
        known = set(model.objects.filter(code__in=values).values_list("code", flat=True))
        model.objects.bulk_create(
            [row for row in rows if row.code not in known], ignore_conflicts=True
        )
        return {code: code for code in values}
    for _ in range(TRIES):
        found = dict(model.objects.filter(name__in=values).values_list("name", "pk"))
        missing = [name for name in values if name not in found]
        if not missing:
            return found
        slugs = free_slugs(model, [slug(name) for name in missing])
        rows = [model(name=name, slug=free) for name, free in zip(missing, slugs, strict=True)]
        model.objects.bulk_create(rows, ignore_conflicts=True)
    raise RuntimeError(f"{model._meta.verbose_name_plural} cannot be made: {missing}")


def free_slugs(model: Any, stems: Sequence[str]) -> list[str]:
    """Return for each stem itself, or with a number behind it, what no row of ``model`` has.

    One query for up to 9 namesakes each, one more each time that their number doubles.
    """
    taken: set[str] = set()
    size, found = 10, [""] * len(stems)
    while not all(found):
        candidates = {
            stem: [stem if n == 1 else f"{stem}-{n}" for n in range(1, size)]
            for stem, free in zip(stems, found, strict=True)
            if not free
        }
        asked = [candidate for each in candidates.values() for candidate in each]
        taken |= set(model.objects.filter(slug__in=asked).values_list("slug", flat=True))
        for position, stem in enumerate(stems):
            if not found[position]:
                free = (one for one in candidates[stem] if one not in taken)
                found[position] = next(free, "")
                taken.add(found[position])
        size *= 2
    return found
