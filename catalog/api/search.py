"""Search over the API: the functions behind the search page and its suggestions."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from catalog.api.schemas import FoundOut, SearchOut
from catalog.api.types import SearchText
from catalog.models import Title
from catalog.search import people_in_order, suggest
from catalog.search_page import Finds, text_hits

router = Router(tags=["search"])


@router.get("/search", response=FoundOut)
def search(
    request: HttpRequest, q: SearchText, n: Annotated[int, Query(ge=1, le=50)] = 20
) -> dict[str, object]:
    """Find at most ``n`` titles and ``n`` people by name, typos forgiven, and ``n`` other titles
    by words of their plots and keywords, best first.

    For plots, "in quotes" is a phrase, and -word leaves out.
    """
    finds = Finds.of(q, n, n)
    names, plots = finds.passing({}, "")
    return {
        **_shown(names, finds.by_name.people),
        "plots": text_hits(plots[:n], finds.words) if finds.texts else None,
        "plots_have_all_words": finds.texts.has_all if finds.texts else None,
    }


@router.get("/suggest", response=SearchOut)
def suggestions(
    request: HttpRequest, q: SearchText, n: Annotated[int, Query(ge=4, le=50)] = 8
) -> dict[str, object]:
    """Return ``n`` titles and people for somebody who is still typing."""
    found = suggest(q, n)
    return _shown(found.titles, found.people)


def _shown(titles: list[int], people: list[int]) -> dict[str, object]:
    return {
        "titles": Title.objects.for_cards().in_order(titles),
        "people": people_in_order(people),
    }
