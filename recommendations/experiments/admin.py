"""The results of experiments for analysts, above what they rest on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from recommendations.experiments.results import all_results
from recommendations.models import Exposure
from recommendations.people_admin import SaidAdmin


@admin.register(Exposure)
class ExposureAdmin(SaidAdmin):
    """Titles shown in experiments, the last first; the list's page begins with the results."""

    list_display = (
        "experiment", "arm", "viewer", "title", "place", "first_shown_at", "clicked_at",
        "rated_at", "watchlisted_at",
    )  # fmt: skip
    list_select_related = ("viewer", "title")
    change_list_template = "admin/recommendations/exposure/change_list.html"

    class Media:
        css = {"all": ("css/admin.css",)}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the results of every experiment that runs."""
        shown = {"title": "Experiments", "results": all_results()}
        return super().changelist_view(request, (extra_context or {}) | shown)
