"""The pages of what one person says of titles: one title's, and all under ``/you/``.

Everything is looked up through the account that is signed in: there is no address of another's.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import Title
from catalog.ratings import stars_in_words
from recommendations.diary.changes import NotUnderstood, change
from recommendations.diary.lists import LISTS, NEWEST, ORDERS, marks_of, ratings_of
from recommendations.diary.profile import ProfileForm
from recommendations.diary.statistics import statistics
from recommendations.diary.undo import last_said
from recommendations.diary.verbs import HIGHEST, LOWEST, viewer_of
from recommendations.models import Mark, Viewer
from recommendations.next_page import to_next

RATINGS_PER_PAGE, CARDS_PER_PAGE = 50, 24
#: Ratings on the overview.
LATEST = 6


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what one says of a title; change it, and go to ``next``."""
    title = get_object_or_404(Title.objects.visible().for_cards(), slug=slug)
    context: dict[str, Any] = {"title": title}
    if request.method == "POST":
        viewer = viewer_of(request.user, create=True)
        asked, stars = request.POST.get("do", ""), request.POST.get("stars", "")
        try:
            change(viewer, title, asked, stars, request.session)
        except NotUnderstood as error:
            context["error"] = str(error)
            return render(request, "recommendations/yours.html", context, status=400)
        return to_next(request, request.path)
    return render(request, "recommendations/yours.html", context)


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what one's ratings come to, how many titles are on each list, and the latest ratings."""
    viewer = viewer_of(request.user)
    ratings = ratings_of(viewer)
    latest = ratings.order_by(*ORDERS[NEWEST][1]).select_related("title")
    context = {
        "statistics": statistics(ratings),
        "latest": latest.prefetch_related("title__genres")[:LATEST],
        "counts": _counts(viewer),
        "top": 100,
    }
    return render(request, "recommendations/you/overview.html", context)


def _counts(viewer: Viewer | None) -> list[tuple[str, str, int]]:
    """Return heading, path and size of each list; 3 queries."""
    return [(one.heading, one.path, marks_of(viewer, one.kind).count()) for one in LISTS.values()]


@login_required
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Show one's ratings: sorted, those of one value, by pages."""
    sort = request.GET.get("sort", "")
    sort = sort if sort in ORDERS else NEWEST
    values = {str(value): value for value in range(LOWEST, HIGHEST + 1)}
    value = values.get(request.GET.get("value", ""))
    ratings = ratings_of(viewer_of(request.user)).order_by(*ORDERS[sort][1])
    if value:
        ratings = ratings.filter(value=value)
    shown = ratings.select_related("title").prefetch_related("title__genres")
    context = {
        **_page(request, Paginator(shown, RATINGS_PER_PAGE)),
        "sort": sort,
        "sorts": {name: words for name, (words, _) in ORDERS.items()},
        "value": value,
        "value_words": stars_in_words(value) if value else "",
        "said": last_said(request.session),
    }
    return render(request, "recommendations/you/history.html", context)


@login_required
@require_safe
def marked(request: HttpRequest, path: str) -> HttpResponse:
    """Show one of the three lists, each title with a button that takes it off."""
    one = LISTS[path]
    marks = marks_of(viewer_of(request.user), one.kind)
    shown = marks.select_related("title").prefetch_related("title__genres")
    context = {
        **_page(request, Paginator(shown, CARDS_PER_PAGE)),
        "list": one,
        "is_hidden": one.kind == Mark.Kind.NOT_INTERESTED,
        "said": last_said(request.session),
    }
    return render(request, "recommendations/you/marked.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what one tells of oneself."""
    is_sent = request.method == "POST"
    viewer = viewer_of(request.user, create=True) if is_sent else viewer_of(request.user)
    form = ProfileForm(request.POST if is_sent else None, instance=viewer or Viewer())
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("recommendations:profile")
    return render(request, "recommendations/you/profile.html", {"form": form})


def _page(request: HttpRequest, paginator: Paginator[Any]) -> dict[str, Any]:
    page = paginator.get_page(request.GET.get("page"))
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(numbers)}
