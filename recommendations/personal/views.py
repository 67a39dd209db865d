"""The pages of "For you": what a person may like, a start, less of something, why not a title."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Title
from catalog.search import people_in_order, search_people
from recommendations.diary import viewer_of
from recommendations.experiments.clicks import is_looked_at
from recommendations.experiments.exposures import record_shown
from recommendations.models import LessOf
from recommendations.next_page import to_next
from recommendations.personal.forms import ForYouForm, StartForm
from recommendations.personal.page import ForYouPage
from recommendations.personal.reading import taste_of
from recommendations.personal.start import start_with, starting_groups
from recommendations.personal.why_not import why_not as why_not_of
from recommendations.personal.wishes import NotUnderstood, say_less, wishes_of
from recommendations.seeds import title_called


@require_safe
def for_you(request: HttpRequest) -> HttpResponse:
    """Show what a person may like, by all it said so far; popular titles to whoever said nothing.

    The name of an actor or a director is looked up, and the answer is the address with its slug.
    """
    form = ForYouForm(request.GET)
    form.is_valid()
    page = ForYouPage(taste_of(request.user), form)
    typed = form.cleaned_data.get("who") or ""
    people = people_in_order(search_people(typed, 1)) if typed else []
    if people:
        return redirect(page.with_person(people[0].slug))
    if page.arm and is_looked_at(request):
        # Also where another had to answer instead: whoever is left out is so in one arm only.
        shown = [each.title.pk for each in page.found.titles]
        record_shown(page.arm, page.taste.viewer_id, shown)
    context = {"for_you": page, "form": form, "ignored": form.ignored, "not_found": typed}
    return render(request, "recommendations/for_you.html", context)


@require_safe
def why_not(request: HttpRequest) -> HttpResponse:
    """Tell why the title that ``?title=`` names is not on the page with the same parameters."""
    form = ForYouForm(request.GET)
    form.is_valid()
    page = ForYouPage(taste_of(request.user), form)
    typed = request.GET.get("title", "").strip()
    title = _named(typed)
    context: dict[str, Any] = {"for_you": page, "typed": typed, "title": title}
    if title:
        context["why"] = why_not_of(page.taste, title, page.n, page.filters, page.answering)
    return render(request, "recommendations/why_not.html", context)


def _named(text: str) -> Title | None:
    """Return the title with this slug, or the one that the text most likely means."""
    if not text or not text.isprintable():
        return None
    found = Title.objects.visible().filter(slug=text).first()
    return found or title_called(text[:200])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Let somebody who has rated nothing choose groups of films to start from."""
    groups = starting_groups()
    form = StartForm(request.POST or None, [group.key for group in groups])
    if request.method == "POST" and form.is_valid():
        viewer = viewer_of(request.user, create=True)
        start_with(viewer, form.cleaned_data["group"])
        messages.success(request, "This is a start. Each rating makes it better.")
        return redirect("recommendations:for-you")
    status = 422 if request.method == "POST" else 200
    context = {"groups": groups, "form": form, "chosen": request.POST.getlist("group")}
    return render(request, "recommendations/start.html", context, status=status)


@login_required
@require_POST
def less(request: HttpRequest) -> HttpResponse:
    """Want less of ``less``, from the next page on."""
    viewer = viewer_of(request.user, create=True)
    try:
        wish = say_less(viewer, request.POST.get("less", "")[:400])
    except NotUnderstood as error:
        messages.error(request, str(error))
        return _back(request)
    words = next((each.words for each in wishes_of(viewer.pk) if each.pk == wish.pk), "")
    messages.success(request, f"From now on, {words}. You can take it back above the titles.")
    return _back(request)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that there should be less of something."""
    get_object_or_404(LessOf, pk=pk, viewer__user=request.user).delete()
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    return to_next(request, reverse("recommendations:for-you"))
