"""What browsers may load and run on our pages: nothing of other hosts but posters."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

from movierec.startup import origin_of


def content_policy(poster_base_url: str) -> dict[str, Any]:
    """Return django-csp's ``CONTENT_SECURITY_POLICY``."""
    posters = [origin_of(poster_base_url)] if poster_base_url else []
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF, *posters],
            "font-src": [SELF],
            "connect-src": [SELF],
            "form-action": [SELF],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
            "object-src": [NONE],
        }
    }
