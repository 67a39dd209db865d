"""Rows that many titles share: found by name or code, made where they are missing."""

from collections.abc import Iterable, Mapping

from catalog.loading.bulk import fetch, free_slugs
from catalog.models import Country, Language
from catalog.models.vocabulary import CodedModel, NamedModel
from catalog.names import slug
from catalog.vocabulary import COUNTRIES, LANGUAGES

MAX_NAME_LENGTH = 200
_NAMES: Mapping[type[CodedModel], Mapping[str, str]] = {Country: COUNTRIES, Language: LANGUAGES}


def named_ids(model: type[NamedModel], names: Iterable[str]) -> dict[str, int]:
    """Return {name: pk}; over-long names are left out. Two queries, more if slugs clash."""
    wanted = {name for name in names if len(name) <= MAX_NAME_LENGTH}
    manager = model._default_manager
    ids: dict[str, int] = dict(fetch(manager.values_list("name", "pk"), "name", wanted))
    missing = sorted(wanted - ids.keys())
    slugs = free_slugs(model, [slug(name) for name in missing])
    created = manager.bulk_create(
        model(name=name, slug=free) for name, free in zip(missing, slugs, strict=True)
    )
    return ids | {row.name: row.pk for row in created}


def coded_ids(model: type[CodedModel], codes: Iterable[str]) -> dict[str, str]:
    """Return {code: code} for the codes that the vocabulary knows. Two queries."""
    known = {code for code in codes if code in _NAMES[model]}
    manager = model._default_manager
    existing = set(fetch(manager.values_list("code", flat=True), "code", known))
    manager.bulk_create(
        model(code=code, name=_NAMES[model][code]) for code in sorted(known - existing)
    )
    return {code: code for code in known}
