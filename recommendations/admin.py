"""The history of index builds, to read."""

from django.contrib import admin
from django.http import HttpRequest

from recommendations.models import IndexBuild


@admin.register(IndexBuild)
class IndexBuildAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Builds are made by ``manage.py build_index``, not by hand."""

    list_display = ("started_at", "state", "titles", "terms", "seconds", "folder")
    list_filter = ("state",)
    date_hierarchy = "started_at"

    @admin.display(description="seconds")
    def seconds(self, build: IndexBuild) -> str:
        if build.finished_at is None:
            return "–"
        return f"{(build.finished_at - build.started_at).total_seconds():.1f}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: IndexBuild | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: IndexBuild | None = None) -> bool:
        return False
