"""Reviews for analysts: find them, compare words and stars, score them again."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from reviews import source_admin  # noqa: F401  (registers its pages)
from reviews.engines import engine_named, engine_names
from reviews.models import Review
from reviews.pulses import mark_stale, refresh_pulses
from reviews.querysets import ReviewQuerySet
from reviews.scoring import score_reviews
from reviews.writing import delete_review, score_now

#: Scoring takes about 2 ms a review, and an analyst waits for it.
MOST_AT_ONCE = 2_000


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # the class takes none at run time
    """All reviews, newest first."""

    list_display = ["title", "source", "author", "rating", "label", "compound", "published_at"]
    list_filter = ["source", "label", "rating", "language", "scored_by"]
    list_select_related = ["title"]
    search_fields = ["author", "headline"]
    search_help_text = "Author or headline"
    autocomplete_fields = ["title", "user"]
    show_full_result_count = False
    readonly_fields = ["compound", "label", "language", "scored_by", "scored_at", "added_at"]
    actions = ["score_again"]
    change_list_template = "admin/reviews/review/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the engines."""
        engines = self.admin_site.admin_view(require_GET(self.engines_view))
        return [path("engines/", engines, name="reviews_engines"), *super().get_urls()]

    def engines_view(self, request: HttpRequest) -> HttpResponse:
        """Show the model card of every engine in settings; the first scores new reviews."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        engines = [(name, engine_named(name)) for name in engine_names()]
        context = {
            **self.admin_site.each_context(request),
            "title": "Sentiment engines",
            "opts": self.opts,
            "engines": engines,
        }
        return TemplateResponse(request, "admin/reviews/engines.html", context)

    def save_model(self, request: HttpRequest, obj: Review, form: Any, change: bool) -> None:
        """Save; a changed text is scored anew."""
        text_changed = not {"headline", "body"}.isdisjoint(form.changed_data)
        if text_changed:
            obj.forget_score()
        super().save_model(request, obj, form, change)
        if text_changed:
            transaction.on_commit(lambda: score_now(obj.pk), robust=True)

    def delete_model(self, request: HttpRequest, obj: Review) -> None:
        delete_review(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        """Delete; the job that scores sums up the titles without them."""
        mark_stale(set(queryset.values_list("title", flat=True)))
        super().delete_queryset(request, queryset)

    @admin.action(description="Score the selected reviews again", permissions=["change"])
    def score_again(self, request: HttpRequest, queryset: ReviewQuerySet) -> None:
        if queryset.count() > MOST_AT_ONCE:
            advice = f"More than {MOST_AT_ONCE:,} reviews: use `manage.py score_reviews --all`."
            self.message_user(request, advice, messages.ERROR)
            return
        chosen = Review.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        chosen.update(reading="")
        scored = score_reviews(chosen)
        refresh_pulses()
        self.message_user(request, f"{scored:,} reviews scored.")
