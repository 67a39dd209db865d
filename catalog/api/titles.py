"""Titles over the API: list, read, write, and who worked on them."""

from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router

from catalog.api.auth import STAFF
from catalog.api.filters import TitleFilters
from catalog.api.inputs import CreditIn, TitleIn, TitlePatch
from catalog.api.paging import Page, Paging, page_of
from catalog.api.schemas import CreditOut, FacetValueOut, TitleCard, TitleOut
from catalog.api.types import IdPath, SlugPath
from catalog.api.writing import save, save_title
from catalog.facets import count_titles, facet_counts
from catalog.models import Credit, Person, Title
from catalog.querysets import TitleQuerySet
from catalog.title_filters import filter_titles

router = Router(tags=["titles"])
facets = Router(tags=["titles"])

#: A database walks past all titles on the pages before: past a million it takes seconds.
MOST_LISTED = 100_000


@router.get("", response=Page[TitleCard])
def list_titles(
    request: HttpRequest, filters: Query[TitleFilters], paging: Query[Paging]
) -> dict[str, object]:
    """List titles with the filters of the browse page: the first 100,000 of an order."""
    wanted = filters.dict()
    # The keys alone, so that the database walks narrow rows to a late page.
    ids = filter_titles(wanted).values_list("pk", flat=True)
    page = page_of(request, ids, paging, total=count_titles(wanted), most=MOST_LISTED)
    return page | {"items": Title.objects.for_cards().in_order(page["items"])}


@facets.get("", response=dict[str, list[FacetValueOut]])
def count_facets(request: HttpRequest, filters: Query[TitleFilters]) -> dict[str, object]:
    """Say how many titles each value of each facet would leave, under the other filters."""
    return dict(facet_counts(filters.dict()))


@router.get("/{slug}", response=TitleOut)
def get_title(request: HttpRequest, slug: SlugPath) -> Title:
    """Return everything about a title: facts, credits, ratings."""
    return get_object_or_404(with_everything(Title.objects.visible()), slug=slug)


@router.post("", response={201: TitleOut}, auth=STAFF)
def create_title(request: HttpRequest, response: HttpResponse, payload: TitleIn) -> Title:
    """Create a title; namesakes are told apart by their slugs."""
    title = Title()
    save_title(title, payload.dict(exclude_none=True))
    response["Location"] = reverse("api:get_title", args=[title.slug])
    return with_everything(Title.objects.all()).get(pk=title.pk)


@router.patch("/{slug}", response=TitleOut, auth=STAFF)
def update_title(request: HttpRequest, slug: SlugPath, payload: TitlePatch) -> Title:
    """Change what is given; a list replaces the old one."""
    with transaction.atomic():
        title = get_object_or_404(Title.objects.select_for_update(), slug=slug)
        save_title(title, payload.dict(exclude_unset=True))
    return with_everything(Title.objects.all()).get(pk=title.pk)


@router.delete("/{slug}", response={204: None}, auth=STAFF)
def delete_title(request: HttpRequest, slug: SlugPath) -> None:
    """Delete a title with its credits, ratings and reviews."""
    get_object_or_404(Title, slug=slug).delete()


@router.post("/{slug}/credits", response={201: CreditOut}, auth=STAFF)
def create_credit(
    request: HttpRequest, response: HttpResponse, slug: SlugPath, payload: CreditIn
) -> Credit:
    """Link a person to the title."""
    facts = payload.dict()
    title = get_object_or_404(Title, slug=slug)
    person = get_object_or_404(Person, slug=facts.pop("person"))
    credit = Credit(title=title, person=person)
    save(credit, facts)
    response["Location"] = reverse("api:get_credit", args=[slug, credit.pk])
    return credit


@router.get("/{slug}/credits/{credit_id}", response=CreditOut)
def get_credit(request: HttpRequest, slug: SlugPath, credit_id: IdPath) -> Credit:
    """Return one credit of the title."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    return get_object_or_404(title.credits.select_related("person"), pk=credit_id)


@router.delete("/{slug}/credits/{credit_id}", response={204: None}, auth=STAFF)
def delete_credit(request: HttpRequest, slug: SlugPath, credit_id: IdPath) -> None:
    """Unlink a person from the title."""
    get_object_or_404(Credit, title__slug=slug, pk=credit_id).delete()


def with_everything(titles: TitleQuerySet) -> TitleQuerySet:
    """Load all that ``TitleOut`` shows: 11 queries for any number of titles."""
    return titles.select_related("original_language", "collection").prefetch_related(
        "genres",
        "countries",
        "spoken_languages",
        "companies",
        "keywords",
        "ratings",
        "alternative_names",
        "trailers",
        "offers",
        Prefetch("credits", Credit.objects.select_related("person")),
    )
