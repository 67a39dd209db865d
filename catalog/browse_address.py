"""The addresses of the browse and search pages with given filters, for links to them."""

from typing import Any
from urllib.parse import urlencode

from catalog.page_address import fixed_address


def browse_address(**filters: Any) -> str:
    """Return the browse page's address: ``browse_address(genre="western", sort="oldest")``.

    A list stands for several values of one filter.
    """
    return _address("catalog:titles", filters)


def search_address(**filters: Any) -> str:
    """Return the search page's address: ``search_address(q="heist", genre="western")``."""
    return _address("catalog:search", filters)


def _address(page: str, filters: dict[str, Any]) -> str:
    query = urlencode(filters, doseq=True)
    return f"{fixed_address(page)}?{query}" if query else fixed_address(page)
