"""For analysts, to read: index builds and evaluations; people are in ``people_admin``."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from catalog import jobs
from catalog.admin.base import BigTableAdmin, ReadOnly
from recommendations.evaluation import table
from recommendations.evaluation.personal import charts
from recommendations.evaluation.personal import table as personal_table
from recommendations.experiments import admin as experiments_admin  # noqa: F401  (registers)
from recommendations.models import Evaluation, IndexBuild
from recommendations.people_admin import RatingAdmin, ViewerAdmin
from recommendations.training.admin import ModelRunAdmin

__all__ = ["ModelRunAdmin", "RatingAdmin", "ViewerAdmin"]

UNKNOWN = "–"
#: The kind of job that builds the indexes.
BUILD = "build_index"


def may_build(request: HttpRequest) -> bool:
    """Tell whether this user may ask for a build."""
    return request.user.has_perm("recommendations.add_indexbuild")


@admin.register(IndexBuild)
class IndexBuildAdmin(ReadOnly, BigTableAdmin):
    """Builds are made by ``manage.py build_index``, or by a job that the button asks for."""

    list_display = (
        "started_at",
        "kind",
        "outcome",
        "n_titles",
        "n_terms",
        "seconds",
        "peak_memory",
        "size",
    )
    list_filter = ("kind", "state")
    date_hierarchy = "started_at"
    fieldsets = (
        (None, {"fields": ("kind", "state", "error", "started_at", "finished_at", "seconds")}),
        ("What was built", {"fields": ("titles", "terms", "folder", "size", "peak_memory")}),
        ("What it was built of", {"fields": ("fingerprint", "schema")}),
    )
    readonly_fields = ("seconds", "peak_memory", "size")
    change_list_template = "admin/recommendations/indexbuild/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the address that asks for a build."""
        build = self.admin_site.admin_view(require_POST(self.build_view))
        return [path("build/", build, name="recommendations_indexbuild_build"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a button that asks for a build, and what became of the last one asked for."""
        shown = {"may_build": may_build(request), "build_job": jobs.state_of(BUILD)}
        return super().changelist_view(request, (extra_context or {}) | shown)

    def build_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a build in the background."""
        if not may_build(request):
            raise PermissionDenied
        jobs.ask(BUILD, priority=5, again_after=timedelta())
        told = "The indexes are built in the background, if anything has changed since the last."
        self.message_user(request, told)
        return redirect("admin:recommendations_indexbuild_changelist")

    @admin.display(description="seconds")
    def seconds(self, build: IndexBuild) -> str:
        return UNKNOWN if build.seconds is None else f"{build.seconds:.1f}"

    @admin.display(description="peak memory", ordering="peak_rss_mb")
    def peak_memory(self, build: IndexBuild) -> str:
        return UNKNOWN if build.peak_rss_mb is None else f"{build.peak_rss_mb:,} MB"

    @admin.display(description="on disk", ordering="size_bytes")
    def size(self, build: IndexBuild) -> str:
        return filesizeformat(build.size_bytes) if build.size_bytes else UNKNOWN

    @admin.display(description="state", ordering="state")
    def outcome(self, build: IndexBuild) -> str:
        state = build.get_state_display()
        return f"{state}: {Truncator(build.error).chars(40)}" if build.error else state

    @admin.display(description="titles", ordering="titles")
    def n_titles(self, build: IndexBuild) -> str:
        return f"{build.titles:,}" if build.folder else UNKNOWN

    @admin.display(description="terms", ordering="terms")
    def n_terms(self, build: IndexBuild) -> str:
        return f"{build.terms:,}" if build.folder else UNKNOWN


@admin.register(Evaluation)
class EvaluationAdmin(ReadOnly, BigTableAdmin):
    """Evaluations are made by two commands; the page of one shows its tables and charts."""

    list_display = ("started_at", "kind", "verdict", "half", "seconds")
    list_filter = ("kind",)
    sortable_by = ("started_at",)
    readonly_fields = ("half", "seconds")
    change_form_template = "admin/recommendations/evaluation/change_form.html"

    class Media:
        css = {"all": ("css/admin.css",)}

    def get_fields(self, request: HttpRequest, obj: Evaluation | None = None) -> Any:
        """Leave out which titles were asked about where people were."""
        is_personal = obj is not None and obj.kind == Evaluation.Kind.PERSONAL
        return ["started_at", "kind", *["half"] * (not is_personal), "seconds"]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the figures of every recommender and peer, and what they rest on."""
        evaluation = self.get_object(request, object_id)
        shown = shown_of(evaluation) if evaluation and evaluation.results else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | shown)

    @admin.display(description="result")
    def verdict(self, evaluation: Evaluation) -> str:
        return str(table_of(evaluation).verdict(evaluation.results))

    @admin.display(description="titles asked about")
    def half(self, evaluation: Evaluation) -> str:
        return str(evaluation.results.get("half", ""))

    @admin.display(description="seconds")
    def seconds(self, evaluation: Evaluation) -> str:
        return f"{(evaluation.finished_at - evaluation.started_at).total_seconds():.1f}"


def table_of(evaluation: Evaluation) -> Any:
    """Return the module that makes tables of evaluations of this kind."""
    return personal_table if evaluation.kind == Evaluation.Kind.PERSONAL else table


def shown_of(evaluation: Evaluation) -> dict[str, Any]:
    """Return what the page of an evaluation shows."""
    results, tables = evaluation.results, table_of(evaluation)
    shown: dict[str, Any] = {"verdict": tables.verdict(results)}
    if evaluation.kind == Evaluation.Kind.PERSONAL:
        shown |= charts.charts(results)
    elif not results.get("recommenders"):
        return shown
    return shown | {"tables": tables.tables(results), "basis": list(tables.basis(results))}
