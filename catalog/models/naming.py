"""How rows get the two forms of their name: the key it is compared by, the slug in its address."""

from typing import Any

from django.db import models

from catalog import names


def name_key_for(instance: models.Model, name: str) -> str:
    """Return ``names.name_key(name)``, cut to the column: folding may lengthen a name."""
    column: Any = instance._meta.get_field("name_key")
    return names.name_key(name)[: column.max_length]


def with_name_key(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of ``save`` such that saving only the name saves its key as well."""
    fields = options.get("update_fields") or ()
    return {**options, "update_fields": [*fields, "name_key"]} if "name" in fields else options


def free_slug(model: type[models.Model], stem: str) -> str:
    """Return ``stem``, or ``stem-2``, ``stem-3`` … : the first that no row of ``model`` has.

    One query for up to 9 namesakes, one more each time their number doubles.
    """
    first, size = 1, 10
    while True:
        candidates = [stem if n == 1 else f"{stem}-{n}" for n in range(first, first + size)]
        rows: Any = model._default_manager.filter(slug__in=candidates)
        taken = set(rows.values_list("slug", flat=True))
        for candidate in candidates:
            if candidate not in taken:
                return candidate
        first, size = first + size, size * 2
