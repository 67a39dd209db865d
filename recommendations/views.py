"""Pages about similar titles: all that are like one title, and blends of several.

Both show one question in one way. All of it is in the address; an address that says what is so by
default, or in another order, leads to the one that does not.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.models import Title
from recommendations.asked import MOST_SEEDS, PLUS, Asked
from recommendations.forms import SteerForm, unknown_title
from recommendations.seeds import Seeds, rated_by, title_called
from recommendations.steered_page import SteeredPage


@require_safe
def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the titles most like one title, with their reasons; other titles make it a blend."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    form = SteerForm(request.GET)
    form.is_valid()
    asked = form.asked
    if asked.plus or asked.minus:
        return redirect(asked.with_seed(PLUS, title.slug).address(reverse("recommendations:blend")))
    path = reverse("recommendations:similar", args=[title.slug])
    if _is_elsewhere(request, form, asked):
        return redirect(asked.address(path))
    page = SteeredPage(path, asked, Seeds([title]), _rated(request, asked))
    blended = page.asked.with_seed(PLUS, title.slug).address(reverse("recommendations:blend"))
    context = {
        "title": title,
        "name": title.name,
        "steer": page,
        "form": form,
        "ignored": form.ignored,
        "blend": blended,
    }
    return render(request, "recommendations/similar.html", context)


@require_safe
def blend(request: HttpRequest) -> HttpResponse:
    """Show what is like some titles and unlike others.

    A title that was typed is looked up, and the answer is the address that contains it.
    """
    form = SteerForm(request.GET)
    form.is_valid()
    asked, path = form.asked, reverse("recommendations:blend")
    typed = form.cleaned_data.get("add", "")
    if typed and len(asked.plus) + len(asked.minus) < MOST_SEEDS and (found := title_called(typed)):
        sign = form.cleaned_data.get("sign") or PLUS
        return redirect(asked.with_seed(sign, found.slug).address(path))
    if not typed and _is_elsewhere(request, form, asked):
        return redirect(asked.address(path))
    seeds = Seeds.find(asked.plus, asked.minus)
    page = SteeredPage(path, asked.without_seeds(seeds.unknown), seeds, _rated(request, asked))
    context = {
        "name": "this blend",
        "steer": page,
        "form": form,
        "ignored": form.ignored + [unknown_title(slug) for slug in seeds.unknown],
        "is_full": seeds.number >= MOST_SEEDS,
        "not_found": typed,
    }
    return render(request, "recommendations/blend.html", context)


def _is_elsewhere(request: HttpRequest, form: SteerForm, asked: Asked) -> bool:
    """Tell whether another address asks for the same; what was ignored is to be seen first.

    Values are compared, not letters, as these can be encoded in several ways.
    """
    given = [(name, value) for name, values in request.GET.lists() for value in values]
    return not form.ignored and given != asked.parameters


def _rated(request: HttpRequest, asked: Asked) -> frozenset[int]:
    return rated_by(request.user) if asked.unseen else frozenset()
