"""For analysts, to read: trainings of models; and a button that asks for one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from catalog import jobs
from catalog.admin.base import BigTableAdmin, ReadOnly
from recommendations.models import ModelRun
from recommendations.training.train import trained_at

UNKNOWN = "–"
#: The kind of job that trains.
TRAIN = "train"


def may_train(request: HttpRequest) -> bool:
    """Tell whether this user may ask for a training."""
    return request.user.has_perm("recommendations.add_modelrun")


@admin.register(ModelRun)
class ModelRunAdmin(ReadOnly, BigTableAdmin):
    """Models are trained by ``manage.py train_recommenders``, or by a job."""

    list_display = (
        "started_at",
        "outcome",
        "in_use",
        "n_ratings",
        "ndcg",
        "lift",
        "rmse",
        "seconds",
    )
    list_filter = ("state",)
    date_hierarchy = "started_at"
    fieldsets = (
        (None, {"fields": ("state", "in_use", "reasons", "error", "started_at", "finished_at")}),
        ("What was measured", {"fields": ("figures",)}),
        ("What it learned from", {"fields": ("ratings", "people", "titles", "data_hash")}),
        ("What it took", {"fields": ("seconds", "peak", "folder", "size")}),
        ("How", {"fields": ("parameters", "fingerprint")}),
    )
    readonly_fields = ("in_use", "figures", "seconds", "peak", "size")
    change_list_template = "admin/recommendations/modelrun/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the address that asks for a training."""
        view = self.admin_site.admin_view(require_POST(self.train_view))
        return [path("train/", view, name="recommendations_modelrun_train"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a button that asks for a training, and what became of the last one asked for."""
        shown = {"may_train": may_train(request), "train_job": jobs.state_of(TRAIN)}
        return super().changelist_view(request, (extra_context or {}) | shown)

    def train_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a training in the background."""
        if not may_train(request):
            raise PermissionDenied
        jobs.ask(TRAIN, priority=5, again_after=timedelta())
        told = "A model is trained in the background, if anything has changed since the last."
        self.message_user(request, told)
        return redirect("admin:recommendations_modelrun_changelist")

    @admin.display(description="state", ordering="state")
    def outcome(self, run: ModelRun) -> str:
        told = run.error or run.reasons
        state = run.get_state_display()
        return f"{state}: {Truncator(told).chars(60)}" if told else state

    @admin.display(description="in use", boolean=True)
    def in_use(self, run: ModelRun) -> bool:
        return run.started_at.isoformat() == trained_at()

    @admin.display(description="ratings", ordering="ratings")
    def n_ratings(self, run: ModelRun) -> str:
        return f"{run.ratings:,}"

    @admin.display(description="nDCG@10")
    def ndcg(self, run: ModelRun) -> str:
        figures = run.metrics.get("ndcg_10")
        return f"{figures['model']:.4f}" if figures else UNKNOWN

    @admin.display(description="over popularity")
    def lift(self, run: ModelRun) -> str:
        figures = run.metrics.get("ndcg_10", {})
        popularity = figures.get("popularity")
        return f"{figures['model'] / popularity:.2f} ×" if popularity else UNKNOWN

    @admin.display(description="RMSE in stars")
    def rmse(self, run: ModelRun) -> str:
        figures = run.metrics.get("rmse")
        return f"{figures['model'] / 2:.3f}" if figures else UNKNOWN

    @admin.display(description="figures")
    def figures(self, run: ModelRun) -> str:
        if not run.metrics:
            return UNKNOWN
        rows = [("People asked about", f"{run.metrics['people']:,}")]
        rows += [(f"nDCG@10, {name}", f"{v:.4f}") for name, v in run.metrics["ndcg_10"].items()]
        rows += [
            (f"RMSE in stars, {name}", f"{v / 2:.3f}") for name, v in run.metrics["rmse"].items()
        ]
        return format_html_join("", "<div>{}: {}</div>", rows)

    @admin.display(description="seconds (of the processor)")
    def seconds(self, run: ModelRun) -> str:
        if run.seconds is None or run.cpu_seconds is None:
            return UNKNOWN
        return f"{run.seconds:.1f} ({run.cpu_seconds:.1f})"

    @admin.display(description="peak memory", ordering="peak_rss_mb")
    def peak(self, run: ModelRun) -> str:
        return UNKNOWN if run.peak_rss_mb is None else f"{run.peak_rss_mb:,} MB"

    @admin.display(description="on disk", ordering="size_bytes")
    def size(self, run: ModelRun) -> str:
        return filesizeformat(run.size_bytes) if run.size_bytes else UNKNOWN
