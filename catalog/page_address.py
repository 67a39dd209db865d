"""Addresses of pages that are linked to a hundred times on one page."""

from functools import cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse

#: Stands for the last part of an address; nothing else in one is called so.
_ANY = "any-slug"
#: What Django leaves as it is in an address: RFC 3986, "sub-delims" and "pchar".
_SAFE = "!$&'()*+,;=/~:@"


def page_address(view: str, slug: str) -> str:
    """Return ``reverse(view, args=[slug])``, whose only part that varies is the slug.

    In a tenth of the time: ``reverse`` tries its patterns anew for every link.
    """
    if not slug or "/" in slug:  # no slug: it says so in its own way
        return reverse(view, args=[slug])
    before, after = _around(view, get_script_prefix())
    return f"{before}{quote(slug, safe=_SAFE)}{after}"


@cache
def _around(view: str, script_prefix: str) -> tuple[str, str]:
    """Return what stands before and after the slug; ``reverse`` begins with the prefix."""
    before, _, after = reverse(view, args=[_ANY]).partition(_ANY)
    return before, after
