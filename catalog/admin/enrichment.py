"""What TMDB was asked about titles, and what came of it, to read."""

from django.contrib import admin

from catalog.admin.base import OfTitleAdmin, ReadOnly
from catalog.models import Enrichment, Trailer, WatchOffer


@admin.register(Enrichment)
class EnrichmentAdmin(ReadOnly, OfTitleAdmin):
    """When TMDB was last asked about each title; odd and missing fields of its answers by name."""

    list_display = ("title", "outcome", "asked_at", "fetched_at", "remarks")
    list_filter = ("outcome",)
    sortable_by = ("asked_at",)
    fields = ("title", ("outcome", "asked_at", "fetched_at"), "remarks")


@admin.register(Trailer)
class TrailerAdmin(ReadOnly, OfTitleAdmin):
    """Trailers, as links to YouTube."""

    sortable_by = ()
    ordering = ("-pk",)
    list_display = ("title", "name", "kind", "language", "key")


@admin.register(WatchOffer)
class WatchOfferAdmin(ReadOnly, OfTitleAdmin):
    """Where titles are to be had: JustWatch's data, by way of TMDB."""

    sortable_by = ()
    ordering = ("-pk",)
    list_display = ("title", "country", "kind", "provider")
    list_filter = ("kind",)
