"""Pages of imports: upload, look at what it would change, confirm, follow, download the report."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from recommendations.diary import viewer_of
from recommendations.importing import runs
from recommendations.importing.formats.entries import ImportRefused
from recommendations.importing.forms import ImportForm, chosen_in, is_too_large
from recommendations.importing.page import ImportPage
from recommendations.importing.reading import formats
from recommendations.importing.report import report_lines
from recommendations.models import RatingImport

TOO_LARGE = "The file is too large: it may have 16 MB at most."


@csrf_exempt  # its token is read from the body, which is first seen to be small enough
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Show the form and one's imports; a POST takes a file and leads to its preview."""
    if is_too_large(request.META.get("CONTENT_LENGTH") or ""):
        form = ImportForm()
        return _shown(request, form, TOO_LARGE, status=413)
    return _imports(request)


@csrf_protect
def _imports(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if not form.is_bound:
        return _shown(request, form)
    if form.is_valid():
        viewer = viewer_of(cast(User, request.user), create=True)
        file = form.cleaned_data["file"]
        try:
            run = runs.start_import(viewer, file.name, file.read(), form.cleaned_data["scale"])
        except ImportRefused as error:
            form.add_error("file", str(error))
        else:
            return redirect("recommendations:import", pk=run.pk)
    return _shown(request, form, status=400)


def _shown(
    request: HttpRequest, form: ImportForm, problem: str = "", status: int = 200
) -> HttpResponse:
    own = RatingImport.objects.filter(viewer__user=cast(User, request.user))
    context = {"form": form, "imports": own, "formats": formats(), "problem": problem}
    return render(request, "recommendations/imports.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one of one's own imports; a POST chooses, confirms, rescales, tries again, discards."""
    run = _own(request, pk)
    if request.method == "POST":
        return _act(request, run)
    page = ImportPage.of(run, request.GET.get("show", ""), request.GET.get("page", ""))
    return render(request, "recommendations/import.html", {"shown": page, "run": run})


def _act(request: HttpRequest, run: RatingImport) -> HttpResponse:
    here = redirect("recommendations:import", pk=run.pk)
    match request.POST.get("do"):
        case "discard":
            runs.discard(run)
            messages.success(request, "The import is forgotten. What it had written stays.")
            return redirect("recommendations:imports")
        case "scale":
            runs.rescale(run, request.POST.get("scale", ""))
        case "again":
            runs.try_again(run)
        case "choose":
            chosen = runs.choose(run, chosen_in(request.POST))
            told = f"{chosen} noted." if chosen else "Nothing was chosen that was not so before."
            messages.success(request, told)
        case "confirm":
            runs.choose(run, chosen_in(request.POST))
            runs.confirm(run)
    return here


@login_required
@never_cache
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send what became of every row as CSV."""
    run = _own(request, pk)
    answer = StreamingHttpResponse(report_lines(run), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    return answer


def _own(request: HttpRequest, pk: int) -> RatingImport:
    """Return an import of the person's own; 404 for anybody else's."""
    return get_object_or_404(RatingImport, pk=pk, viewer__user=cast(User, request.user))
