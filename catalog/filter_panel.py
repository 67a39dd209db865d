"""The filters beside a list of titles, and above it those that are set: for browse and search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from catalog.facets import FacetValue, facet_counts
from catalog.filter_chips import filter_chips, ways_out
from catalog.forms import TitleFilterForm

#: Filters that other pages link to, and that have no control of their own among the facets.
CARRIED = ("person", "keyword", "company", "collection")

#: Returns the address of the page with some filters.
Address = Callable[..., str]


def filter_panel(
    form: TitleFilterForm,
    filters: Mapping[str, Any],
    total: int | None,
    address: Address,
    carried: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what ``_facets.html``, ``_results_bar.html`` and ``_nothing_found.html`` show.

    ``carried`` is what else is in the address of the page. As many queries as ``facet_counts``
    takes, and at most 3.
    """
    others = dict(carried or {})
    sort = form.cleaned_data.get("sort") or form.sorts[0][0]
    kept = others | ({} if sort == form.sorts[0][0] else {"sort": sort})
    chips, facets = filter_chips(filters), facet_counts(filters)
    outs = ways_out(chips) if total == 0 else []

    def link(wanted: Mapping[str, Any]) -> str:
        return address(**{k: v for k, v in wanted.items() if k != "among"}, **kept)

    return {
        "form": form,
        "filters": filters,
        "sort": sort,
        "sorts": form.sorts,
        "total": total,
        "action": address(),
        "clear": address(**others),
        "carried": [
            *others.items(),
            *((name, filters[name]) for name in CARRIED if name in filters),
        ],
        "facets": facets,
        "decades": [(decade, link(to)) for decade, to in decade_links(facets["decade"], filters)],
        "chips": [(chip, link(chip.without)) for chip in chips],
        "ways_out": [(way, link(way.chip.without)) for way in outs],
    }


def decade_links(
    decades: list[FacetValue], filters: Mapping[str, Any]
) -> list[tuple[FacetValue, dict[str, Any]]]:
    """Return the decades, latest first, each with the filters that set it, or unset it."""
    others = {name: value for name, value in filters.items() if not name.startswith("year_")}
    links = []
    for decade in sorted(decades, key=lambda decade: decade.value, reverse=True):
        first = int(decade.value)
        years = {} if decade.is_selected else {"year_min": first, "year_max": first + 9}
        links.append((decade, {**others, **years}))
    return links
