"""For analysts, to read: people, and all that they say of titles. Each list leads to the next.

There may be tens of millions of rows, so no list counts them all, sorts them all, or looks for the
values that a column has. Whoever wants other rows than the last names a person or a title.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from catalog.admin.base import BigTableAdmin, ReadOnly
from catalog.admin.filters import SourceFilter, sources_of
from recommendations.diary.profile import GENDERS, OCCUPATIONS
from recommendations.models import (
    ImportRow,
    LessOf,
    Mark,
    Membership,
    Prediction,
    Rating,
    RatingImport,
    StartingTitle,
    Viewer,
    WatchGroup,
)

#: What a person leads to: a model, the lookup of the person in it, and a word.
OF_A_PERSON: tuple[tuple[str, str, str], ...] = (
    ("rating", "viewer", "ratings"),
    ("mark", "viewer", "marks"),
    ("prediction", "viewer", "guesses"),
    ("lessof", "viewer", "less of"),
    ("ratingimport", "viewer", "imports"),
    ("exposure", "viewer", "exposures"),
)


class LongTableAdmin(ReadOnly, BigTableAdmin):
    """A list of any number of rows, the last first."""

    ordering = ("-pk",)
    #: Any other order would sort the whole table.
    sortable_by: ClassVar[tuple[str, ...]] = ()


class SaidAdmin(LongTableAdmin):
    """What people say; ``?viewer=`` and ``?title=`` narrow the list by an index."""

    search_fields = ("viewer",)
    search_help_text = "The name of an account, or the id of a person in its source"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out the long columns of titles."""
        rows = super().get_queryset(request)
        is_about_titles = "title" in (self.list_select_related or ())  # type: ignore[operator]
        return rows.defer("title__overview", "title__provenance") if is_about_titles else rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Look for the person first: a join would look at every row for it."""
        return (
            queryset.filter(viewer__in=people_called(search_term)) if search_term else queryset
        ), False


def people_called(text: str) -> list[int]:
    """Return the people with this id in their source, or this name of their account.

    Each question is answered by an index: an id is looked for in each source.
    """
    by_id = Viewer.objects.filter(source__in=sources_of(Viewer), source_id=text)
    by_name = Viewer.objects.filter(user__username=text)
    return [pk for some in (by_id, by_name) for pk in some.order_by().values_list("pk", flat=True)]


class SaidFilter(admin.SimpleListFilter):
    """People who say one of the words that the profile offers, or nothing."""

    words: ClassVar[list[str]] = []
    UNSAID = "-"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(self.UNSAID, "not said"), *((word, word) for word in self.words)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        return queryset.filter(**{str(self.parameter_name): "" if value == self.UNSAID else value})


class GenderFilter(SaidFilter):
    """People by gender."""

    title = parameter_name = "gender"
    words = GENDERS


class OccupationFilter(SaidFilter):
    """People by occupation."""

    title = parameter_name = "occupation"
    words = OCCUPATIONS


@admin.register(Viewer)
class ViewerAdmin(LongTableAdmin):
    """People of rating files and with accounts; each leads to what it says."""

    list_display = (
        "source", "source_id", "account", "age", "gender", "occupation", "is_training_data",
        "wants_recommendations", "says",
    )  # fmt: skip
    list_display_links = ("source_id",)
    list_filter = (
        SourceFilter, "is_training_data", "wants_recommendations", GenderFilter, OccupationFilter,
    )  # fmt: skip
    list_select_related = ("user",)
    search_fields = ("source_id",)
    search_help_text = SaidAdmin.search_help_text

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (
            queryset.filter(pk__in=people_called(search_term)) if search_term else queryset
        ), False

    @admin.display(description="account")
    def account(self, viewer: Viewer) -> str:
        return str(viewer.user or "–")

    @admin.display(description="what it says")
    def says(self, viewer: Viewer) -> str:
        links = [
            (reverse(f"admin:recommendations_{model}_changelist"), lookup, viewer.pk, words)
            for model, lookup, words in OF_A_PERSON
        ]
        return format_html_join(" · ", '<a href="{}?{}={}">{}</a>', links)


@admin.register(Rating)
class RatingAdmin(SaidAdmin):
    """Ratings of all people, the last loaded first."""

    list_display = ("viewer", "title", "value", "rated_at")
    list_display_links = ("value",)
    list_select_related = ("viewer", "title")


@admin.register(Mark)
class MarkAdmin(SaidAdmin):
    """The watchlist, what is seen, what is not wanted."""

    list_display = ("viewer", "title", "kind", "marked_at")
    list_display_links = ("kind",)
    list_filter = ("kind",)
    list_select_related = ("viewer", "title")


@admin.register(Prediction)
class PredictionAdmin(SaidAdmin):
    """What was expected of ratings, stored before they were given."""

    list_display = ("viewer", "title", "value", "error", "usual", "made_at")
    list_display_links = ("value",)
    list_select_related = ("viewer", "title")


@admin.register(StartingTitle)
class StartingTitleAdmin(SaidAdmin):
    """What people chose before they had rated anything."""

    list_display = ("viewer", "group", "title")
    list_display_links = ("group",)
    list_select_related = ("viewer", "title")


@admin.register(LessOf)
class LessOfAdmin(SaidAdmin):
    """What people want less of; "own" is a title that is to be no reason."""

    list_display = ("viewer", "parameter", "value", "said_at")
    list_display_links = ("parameter",)
    list_select_related = ("viewer",)


@admin.register(RatingImport)
class RatingImportAdmin(SaidAdmin):
    """Files that people brought from elsewhere; each leads to its rows."""

    list_display = ("viewer", "file_name", "format", "scale", "state", "asked_at", "rows")
    list_display_links = ("file_name",)
    list_filter = ("state",)
    list_select_related = ("viewer",)

    @admin.display(description="rows")
    def rows(self, run: RatingImport) -> str:
        address = reverse("admin:recommendations_importrow_changelist")
        return format_html('<a href="{}?run={}">show</a>', address, run.pk)


@admin.register(ImportRow)
class ImportRowAdmin(LongTableAdmin):
    """Rows of imports: which title each means, what became of it. ``?run=`` narrows them."""

    list_display = ("run", "file", "line", "name", "year", "given", "match", "title", "outcome")
    list_display_links = ("line",)
    list_select_related = ("run", "title")


class MembershipInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Who is in a group; eight at most."""

    model = Membership
    fields = ("viewer", "joined_at")
    extra = 0


@admin.register(WatchGroup)
class WatchGroupAdmin(LongTableAdmin):
    """Groups that watch together, without the code by which one joins."""

    list_display = ("name", "owner", "created_at")
    list_select_related = ("owner",)
    fields = ("name", "owner", "created_at")
    inlines = (MembershipInline,)
