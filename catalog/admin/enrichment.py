"""What TMDB was asked about titles, and what came of it, to read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from catalog.admin.base import BigTableAdmin, ReadOnly
from catalog.models import Enrichment, Trailer, WatchOffer


@admin.register(Enrichment)
class EnrichmentAdmin(ReadOnly, BigTableAdmin):
    """When TMDB was last asked about each title; odd and missing fields of its answers by name."""

    list_display = ("title", "outcome", "asked_at", "fetched_at", "remarks")
    list_filter = ("outcome",)
    list_select_related = ("title",)
    sortable_by = ("asked_at",)
    search_fields = ("=title__imdb_id", "=title__slug")
    search_help_text = "A whole IMDb id, or the last part of a title's address"
    fields = ("title", ("outcome", "asked_at", "fetched_at"), "remarks")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Enrichment], search_term: str
    ) -> tuple[QuerySet[Enrichment], bool]:
        """Find by whole ids, by their indexes."""
        term = search_term.strip()
        if term.startswith("tt") and term[2:].isdecimal():
            return queryset.filter(title__imdb_id=term), False
        return (queryset.filter(title__slug=term) if term else queryset), False


class OfTitleAdmin(ReadOnly, BigTableAdmin):
    """Rows that hang on titles and come from TMDB."""

    list_select_related = ("title",)
    sortable_by = ()
    ordering = ("-pk",)


@admin.register(Trailer)
class TrailerAdmin(OfTitleAdmin):
    """Trailers, as links to YouTube."""

    list_display = ("title", "name", "kind", "language", "key")


@admin.register(WatchOffer)
class WatchOfferAdmin(OfTitleAdmin):
    """Where titles are to be had: JustWatch's data, by way of TMDB."""

    list_display = ("title", "country", "kind", "provider")
    list_filter = ("kind",)
