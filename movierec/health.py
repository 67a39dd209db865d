"""Whether this process lives, and whether it can serve: for supervisors and load balancers."""

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Answer "ok"; touches nothing."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if the database answers, else 503; say whether the indexes stand (soft)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = True
    except Error:
        database = False
    indexes = {
        name: (settings.INDEX_DIR / name / "current").exists() for name in ("search", "similar")
    }
    return JsonResponse({"database": database, "indexes": indexes}, status=200 if database else 503)
