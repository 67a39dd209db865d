"""People and credits for analysts."""

from django.contrib import admin
from import_export.resources import ModelResource

from catalog.admin.base import BigTableAdmin, ExportMixin, NamedTableAdmin, ReadOnly
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
class CreditAdmin(BigTableAdmin):
    """Who did what in which title."""

    list_display = ("title", "person", "category", "job", "character", "ordering")
    list_filter = ("category",)
    list_select_related = ("title", "person")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("=title__imdb_id", "=title__slug", "=person__imdb_id", "=person__slug")
    search_help_text = "The slug or IMDb id of a title or a person"
    autocomplete_fields = ("title", "person")


@admin.register(PersonIdentifier)
class PersonIdentifierAdmin(ReadOnly, BigTableAdmin):
    """People by their ids elsewhere."""

    list_display = ("value", "source", "person")
    list_filter = ("source",)
    list_select_related = ("person",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("=value", "=person__slug")
