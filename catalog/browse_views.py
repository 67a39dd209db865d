"""The pages that find titles: browse with facets, and the search box's suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from catalog.browse_address import browse_address
from catalog.facets import count_titles
from catalog.filter_panel import filter_panel
from catalog.forms import SearchForm, TitleFilterForm
from catalog.models import Title
from catalog.search import people_in_order, suggest
from catalog.title_filters import active_filters, filter_titles

PER_PAGE = 24
#: Nobody turns more pages than this, and a database walks past all that is on those before.
MOST_PAGES = 100
SUGGESTIONS_SECONDS = 60


@require_safe
def title_list(request: HttpRequest) -> HttpResponse:
    """Show the titles that pass the filters in the address, and the facets to change them."""
    form = TitleFilterForm(request.GET)
    form.is_valid()
    filters = active_filters(form.cleaned_data)
    total = count_titles(filters)
    ids = filter_titles(form.cleaned_data).values_list("pk", flat=True)
    context = {
        **page_of(ids, total, request.GET.get("page")),
        **filter_panel(form, filters, total, browse_address),
        "most_titles": PER_PAGE * MOST_PAGES,
    }
    return render(request, "catalog/title_list.html", context)


def page_of(
    ids: Sequence[int] | QuerySet[Title, int], total: int | None, number: str | None
) -> dict[str, Any]:
    """Return the page of titles with ``number``, or the nearest one there is; 3 queries.

    ``total`` is None if there are too many to count. ``numbers`` are the pages to link to. The
    ids are asked for alone, so that the database sorts narrow rows.
    """
    context = page_of_ids(ids, total, number)
    page = context["page"]
    if page.object_list:
        page.object_list = list(Title.objects.for_cards().in_order(page.object_list))
    return context


def page_of_ids(
    ids: Sequence[int] | QuerySet[Title, int], total: int | None, number: str | None
) -> dict[str, Any]:
    """Return the page of ids with ``number``, as ``page_of`` does of titles; 1 query."""
    most = PER_PAGE * MOST_PAGES
    paginator = Paginator(range(most if total is None else min(total, most)), PER_PAGE)
    page: Page[Any] = paginator.get_page(number)
    start = (page.number - 1) * PER_PAGE
    page.object_list = list(ids[start : start + PER_PAGE]) if total != 0 else []
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(numbers)}


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return the search box's options for ``?q=``, a piece of HTML; blank if there are none.

    With ``?titles=only`` people are left out.
    """
    form = SearchForm(request.GET)
    form.is_valid()
    text = form.cleaned_data.get("q", "")
    found = suggest(text)
    wants_people = request.GET.get("titles") != "only"
    context = {
        "titles": Title.objects.for_cards().in_order(found.titles),
        "people": people_in_order(found.people) if wants_people else [],
        "people_first": found.people_first,
    }
    response = render(request, "catalog/_suggestions.html", context)
    patch_cache_control(response, public=True, max_age=SUGGESTIONS_SECONDS)
    return response
