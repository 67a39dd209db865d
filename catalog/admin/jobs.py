"""Background work for analysts: what waits, runs, is done or dead; who works; who is asked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.utils.text import Truncator

from catalog import jobs
from catalog.admin.base import BigTableAdmin, ReadOnly
from catalog.models import Heartbeat, Job, Upstream

UNKNOWN = "–"


class KindFilter(admin.SimpleListFilter):
    """The kinds there are, without a look at all jobs for those that occur."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, kind.replace("_", " ")) for kind in settings.JOBS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(ReadOnly, BigTableAdmin):
    """Jobs, the newest first; those that are dead can be tried again."""

    list_display = ("key", "state", "attempts", "error", "asked_at", "took", "progress", "due")
    list_filter = ("state", KindFilter)
    ordering = ("-pk",)
    #: Any other order would sort the whole table.
    sortable_by = ()
    search_fields = ("key",)
    search_help_text = "A whole key, such as reviews:603, or the number alone"
    actions = ("try_again", "forget")
    fields = (
        ("key", "kind", "subject"),
        ("state", "priority", "attempts"),
        ("asked_at", "not_before", "rung_at"),
        ("started_at", "finished_at", "lease_until"),
        ("progress", "took"),
        "last_error",
    )
    readonly_fields = ("progress", "took")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Job], search_term: str
    ) -> tuple[QuerySet[Job], bool]:
        """Find by whole keys, by their index."""
        term = search_term.strip()
        if term:
            keys = [term, *(f"{kind}:{term}" for kind in settings.JOBS)]
            queryset = queryset.filter(key__in=keys)
        return queryset, False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("catalog.change_job")

    @admin.display(description="progress")
    def progress(self, job: Job) -> str:
        if job.all_units is None:
            return UNKNOWN
        return f"{job.done_units or 0:,} of {job.all_units:,}"

    @admin.display(description="seconds")
    def took(self, job: Job) -> str:
        if job.state != Job.State.DONE or not (job.started_at and job.finished_at):
            return UNKNOWN
        return f"{(job.finished_at - job.started_at).total_seconds():.1f}"

    @admin.display(description="not before")
    def due(self, job: Job) -> Any:
        is_put_off = job.state == Job.State.WAITING and job.not_before > timezone.now()
        return job.not_before if is_put_off else UNKNOWN

    @admin.display(description="last error")
    def error(self, job: Job) -> str:
        return Truncator(job.last_error).chars(80) or UNKNOWN

    @admin.action(description="Try again", permissions=["decide"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        chosen = queryset.count()
        count = jobs.try_again(queryset)
        self.message_user(request, f"{count:,} job{pluralize(count)} will be tried again.")
        if count < chosen:
            told = f"{chosen - count:,} not: what runs is left to its worker."
            self.message_user(request, told, messages.WARNING)

    @admin.action(description="Forget", permissions=["decide"])
    def forget(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        count = jobs.forget(queryset)
        self.message_user(request, f"{count:,} job{pluralize(count)} forgotten.")


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly, BigTableAdmin):
    """Workers, and when each has last shown that it works."""

    list_display = ("worker", "stamped_at", "age")
    list_display_links = None
    ordering = ("-stamped_at",)

    @admin.display(description="alive")
    def age(self, beat: Heartbeat) -> str:
        seconds = (timezone.now() - beat.stamped_at).total_seconds()
        return f"{'yes' if seconds <= jobs.ALIVE_SECONDS else 'no'}, {seconds:,.0f} s ago"


@admin.register(Upstream)
class UpstreamAdmin(ReadOnly, BigTableAdmin):
    """Hosts that are asked, and whether they may be."""

    list_display = (
        "host",
        "paused_until",
        "pause_reason",
        "broken_until",
        "failures",
        "day",
        "spent",
        "last_success_at",
    )
    list_display_links = None
    actions = ("lift",)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("catalog.change_upstream")

    @admin.action(description="Lift the pause", permissions=["decide"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Upstream]) -> None:
        """Let the host be asked again at once; the budget of the day stays."""
        count = queryset.update(
            paused_until=None, pause_reason="", pauses=0, broken_until=None, failures=0
        )
        self.message_user(request, f"{count:,} host{pluralize(count)} may be asked again.")
