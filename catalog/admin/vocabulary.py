"""What many titles share, for analysts. What titles use cannot be deleted here, nor by the API."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from catalog.admin.base import BigTableAdmin, is_in_use
from catalog.models import Collection, Company, Country, Genre, Keyword, Language


class VocabularyAdmin(BigTableAdmin):
    """Rows that titles point to; deleted one by one, once no title uses them."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_in_use(obj)


@admin.register(Genre, Company, Keyword, Collection)
class NamedAdmin(VocabularyAdmin):
    """Rows known by their name."""

    list_display = ("name", "slug")
    search_fields = ("name__istartswith",)
    readonly_fields = ("slug",)


@admin.register(Country, Language)
class CodedAdmin(VocabularyAdmin):
    """Rows known by their ISO code."""

    list_display = ("name", "code")
    search_fields = ("=code", "^name")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Fix the code once it is given: it is the key by which titles know the row."""
        return ["code"] if obj else []
