"""Filters beside the list of titles."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from catalog.canonical import MAX_YEAR

FIRST_DECADE, LAST_DECADE = 1870, 2030
MISSING = {
    "poster": Q(poster_path=""),
    "overview": Q(overview=""),
    "rating": Q(weighted_rating=None),
    "year": Q(start_year=None),
    "genre": Q(genres=None),
}


class DecadeFilter(admin.SimpleListFilter):
    """Titles that began in a decade; a range of the index on the year."""

    title = "decade"
    parameter_name = "decade"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(year), f"{year}s") for year in range(LAST_DECADE, FIRST_DECADE - 1, -10)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in dict(self.lookup_choices):
            return queryset
        first = int(self.value() or 0)
        return queryset.filter(start_year__range=(first, min(first + 9, MAX_YEAR)))


class MissingFilter(admin.SimpleListFilter):
    """Titles of which something is not known: what is left to fill in."""

    title = "what is missing"
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, f"no {name}") for name in MISSING]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        condition = MISSING.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)
