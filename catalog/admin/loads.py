"""The history of loads, to read: which files, and what became of every row."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from catalog.admin.base import BigTableAdmin, ReadOnly
from catalog.models import Load, SourceFile, StaleMark, UnmatchedRows


@admin.register(Load)
class LoadAdmin(ReadOnly, BigTableAdmin):
    """Runs of ``load_catalog`` and ``load_reviews``; the page of one shows its report as tables."""

    list_display = (
        "started_at",
        "file_names",
        "rows_read",
        "created",
        "changed",
        "unchanged",
        "skipped",
        "seconds",
    )
    exclude = ("report",)
    readonly_fields = ("seconds",)
    date_hierarchy = "started_at"
    change_form_template = "admin/catalog/load/change_form.html"

    @admin.display(description="files")
    def file_names(self, load: Load) -> str:
        return ", ".join(file["path"].rpartition("/")[2] for file in load.report.get("files", []))

    @admin.display(description="seconds")
    def seconds(self, load: Load) -> str:
        return f"{(load.finished_at - load.started_at).total_seconds():.1f}"


@admin.register(UnmatchedRows)
class UnmatchedRowsAdmin(ReadOnly, BigTableAdmin):
    """Rows that wait for their titles."""

    list_display = ("file", "n_rows")
    list_select_related = ("file",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnmatchedRows]:
        return super().get_queryset(request).defer("rows")


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnly, BigTableAdmin):
    """Files that facts came from."""

    list_display = ("name", "dataset", "source", "first_loaded_at", "short_sha256")
    list_filter = ("dataset", "source")
    search_fields = ("name", "=sha256")

    @admin.display(description="SHA-256")
    def short_sha256(self, file: SourceFile) -> str:
        return file.sha256[:12]


@admin.register(StaleMark)
class StaleMarkAdmin(ReadOnly, BigTableAdmin):
    """What loads have made out of date."""

    list_display = ("thing", "since")
