"""Titles and their ratings for analysts."""

from typing import Any

from django.contrib import admin
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q, QuerySet, URLField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ManyToManyWidget

from catalog.admin.base import ExportMixin, NamedTableAdmin, OfTitleAdmin, ReadOnly
from catalog.admin.conflicts import STATES, other_values
from catalog.admin.filters import (
    CountryFilter,
    DecadeFilter,
    GenreFilter,
    MissingFilter,
    SourceFilter,
    sources_of,
)
from catalog.admin.origins import origins
from catalog.models import (
    AggregateRating,
    AlternativeName,
    Country,
    Genre,
    SourceFile,
    Title,
    TitleIdentifier,
)
from catalog.querysets import BY_RATING, BY_YEAR


class TitleResource(ModelResource):  # type: ignore[misc]
    """The columns of an export of titles, named as in the catalogue."""

    genres = Field("genres", "genres", ManyToManyWidget(Genre, separator="|", field="name"))
    countries = Field("countries", "countries", ManyToManyWidget(Country, separator="|"))

    class Meta:
        model = Title
        chunk_size = 2_000
        fields = export_order = (
            "id", "imdb_id", "tmdb_id", "kind", "name", "original_name", "start_year", "end_year",
            "runtime_minutes", "status", "genres", "countries", "original_language",
            "certification", "average_rating", "num_votes", "weighted_rating",
        )  # fmt: skip

    def filter_export(self, queryset: QuerySet[Title], **options: Any) -> QuerySet[Title]:
        return queryset.prefetch_related("countries")


class RatingInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """What each source's users think; the title's own rating is worked out from it by a load."""

    model = AggregateRating


class IdentifierInline(admin.TabularInline):  # type: ignore[type-arg]
    """The title's ids elsewhere."""

    model = TitleIdentifier
    extra = 0


class AlternativeNameInline(admin.TabularInline):  # type: ignore[type-arg]
    """Further names under which the title is found."""

    model = AlternativeName
    extra = 0


@admin.register(Title)
class TitleAdmin(ExportMixin, NamedTableAdmin):
    """Titles: what is known, what is missing, who worked on them (a list of its own)."""

    resource_classes = [TitleResource]
    list_display = (
        "called",
        "kind",
        "year",
        "genre_names",
        "language",
        "status",
        "rating",
        "votes",
        "has_poster",
        "is_adult",
    )
    list_filter = (
        "kind",
        MissingFilter,
        DecadeFilter,
        GenreFilter,
        "status",
        "is_adult",
        CountryFilter,
        "original_language",
    )
    ordering = (BY_RATING, "pk")
    sortable_by = ("called", "year", "rating", "votes")
    inlines = [AlternativeNameInline, RatingInline, IdentifierInline]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    autocomplete_fields = (
        "original_language",
        "collection",
        "genres",
        "countries",
        "spoken_languages",
        "companies",
        "keywords",
    )
    readonly_fields = (
        "slug",
        "credit_list",
        "average_rating",
        "num_votes",
        "weighted_rating",
        "where_facts_come_from",
        "what_others_say",
        "added_at",
        "updated_at",
    )

    def save_model(self, request: HttpRequest, obj: Title, form: Any, change: bool) -> None:
        """Keep loads from overriding what an analyst changed."""
        obj.mark_edited(form.changed_data)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Keep loads from overriding the other names as well, if they were changed."""
        if formset.model is AlternativeName and formset.has_changed():
            form.instance.mark_edited(["other_names"])
            form.instance.save(update_fields=["provenance"])
        super().save_formset(request, form, formset, change)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Title]:
        return super().get_queryset(request).prefetch_related("genres")

    @admin.display(description="name", ordering="name_key")
    def called(self, title: Title) -> str:
        return title.name

    @admin.display(description="genres")
    def genre_names(self, title: Title) -> str:
        return ", ".join(genre.name for genre in title.genres.all())

    @admin.display(description="year", ordering=BY_YEAR.expression)
    def year(self, title: Title) -> int | None:
        return title.start_year

    @admin.display(description="rating", ordering=BY_RATING.expression)
    def rating(self, title: Title) -> str:
        return "–" if title.average_rating is None else f"{title.average_rating:.1f}"

    @admin.display(description="language")
    def language(self, title: Title) -> str:
        return title.original_language_id or "–"

    @admin.display(description="votes", ordering="num_votes")
    def votes(self, title: Title) -> str:
        return intcomma(title.num_votes)

    @admin.display(description="poster", boolean=True)
    def has_poster(self, title: Title) -> bool:
        return bool(title.poster_path)

    @admin.display(description="credits")
    def credit_list(self, title: Title) -> str:
        """Link to the credits: a form of hundreds of them could not be sent."""
        address = reverse("admin:catalog_credit_changelist", query={"title__id__exact": title.pk})
        return format_html('<a href="{}">{} credits</a>', address, title.credits.count())

    @admin.display(description="where facts come from")
    def where_facts_come_from(self, title: Title) -> str:
        """List the files, and which facts are locked: no load changes those."""
        lines = ((_linked(name, file), facts) for name, file, facts in origins(title))
        return format_html_join(mark_safe("<br>"), "{}: {}", lines) or "–"

    @admin.display(description="what other files say")
    def what_others_say(self, title: Title) -> str:
        """List the values that the title does not have, and whether that is decided."""
        lines = (
            (conflict.get_fact_display(), conflict.value, conflict.file, STATES[conflict.state])
            for conflict in other_values(title)
        )
        return format_html_join(mark_safe("<br>"), "{} {}, says {} ({})", lines) or "–"


def _linked(name: str, file: SourceFile | None) -> str:
    if file is None:
        return name
    address = reverse("admin:catalog_sourcefile_change", args=[file.pk])
    return format_html('<a href="{}">{}</a>', address, name)


@admin.register(AggregateRating)
class AggregateRatingAdmin(ReadOnly, OfTitleAdmin):
    """How each source's users rate each title."""

    list_display = ("title", "source", "average", "votes")
    list_filter = ("source",)
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(TitleIdentifier)
class TitleIdentifierAdmin(ReadOnly, OfTitleAdmin):
    """Titles by their ids elsewhere."""

    list_display = ("value", "source", "title")
    list_filter = (SourceFilter,)
    ordering = ("-pk",)
    sortable_by = ()
    search_help_text = f"The id in a source; {OfTitleAdmin.search_help_text.lower()}"

    def found_by(self, term: str) -> Q:
        return Q(source__in=sources_of(TitleIdentifier), value=term) | super().found_by(term)
