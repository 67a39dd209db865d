"""What the filters beside a list of recommendations offer to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.index_store import IndexMissing
from catalog.models import Country, Genre
from catalog.vocabulary import LANGUAGES
from recommendations.index import current_index


def filter_choices(filters: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Return (value, name) of what can be chosen from, by filter; 2 queries.

    What ``filters`` names is among it. Without an index there is nothing.
    """
    try:
        index = current_index()
    except IndexMissing:
        return {}
    languages = [(code, LANGUAGES.get(code, code)) for code in index.languages]
    choices = {
        "genre": list(Genre.objects.order_by("name").values_list("slug", "name")),
        "country": list(Country.objects.order_by("name").values_list("pk", "name")),
        "language": sorted(languages, key=lambda choice: choice[1]),
        "certification": [(text, text) for text in sorted(index.certifications)],
    }
    for name in ("country", "language", "certification"):
        chosen = filters.get(name)
        if chosen and chosen not in dict(choices[name]):
            choices[name].append((chosen, chosen))
    return choices
