"""The search page: titles and people called like a text, titles about it, and facets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.browse_address import search_address
from catalog.browse_views import page_of_ids
from catalog.filter_panel import filter_panel
from catalog.forms import FoundFilterForm, SearchForm
from catalog.models import Title
from catalog.search import people_in_order
from catalog.search_page import Finds, TextHit
from catalog.title_filters import active_filters

#: Names shown above plots, before a link to all of them.
NAMES_ABOVE = 12
#: Titles offered where a search found nothing.
POPULAR_TITLES = 12


class Scope(NamedTuple):
    """A place to look for titles, and how many that pass the filters are there."""

    only: str
    label: str
    total: int
    address: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the titles and people called like ``?q=``, and the titles whose plots have its words."""
    search_form, form = SearchForm(request.GET), FoundFilterForm(request.GET)
    search_form.is_valid()
    form.is_valid()
    text = search_form.cleaned_data.get("q", "")
    finds = Finds.of(text)
    context: dict[str, Any] = {"search_form": search_form, "query": text, "finds": finds}
    if finds.title_ids():
        context |= found_titles(text, finds, form, request.GET.get("page"))
    elif not finds.by_name.people:
        context["popular"] = Title.objects.visible().popular().for_cards()[:POPULAR_TITLES]
    if not context.get("is_narrowed"):
        context["people"] = people_in_order(finds.by_name.people)
    return render(request, "catalog/search.html", context)


def found_titles(
    text: str, finds: Finds, form: FoundFilterForm, number: str | None
) -> dict[str, Any]:
    """Return the titles that pass the filters, a page at a time, and the panel of filters.

    Pages are turned of the plots, with the best names above the first; or of the names, where
    they are all there is. ``is_narrowed``: this is not the first page of everything.
    """
    filters, only = active_filters(form.cleaned_data), form.cleaned_data.get("only", "")
    sort = form.cleaned_data.get("sort", "")
    names, plots = finds.passing(filters, sort)
    is_of_names = only == "names" or not (only or plots)
    listed = names if is_of_names else plots
    context = page_of_ids(listed, len(listed), number)
    page = context["page"]
    is_first = page.number == 1
    above = names[:NAMES_ABOVE] if is_first and not (is_of_names or only) else []
    titles = Title.objects.for_cards() if is_of_names else Title.objects.for_snippets()
    by_id = titles.in_bulk([*above, *page.object_list])
    shown = [by_id[pk] for pk in page.object_list if pk in by_id]
    page.object_list = shown if is_of_names else [TextHit.of(each, finds.words) for each in shown]
    totals = {"": len(names) + len(plots), "names": len(names), "plots": len(plots)}
    carried = {"q": text} | ({"only": only} if only else {})
    among = {"among": finds.title_ids(only)}
    is_narrowed = bool(filters or only or not is_first)
    context |= filter_panel(form, filters | among, totals[only], search_address, carried)
    return context | {
        "only": only,
        "scopes": scopes_of(text, filters, sort, totals),
        "names": shown if is_of_names else [by_id[pk] for pk in above if pk in by_id],
        "n_names": len(names),
        "hits": [] if is_of_names else page.object_list,
        "is_narrowed": is_narrowed,
        "meant": None if is_narrowed else by_id.get(finds.guess),
    }


def scopes_of(
    text: str, filters: Mapping[str, Any], sort: str, totals: Mapping[str, int]
) -> list[Scope]:
    """Return where titles can be looked for, with the filters and the order as they are."""
    labels = {"": "All", "names": "Names", "plots": "Plots"}
    kept = {"q": text, **filters} | ({"sort": sort} if sort else {})
    return [
        Scope(only, label, totals[only], search_address(**kept, **({"only": only} if only else {})))
        for only, label in labels.items()
    ]
