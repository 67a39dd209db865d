"""Sources of reviews for analysts: how they fare, what they brought by day, title by title."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catalog import jobs
from catalog.admin.base import BigTableAdmin, ReadOnly
from catalog.models import Title
from reviews.models import ReviewFetch, SourceHealth, SourceStatus, source_name
from reviews.refresh import KIND
from reviews.review_sources import sources
from reviews.yield_chart import yield_by_day

UNKNOWN = "–"


@admin.display(description="outcome")
def outcome_in_words(row: ReviewFetch | SourceHealth) -> str:
    """Return "layout changed" for "layout_changed"."""
    return row.outcome.replace("_", " ") or UNKNOWN


@admin.register(SourceStatus)
class SourceStatusAdmin(ReadOnly, BigTableAdmin):
    """The present state of each source that was ever asked."""

    list_display = (
        "name",
        "is_on",
        "last_outcome",
        "last_asked_at",
        "last_success_at",
        "failing_since",
        "answers_without_yield",
        "alarmed_at",
    )
    fields = (*list_display, "last_detail")
    readonly_fields = ("name", "is_on")

    @admin.display(description="source", ordering="source")
    def name(self, status: SourceStatus) -> str:
        return source_name(status.source)

    @admin.display(description="switched on", boolean=True)
    def is_on(self, status: SourceStatus) -> bool:
        return any(source.is_on() for source in sources() if source.name == status.source)


@admin.register(SourceHealth)
class SourceHealthAdmin(ReadOnly, BigTableAdmin):
    """How sources answered, by day; above the list a chart of the last thirty days."""

    list_display = ("day", "source", outcome_in_words, "fetches", "reviews")
    list_filter = ("source", "outcome")
    date_hierarchy = "day"
    change_list_template = "admin/reviews/sourcehealth/change_list.html"

    class Media:
        css = {"all": ("css/admin.css",)}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the yield of each source by day above the rows it is made of."""
        shown = {"yields": yield_by_day(timezone.now().date())}
        return super().changelist_view(request, (extra_context or {}) | shown)


class FailingFilter(admin.SimpleListFilter):
    """Titles about which a source does not answer as it should."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("failing", "failing"), ("pending", "goes on")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "failing":
            return queryset.filter(failing_since__isnull=False)
        return queryset.filter(is_pending=True) if self.value() == "pending" else queryset


@admin.register(ReviewFetch)
class ReviewFetchAdmin(ReadOnly, BigTableAdmin):
    """What became of asking a source about a title, the last time."""

    list_display = (
        "title",
        "source",
        outcome_in_words,
        "found",
        "claimed",
        "tried_at",
        "succeeded_at",
        "failing_since",
    )
    list_filter = ("source", "outcome", FailingFilter)
    list_select_related = ("title",)
    search_fields = ("title",)
    search_help_text = "The beginning of the title's name, or its id: tt0133093, 603"
    actions = ("fetch_again",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ReviewFetch], search_term: str
    ) -> tuple[QuerySet[ReviewFetch], bool]:
        """Find by the title, as the list of titles does."""
        if search_term:
            queryset = queryset.filter(title__in=Title.objects.called_or_id(search_term))
        return queryset, False

    def has_ask_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("catalog.change_job")

    @admin.action(description="Fetch these again", permissions=["ask"])
    def fetch_again(self, request: HttpRequest, queryset: QuerySet[ReviewFetch]) -> None:
        titles = set(queryset.values_list("title", flat=True))
        asked = jobs.ask_many(KIND, titles, priority=10, again_after=timedelta(0))
        self.message_user(request, f"Asked for {asked:,} of {len(titles):,} titles.")
