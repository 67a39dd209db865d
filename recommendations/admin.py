"""The history of index builds, to read."""

from django.contrib import admin

from catalog.admin.base import BigTableAdmin, ReadOnly
from recommendations.models import IndexBuild


@admin.register(IndexBuild)
class IndexBuildAdmin(ReadOnly, BigTableAdmin):
    """Builds are made by ``manage.py build_index``, not by hand."""

    list_display = ("started_at", "state", "titles", "terms", "seconds", "folder")
    list_filter = ("state",)
    date_hierarchy = "started_at"

    @admin.display(description="seconds")
    def seconds(self, build: IndexBuild) -> str:
        if build.finished_at is None:
            return "–"
        return f"{(build.finished_at - build.started_at).total_seconds():.1f}"
