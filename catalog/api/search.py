"""Search over the API: the functions behind the search page and its suggestions."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from catalog.api.schemas import SearchOut
from catalog.api.types import SearchText
from catalog.models import Title
from catalog.search import Found, people_in_order, search_all, suggest

router = Router(tags=["search"])


@router.get("/search", response=SearchOut)
def search(
    request: HttpRequest, q: SearchText, n: Annotated[int, Query(ge=1, le=50)] = 20
) -> dict[str, object]:
    """Find at most ``n`` titles and ``n`` people by name, typos forgiven, best first."""
    return _shown(search_all(q, n, n))


@router.get("/suggest", response=SearchOut)
def suggestions(
    request: HttpRequest, q: SearchText, n: Annotated[int, Query(ge=4, le=50)] = 8
) -> dict[str, object]:
    """Return ``n`` titles and people for somebody who is still typing."""
    return _shown(suggest(q, n))


def _shown(found: Found) -> dict[str, object]:
    return {
        "titles": Title.objects.for_cards().in_order(found.titles),
        "people": people_in_order(found.people),
    }
