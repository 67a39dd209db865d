"""What the lists of big tables have in common: an indexed search, one count, a safe export."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from import_export.admin import ExportActionMixin
from import_export.formats.base_formats import CSV
from tablib import Dataset

from catalog.models import Person, Title
from catalog.querysets import NamedQuerySet

#: Rows that a list turns pages through: a database walks past all that is on the pages before.
MOST_LISTED = 10_000
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


class ShortPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than MOST_LISTED: millions of rows take seconds to count."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by().values("pk")[:MOST_LISTED].count()


class ExactPaginator(Paginator):  # type: ignore[type-arg]
    """Counts all rows, and turns pages through the first MOST_LISTED."""

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, MOST_LISTED // self.per_page)


class BigTableAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of any number of rows: one short count, no query per row."""

    list_per_page = 50
    paginator: ClassVar[type[Paginator]] = ShortPaginator  # type: ignore[type-arg]
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
    """Search by the beginning of the name or by an id, through the indexes on them.

    The count is exact: it says of how many titles something is missing.
    """

    paginator = ExactPaginator
    search_fields = ("name_key",)
    search_help_text = "The beginning of the name, or an id: tt0133093, nm0000206, 603"

    def get_search_results(  # type: ignore[override]
        self, request: HttpRequest, queryset: NamedQuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (queryset.called_or_id(search_term) if search_term else queryset), False


class OfTitleAdmin(BigTableAdmin):
    """Rows that hang on titles; a search finds the title first, by the indexes on its ids."""

    search_fields: ClassVar[tuple[str, ...]] = ("title",)
    search_help_text = "A whole IMDb id of a title, or the last part of its address"
    list_select_related: ClassVar[tuple[str, ...]] = ("title",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        return (queryset.filter(self.found_by(term)) if term else queryset), False

    def found_by(self, term: str) -> Q:
        """Return which rows are found by a text that is not empty."""
        return Q(title__in=keys_of(Title, term))


def keys_of(model: type[Title] | type[Person], text: str) -> list[int]:
    """Return the keys of those with this slug or IMDb id, as it is written: 1 query.

    In any case of letters no index would answer it.
    """
    rows = model._default_manager.filter(Q(slug=text) | Q(imdb_id=text))
    return list(rows.order_by().values_list("pk", flat=True))


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
