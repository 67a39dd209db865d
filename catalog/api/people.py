"""People over the API: list, read with their filmography, write."""

from django.db import transaction
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router

from catalog.api.auth import STAFF
from catalog.api.inputs import PersonIn, PersonPatch
from catalog.api.paging import Page, Paging, page_of
from catalog.api.schemas import PersonCard, PersonOut
from catalog.api.types import OptionalSearchText, SlugPath
from catalog.api.writing import save
from catalog.models import Credit, Person, Title
from catalog.querysets import PersonQuerySet
from catalog.search import people_in_order, search_people

router = Router(tags=["people"])

#: People that a search finds, over all pages.
MOST_FOUND = 100


@router.get("", response=Page[PersonCard])
def list_people(
    request: HttpRequest, paging: Query[Paging], q: OptionalSearchText = None
) -> dict[str, object]:
    """List people by name; with ``q`` those called like it, best first.

    Without ``q``, people known only for titles that are not shown are counted in ``total`` and
    left out of their page: to leave them out of the count, the credits of all would be looked at.
    """
    if q is None:
        by_name = Person.objects.order_by("name_key", "pk")
        page = page_of(request, by_name.values_list("pk", flat=True), paging)
        return page | {"items": by_name.visible().filter(pk__in=page["items"])}
    return page_of(request, people_in_order(search_people(q, MOST_FOUND)), paging)


@router.get("/{slug}", response=PersonOut)
def get_person(request: HttpRequest, slug: SlugPath) -> Person:
    """Return a person with their credits, newest title first."""
    return get_object_or_404(with_filmography(Person.objects.visible()), slug=slug)


@router.post("", response={201: PersonOut}, auth=STAFF)
def create_person(request: HttpRequest, response: HttpResponse, payload: PersonIn) -> Person:
    """Create a person; namesakes are told apart by their slugs."""
    person = Person()
    save(person, payload.dict(exclude_none=True))
    response["Location"] = reverse("api:get_person", args=[person.slug])
    return person


@router.patch("/{slug}", response=PersonOut, auth=STAFF)
def update_person(request: HttpRequest, slug: SlugPath, payload: PersonPatch) -> Person:
    """Change what is given."""
    with transaction.atomic():
        person = get_object_or_404(Person.objects.select_for_update(), slug=slug)
        save(person, payload.dict(exclude_unset=True))
    return with_filmography(Person.objects.all()).get(pk=person.pk)


@router.delete("/{slug}", response={204: None}, auth=STAFF)
def delete_person(request: HttpRequest, slug: SlugPath) -> None:
    """Delete a person with their credits; the titles stay."""
    get_object_or_404(Person, slug=slug).delete()


def with_filmography(people: PersonQuerySet) -> PersonQuerySet:
    """Load people with their credits in titles that may be shown: 2 queries."""
    shown = Credit.objects.filter(title__in=Title.objects.visible()).select_related("title")
    newest_first = shown.order_by(F("title__start_year").desc(nulls_last=True), "pk")
    return people.prefetch_related(Prefetch("credits", newest_first))
