"""The pages home, title and person, and generated posters. Browse and search: browse_views."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from catalog.fact_sheet import fact_sheet
from catalog.filmography import SORTS, best_rated, collaborators, credits_of, filmography
from catalog.home_rows import home_rows
from catalog.models import Person, Title
from catalog.posters import draw_poster, fingerprint
from catalog.ratings import PRIOR_MEAN, PRIOR_VOTES
from catalog.title_credits import title_credits
from catalog.title_extras import title_extras

HOUR_SECONDS, YEAR_SECONDS = 3600, 365 * 24 * 3600
#: Other titles of a collection shown on a title's page, at most.
COLLECTION_TITLES = 24


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search box and the rows of titles."""
    return render(request, "catalog/home.html", {"rows": home_rows()})


@require_safe
def title_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything about one title."""
    titles = Title.objects.visible().for_page()
    title = get_object_or_404(titles, slug=slug)
    context = {
        "title": title,
        "credits": title_credits(title),
        "sheet": fact_sheet(title),
        "extras": title_extras(title, request.GET.get("country", "")),
        "collection_titles": others_in_collection(title),
        "prior_mean": PRIOR_MEAN,
        "prior_votes": PRIOR_VOTES,
    }
    return render(request, "catalog/title.html", context)


def others_in_collection(title: Title) -> list[Title]:
    """Return the other titles of the franchise, oldest first: at most 2 queries."""
    if title.collection is None:
        return []
    others = Title.objects.visible().filter(collection=title.collection).exclude(pk=title.pk)
    return list(
        others.for_cards().order_by(F("start_year").asc(nulls_last=True), "pk")[:COLLECTION_TITLES]
    )


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what one person did, sorted as ``?sort=`` says; an unknown sort is the first one."""
    person = get_object_or_404(Person.objects.visible(), slug=slug)
    credited = credits_of(person)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else next(iter(SORTS))
    context = {
        "person": person,
        "title_count": len({credit.title_id for credit in credited}),
        "sections": filmography(credited, SORTS[sort]),
        "best_titles": best_rated(credited),
        "collaborators": collaborators(person, credited),
        "sort": sort,
        "sorts": SORTS,
    }
    return render(request, "catalog/person.html", context)


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a title's poster; an address that names its present form (``?v=``) never expires."""
    titles = Title.objects.visible().prefetch_related("genres")
    title = get_object_or_404(titles.only("name", "kind", "start_year", "end_year"), pk=pk)
    facts = (title.name, title.years, [genre.name for genre in title.genres.all()])
    form = fingerprint(*facts)
    response = get_conditional_response(request, etag=f'"{form}"') or HttpResponse(
        draw_poster(*facts), content_type="image/svg+xml", headers={"ETag": f'"{form}"'}
    )
    is_current = request.GET.get("v") == form
    if is_current:
        patch_cache_control(response, public=True, immutable=True, max_age=YEAR_SECONDS)
    else:
        patch_cache_control(response, public=True, max_age=HOUR_SECONDS)
    return response
