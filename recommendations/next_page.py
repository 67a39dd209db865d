"""Where to go after a form was sent: back to the page that it was on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def to_next(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Lead to the address of this site that ``next`` names, else to ``otherwise``.

    It is taken as an address only: ``redirect`` would look for a view of that name, and fail.
    """
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(address if is_ours else otherwise)
