"""Long lists, a page at a time."""

from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")


class Paging(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=10_000)
    page_size: int = Field(24, ge=1, le=100)


class Page(Schema, Generic[Item]):
    """One page of a list; empty behind the last one."""

    items: list[Item]
    total: int = Field(description="How many there are on all pages")
    page: int
    page_size: int
    next: str | None = Field(description="Address of the next page")
    previous: str | None = Field(description="Address of the page before")


def page_of(
    request: HttpRequest,
    rows: QuerySet[Any] | list[Any],
    paging: Paging,
    total: int | None = None,
    most: int | None = None,
) -> dict[str, Any]:
    """Return the fields of ``Page``; ``total`` is counted unless it is known. 2 queries.

    Behind the first ``most`` rows pages are empty.
    """
    if total is None:
        total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    start, end = (paging.page - 1) * paging.page_size, paging.page * paging.page_size
    listed = total if most is None else min(total, most)
    return {
        "items": list(rows[start : min(end, listed)]) if start < listed else [],
        "total": total,
        "page": paging.page,
        "page_size": paging.page_size,
        "next": _address(request, paging.page + 1) if end < listed else None,
        "previous": _address(request, paging.page - 1) if 0 < start < total else None,
    }


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
