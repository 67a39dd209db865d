"""The address of the browse page with given filters, for links from other pages."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse


def browse_address(**filters: Any) -> str:
    """Return the browse page's address: ``browse_address(genre="western", sort="oldest")``.

    A list stands for several values of one filter.
    """
    query = urlencode(filters, doseq=True)
    return f"{reverse('catalog:titles')}?{query}" if query else reverse("catalog:titles")
