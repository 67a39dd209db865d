"""Where a title's reviews come from: the state to be polled, and the button "Fetch now"."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog import jobs
from catalog.models import Job, Title
from reviews.refresh import KIND
from reviews.review_sources import sources_for
from reviews.source_notes import AGAIN_AFTER, source_notes

#: Who presses the button comes before all that is only kept fresh.
PRIORITY = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fetch_reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how far the fetching is, as a part of a page; a POST asks for it and leads back."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    if request.method == "POST":
        return _ask(request, title)
    notes = source_notes(title, asks=False)
    context = {"title": title, "notes": notes, "is_part_of_page": False}
    return render(request, "reviews/_sources.html", context)


def _ask(request: HttpRequest, title: Title) -> HttpResponse:
    back = redirect("reviews:list", slug=title.slug)
    if not sources_for(title):
        messages.info(request, "No source of reviews can be asked about this title.")
        return back
    job = jobs.ask_from_page(KIND, title.pk, priority=PRIORITY, again_after=AGAIN_AFTER)
    if job is None:
        messages.info(request, "The database is busy. Please try again in a minute.")
    elif job.state == Job.State.DONE:
        messages.info(request, "The reviews were fetched less than ten minutes ago.")
    elif job.state == Job.State.DEAD:
        messages.info(request, "That was tried less than ten minutes ago. Please try again later.")
    return back
