"""The pages that find titles: browse with facets, search, and the search box's suggestions."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from catalog.browse_address import browse_address
from catalog.facets import (
    FacetValue,
    active_filters,
    count_titles,
    facet_counts,
    filter_titles,
)
from catalog.filter_chips import filter_chips, ways_out
from catalog.forms import DEFAULT_SORT, SORTS, SearchForm, TitleFilterForm
from catalog.models import Title
from catalog.search import people_in_order, search_all, suggest

logger = logging.getLogger(__name__)

PER_PAGE = 24
#: Nobody turns more pages than this, and a database walks past all that is on those before.
MOST_PAGES = 100
#: People shown above the titles that a search found.
MOST_PEOPLE = 8
#: Titles offered where a search found nothing.
POPULAR_TITLES = 12
#: Filters that other pages link to, and that have no control of their own among the facets.
CARRIED = ("person", "keyword", "company", "collection")
SUGGESTIONS_SECONDS = 60


@require_safe
def title_list(request: HttpRequest) -> HttpResponse:
    """Show the titles that pass the filters in the address, and the facets to change them."""
    form = TitleFilterForm(request.GET)
    form.is_valid()
    filters = active_filters(form.cleaned_data)
    sort = form.cleaned_data.get("sort") or DEFAULT_SORT
    total = count_titles(filters)
    ids = filter_titles({**filters, "sort": sort}).values_list("pk", flat=True)
    chips = filter_chips(filters)
    kept = {} if sort == DEFAULT_SORT else {"sort": sort}
    context: dict[str, Any] = {
        "form": form,
        "filters": filters,
        "sort": sort,
        "sorts": SORTS,
        "kept": kept,
        "total": total,
        **page_of(ids, total, request.GET.get("page")),
        "carried": [(name, filters[name]) for name in CARRIED if name in filters],
        "most_titles": PER_PAGE * MOST_PAGES,
        "facets": facet_counts(filters),
        "chips": [(chip, browse_address(**chip.without, **kept)) for chip in chips],
        "ways_out": [
            (way, browse_address(**way.chip.without, **kept))
            for way in (ways_out(chips) if total == 0 else ())
        ],
    }
    context["decades"] = decade_links(context["facets"].get("decade", []), filters, kept)
    return render(request, "catalog/title_list.html", context)


def page_of(
    ids: Sequence[int] | QuerySet[Title, int], total: int | None, number: str | None
) -> dict[str, Any]:
    """Return the page of titles with ``number``, or the nearest one there is; 3 queries.

    ``total`` is None if there are too many to count. ``numbers`` are the pages to link to. The
    ids are asked for alone, so that the database sorts narrow rows.
    """
    most = PER_PAGE * MOST_PAGES
    paginator = Paginator(range(most if total is None else min(total, most)), PER_PAGE)
    page: Page[Any] = paginator.get_page(number)
    start = (page.number - 1) * PER_PAGE
    shown = list(ids[start : start + PER_PAGE]) if total != 0 else []
    page.object_list = list(Title.objects.for_cards().in_order(shown)) if shown else []
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(numbers)}


def decade_links(
    decades: list[FacetValue], filters: Mapping[str, Any], kept: Mapping[str, Any]
) -> list[tuple[FacetValue, str]]:
    """Return the decades, latest first, each with the address that sets it, or unsets it."""
    others = {name: value for name, value in filters.items() if not name.startswith("year_")}
    links = []
    for decade in sorted(decades, key=lambda decade: decade.value, reverse=True):
        first = int(decade.value)
        years = {} if decade.is_selected else {"year_min": first, "year_max": first + 9}
        links.append((decade, browse_address(**others, **years, **kept)))
    return links


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the titles and people called like ``?q=``."""
    form = SearchForm(request.GET)
    form.is_valid()
    text = form.cleaned_data.get("q", "")
    found = search_all(text, n_people=MOST_PEOPLE)
    context: dict[str, Any] = {"form": form, "query": text}
    context |= page_of(found.titles, len(found.titles), request.GET.get("page"))
    page = context["page"]
    if page.number == 1:
        context |= {
            "people": people_in_order(found.people),
            "people_first": found.people_first,
            "meant": page.object_list[0] if found.is_guess and found.titles else None,
        }
    if not (found.titles or found.people):
        context["popular"] = Title.objects.visible().popular().for_cards()[:POPULAR_TITLES]
    return render(request, "catalog/search.html", context)


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
