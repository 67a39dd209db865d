"""Few statements for many rows: read by a set of values, write changed rows, find free slugs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet

#: Values in one IN (…); SQLite allows 32,766 parameters in a statement.
VALUES_PER_QUERY = 10_000


def fetch(queryset: QuerySet[Any, Any], field: str, values: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows whose ``field`` is one of ``values``. One query per 10,000 values."""
    remaining = iter(set(values))
    while batch := list(islice(remaining, VALUES_PER_QUERY)):
        yield from queryset.filter(**{f"{field}__in": batch})


def save_changed(model: type[Model], rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Write ``fields`` of rows that exist.

    An upsert by primary key: ``bulk_update`` builds one CASE per row and field, and is ten
    times slower.
    """
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def free_slugs(model: type[Model], stems: Sequence[str]) -> list[str]:
    """Return one unused slug per stem, in order: the stem itself, or ``stem-2``, ``stem-3`` …

    One query when no stem is taken; for those that are, each further query tries four times
    as many numbers.
    """
    slugs = [""] * len(stems)
    pending: list[int] = list(range(len(stems)))
    given: set[str] = set()
    first, width = 1, 1
    while pending:
        numbers = range(first, first + width)
        asked = {_numbered(stems[i], number) for i in pending for number in numbers}
        existing = model._default_manager.values_list("slug", flat=True)
        given.update(fetch(existing, "slug", asked))
        for i in pending:
            free = (_numbered(stems[i], number) for number in numbers)
            if slug := next((slug for slug in free if slug not in given), None):
                slugs[i] = slug
                given.add(slug)
        pending = [i for i in pending if not slugs[i]]
        first, width = first + width, width * 4
    return slugs


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"
