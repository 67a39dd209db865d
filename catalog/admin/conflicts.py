"""Where files disagree on a title: look at both sides, decide, and lock what is right."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.html import format_html

from catalog.admin.base import BigTableAdmin, ReadOnly
from catalog.loading.precedence import holder
from catalog.models import FactConflict, SourceFile, Title
from catalog.querysets import DIFFERENCES, FactConflictQuerySet

STATES = {
    "open": "open",
    "decided": "decided by an analyst",
    "settled": "settled: the title says the same now",
}
#: Titles among whose conflicts a search looks.
MOST = 1_000
KEEP, TAKE = "Keep what the title has, and lock it", "Take the other value, and lock it"


class StateFilter(admin.SimpleListFilter):
    """Open conflicts, unless others are asked for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*STATES.items(), ("all", "all")]

    def value(self) -> str:
        asked = super().value()
        return asked if asked in (*STATES, "all") else "open"

    def choices(self, changelist: ChangeList) -> Any:
        """Yield the choices without "All": what is not asked for is what is open."""
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


class DifferenceFilter(admin.SimpleListFilter):
    """Conflicts whose sides are so far apart."""

    title = "differs by"
    parameter_name = "differs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(DIFFERENCES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in DIFFERENCES:
            return queryset
        return queryset.filter(difference=self.value())


class ConflictList(ChangeList):
    """The list, which knows the file that each title's value came from: 1 query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        holders = {row.pk: holder(row.title.provenance, row.fact) for row in self.result_list}
        files = SourceFile.objects.in_bulk({pk for pk in holders.values() if pk})
        for row in self.result_list:
            row.held_by = files.get(holders[row.pk])


@admin.register(FactConflict)
class FactConflictAdmin(ReadOnly, BigTableAdmin):
    """What another file says than the title holds; loads record it, analysts decide it."""

    list_display = ("of_title", "fact", "held_value", "other_value", "how_far")
    list_display_links = None
    list_filter = (StateFilter, "fact", DifferenceFilter)
    list_select_related = ("title", "file")
    ordering = ("-title__num_votes", "pk")
    sortable_by = ()
    search_fields = ("title__name_key",)
    search_help_text = "The beginning of a title's name, or an id: tt0133093, 603"
    actions = ("keep", "take")

    def get_queryset(self, request: HttpRequest) -> FactConflictQuerySet:
        conflicts = cast(FactConflictQuerySet, super().get_queryset(request))
        return conflicts.with_state().with_difference()

    def get_search_results(  # type: ignore[override]
        self, request: HttpRequest, queryset: FactConflictQuerySet, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find the titles first, by their indexes; among all conflicts it took a second."""
        if search_term:
            titles = Title.objects.called_or_id(search_term).order_by()
            queryset = queryset.filter(title__in=list(titles.values_list("pk", flat=True)[:MOST]))
        return queryset, False

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return ConflictList

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let conflicts go with their title."""
        return request.user.has_perm("catalog.delete_title")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("catalog.change_title")

    @admin.display(description="title")
    def of_title(self, conflict: FactConflict) -> str:
        """Link to the page on which any value can be entered, which locks it."""
        address = reverse("admin:catalog_title_change", args=[conflict.title_id])
        return format_html('<a href="{}">{}</a>', address, conflict.title)

    @admin.display(description="the title has")
    def held_value(self, conflict: Any) -> str:
        if conflict.state == "decided":
            return format_html("{}<br>locked by an analyst", conflict.held or "–")
        return _said(conflict.held or "–", conflict.held_by)

    @admin.display(description="another file says")
    def other_value(self, conflict: FactConflict) -> str:
        return _said(conflict.value, conflict.file)

    @admin.display(description="differs by")
    def how_far(self, conflict: Any) -> str:
        return DIFFERENCES[conflict.difference] if conflict.state != "settled" else "nothing now"

    @admin.action(description=KEEP, permissions=["decide"])
    def keep(self, request: HttpRequest, queryset: FactConflictQuerySet) -> None:
        self._decide(request, queryset, take=False)

    @admin.action(description=TAKE, permissions=["decide"])
    def take(self, request: HttpRequest, queryset: FactConflictQuerySet) -> None:
        self._decide(request, queryset, take=True)

    def _decide(self, request: HttpRequest, chosen: FactConflictQuerySet, *, take: bool) -> None:
        """Decide each conflict; of one fact of a title, two different values are refused."""
        decided: dict[tuple[int, str], str] = {}
        refused: list[str] = []
        for conflict in chosen.select_related("title").order_by("pk"):
            fact = (conflict.title_id, conflict.fact)
            if fact in decided:
                if take and decided[fact] != conflict.value:
                    refused.append(f"{conflict.title}: two values were chosen")
                continue
            try:
                title = conflict.decide(take=take)
            except ValidationError as error:
                refused.append(f"{conflict.title}: {' '.join(error.messages)}")
                continue
            decided[fact] = conflict.value
            what = conflict.get_fact_display().lower()
            how = "took" if take else "kept"
            self.log_change(request, title, f"Decided a conflict: {how} the {what}.")
        self.message_user(request, f"{len(decided):,} value{pluralize(len(decided))} locked.")
        for reason in refused:
            self.message_user(request, f"Not locked: {reason}", messages.ERROR)


def _said(value: str, file: SourceFile | None) -> str:
    """Return a value above the dataset that it is from, which leads to the file."""
    if file is None:
        return value
    address = reverse("admin:catalog_sourcefile_change", args=[file.pk])
    return format_html(
        '{}<br><a href="{}" title="{}">{}</a>', value, address, file.name, file.dataset
    )


def other_values(title: Title) -> list[Any]:
    """Return the conflicts of a title with their ``state``, without what is settled: 1 query."""
    conflicts: Any = title.conflicts.with_state().select_related("title", "file")
    return list(conflicts.exclude(state="settled").order_by("fact", "pk"))
