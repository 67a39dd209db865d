"""What the lists of big tables have in common: an indexed search, one count, a safe export."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from import_export.admin import ExportActionMixin
from import_export.formats.base_formats import CSV
from tablib import Dataset

from catalog.querysets import NamedQuerySet

#: A spreadsheet takes a text that begins so for a formula; the full-width forms as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_text(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs: a text like a formula gets ' in front."""
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_formula else cell


class SafeCSV(CSV):  # type: ignore[misc]  # import_export has no types
    """CSV whose texts stay texts in a spreadsheet."""

    def export_data(self, dataset: Dataset, **options: Any) -> str:
        safe = Dataset(*([as_text(cell) for cell in row] for row in dataset))
        safe.headers = dataset.headers
        return str(super().export_data(safe, **options))


class ReadOnly:
    """Rows that the loader writes and nobody changes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class BigTableAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of up to millions of rows: one exact count, no query per row."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # one count per value of every filter

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out "delete selected": it lists all that hangs on the rows, up to millions."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Refuse filters that no column can hold (a year of 20 digits) like any wrong filter."""
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters from error


class NamedTableAdmin(BigTableAdmin):
    """Search by the beginning of the name or by an id, through the indexes on them."""

    search_fields = ("name_key",)
    search_help_text = "The beginning of the name, or an id: tt0133093, nm0000206, 603"

    def get_search_results(  # type: ignore[override]
        self, request: HttpRequest, queryset: NamedQuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (queryset.called_or_id(search_term) if search_term else queryset), False


class ExportMixin(ExportActionMixin):  # type: ignore[misc]
    """Export as CSV: what is selected, or all that the list shows under its filters."""

    formats = [SafeCSV]
    #: With the mark by which spreadsheets recognise UTF-8.
    to_encoding = "utf-8-sig"
    #: The form that chooses fields and a format has inline scripts, which our policy forbids.
    skip_export_form = skip_export_form_from_action = True
    show_change_form_export = False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))


def is_in_use(row: Model | None) -> bool:
    """Tell whether titles use this genre, country …: then it may not be deleted."""
    return row is not None and row.titles.exists()  # type: ignore[attr-defined]
