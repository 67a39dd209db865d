"""The history of checks of the catalogue, to read: what was expected, and what was so."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from catalog.admin.base import BigTableAdmin, ReadOnly
from catalog.models import CatalogCheck
from catalog.quality.table import by_dataset, percent


@admin.register(CatalogCheck)
class CatalogCheckAdmin(ReadOnly, BigTableAdmin):
    """Runs of ``check_catalog``; the page of one shows its findings as a table."""

    list_display = ("started_at", "verdict", "n_noted", "n_expectations", "seconds")
    list_filter = ("passed",)
    sortable_by = ("started_at",)
    fields = ("started_at", "seconds")
    readonly_fields = ("seconds",)
    change_form_template = "admin/catalog/catalogcheck/change_form.html"

    class Media:
        css = {"all": ("css/admin.css",)}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show what does not hold, what holds by theme, what is known of titles by dataset."""
        check = self.get_object(request, object_id)
        found = check.results.get("expectations", []) if check else []
        shown = {"sections": _sections(found), "datasets": by_dataset(found)}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | shown)

    @admin.display(description="noted")
    def n_noted(self, check: CatalogCheck) -> int:
        return len(check.noted)

    @admin.display(description="expectations")
    def n_expectations(self, check: CatalogCheck) -> int:
        return len(check.results.get("expectations", []))

    @admin.display(description="seconds")
    def seconds(self, check: CatalogCheck) -> str:
        return f"{(check.finished_at - check.started_at).total_seconds():.1f}"


def _sections(found: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the findings under headings: first what does not hold, the worst of it first."""
    shown = [finding | {"percent": percent(finding["share"])} for finding in found]
    amiss = sorted(
        (finding for finding in shown if finding["status"] != "ok"),
        key=lambda finding: finding["status"] != "failed",
    )
    sections = {"What does not hold": amiss} if amiss else {}
    for finding in shown:
        if finding["status"] == "ok":
            sections.setdefault(f"What holds: {finding['theme']}", []).append(finding)
    return sections
