"""People and credits for analysts."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from import_export.resources import ModelResource

from catalog.admin.base import (
    BigTableAdmin,
    ExportMixin,
    NamedTableAdmin,
    OfTitleAdmin,
    ReadOnly,
    keys_of,
)
from catalog.admin.filters import SourceFilter, sources_of
from catalog.models import Credit, Person, PersonIdentifier


class PersonResource(ModelResource):  # type: ignore[misc]
    """The columns of an export of people."""

    class Meta:
        model = Person
        fields = export_order = ("id", "imdb_id", "tmdb_id", "name")


class IdentifierInline(admin.TabularInline):  # type: ignore[type-arg]
    """The person's ids elsewhere."""

    model = PersonIdentifier
    extra = 0


@admin.register(Person)
class PersonAdmin(ExportMixin, NamedTableAdmin):
    """People; namesakes are told apart by their slugs and ids."""

    resource_classes = [PersonResource]
    list_display = ("called", "slug", "imdb_id", "tmdb_id")
    ordering = ("name_key", "pk")
    sortable_by = ("called",)
    readonly_fields = ("slug",)
    inlines = [IdentifierInline]

    @admin.display(description="name", ordering="name_key")
    def called(self, person: Person) -> str:
        return person.name


@admin.register(Credit)
class CreditAdmin(OfTitleAdmin):
    """Who did what in which title. No filter: of millions, a rare category takes a second."""

    list_display = ("title", "person", "category", "job", "character", "ordering")
    list_select_related = ("title", "person")
    ordering = ("-pk",)
    sortable_by = ()
    search_help_text = "A whole IMDb id of a title or a person, or the last part of its address"
    autocomplete_fields = ("title", "person")

    def found_by(self, term: str) -> Q:
        return Q(person__in=keys_of(Person, term)) | super().found_by(term)


@admin.register(PersonIdentifier)
class PersonIdentifierAdmin(ReadOnly, BigTableAdmin):
    """People by their ids elsewhere."""

    list_display = ("value", "source", "person")
    list_filter = (SourceFilter,)
    list_select_related = ("person",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("value",)
    search_help_text = "The id in a source; a whole IMDb id, or the last part of an address"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if term := search_term.strip():
            by_id = Q(source__in=sources_of(PersonIdentifier), value=term)
            queryset = queryset.filter(by_id | Q(person__in=keys_of(Person, term)))
        return queryset, False
