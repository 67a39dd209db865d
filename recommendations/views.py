"""Pages about similar titles: all that are like one title, and blends of several."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from catalog.models import Title
from catalog.search import search_titles
from recommendations.answers import answer
from recommendations.forms import PLUS, BlendForm
from recommendations.recommenders.base import Query
from recommendations.seeds import Seeds

SIMILAR = 30
BLENDED = 24


@require_GET
def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the titles most like one title, with their reasons."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    context = {"title": title, "answer": answer(Query((title.pk,)), n=SIMILAR)}
    return render(request, "recommendations/similar.html", context)


@require_GET
def blend(request: HttpRequest) -> HttpResponse:
    """Show what is like some titles and unlike others; all of it is in the address.

    A title that was typed is looked up, and the answer is the address that contains it.
    """
    form = BlendForm(request.GET)
    form.is_valid()
    seeds = Seeds.find(form.cleaned_data.get("plus", ()), form.cleaned_data.get("minus", ()))
    typed = form.cleaned_data.get("add", "")
    if typed and not seeds.is_full and (slug := slug_called(typed)):
        return redirect(seeds.adding(slug, form.cleaned_data.get("sign") or PLUS).url)
    context = {
        "form": form,
        "seeds": seeds,
        "not_found": typed if not seeds.is_full else "",
        "answer": answer(seeds.query, BLENDED) if seeds.liked else None,
    }
    return render(request, "recommendations/blend.html", context)


def slug_called(text: str) -> str | None:
    """Return the slug of the title that ``text`` most likely means."""
    best = Title.objects.filter(pk__in=search_titles(text, 1))
    return best.values_list("slug", flat=True).first()
